import JSON
import Model

/// Turns `name=value` words into JSON arguments by a tool's input schema.
struct ArgumentReader {
    let schema: JSONObject

    /// The largest value that a file or the standard input may give.
    private static let maximumLength = 1 << 20

    func arguments(_ words: [String]) throws -> JSONObject {
        var result: JSONObject = [:]
        for word in words {
            guard let equals = word.firstIndex(of: "="), equals != word.startIndex else {
                throw CommandError(.usage, "`\(word)` is not an argument", hint: "write name=value")
            }
            let name = String(word[..<equals])
            guard !result.contains(name) else { throw CommandError(.usage, "`\(name)` is given twice") }
            result[name] = value(of: try text(String(word[word.index(after: equals)...])), for: name)
        }
        return result
    }

    /// The text itself, or that of `@FILE` or of `-`, so that it need not stand in the list of processes.
    private func text(_ word: String) throws(CommandError) -> String {
        guard word != "-" else { return try StandardInput.read(limit: Self.maximumLength) }
        guard word.hasPrefix("@") else { return word }
        let path = String(word.dropFirst())
        guard let text = try TextFile.read(path, limit: Self.maximumLength, code: .inputOutput) else {
            throw CommandError(.notFound, "there is no file \(path)", hint: "name=@FILE takes the value from a file")
        }
        return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }

    /// A text stays one where the schema wants one; otherwise it is read as JSON if it is that.
    private func value(of text: String, for name: String) -> JSONValue {
        let member = schema["properties"]?[name]
        if member?["type"]?.stringValue == "string" { return .string(text) }
        return (try? JSONValue(parsing: text)) ?? .string(text)
    }
}
