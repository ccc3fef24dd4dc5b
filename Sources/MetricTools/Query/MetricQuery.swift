package import Model

/// A query with its parameters in place: for servers as text, for files as far as this program understands it.
package struct MetricQuery: Sendable {
    /// The query as PromQL, each parameter a quoted label value.
    package let text: String
    /// The query as this program evaluates it; nil when only a server can.
    package let parsed: Query?
    /// Why this program cannot evaluate it.
    let problem: ToolError?

    /// Reads a query.
    ///
    /// A server understands more than this program does, so that what cannot be evaluated here is no fault yet.
    /// - Parameter parameters: Values of the `$name`s, which may stand for label values only.
    /// - Throws: `ToolError` of kind `validation` for what no server would take either.
    package init(_ query: String, parameters: [String: String] = [:]) throws(ToolError) {
        text = try Self.filled(query, try QueryTokenizer.tokens(query), parameters)
        var parsed: Query?
        var problem: ToolError?
        do throws(ToolError) { parsed = try QueryParser.parse(query, parameters: parameters) } catch { problem = error }
        self.parsed = parsed
        self.problem = problem
    }

    /// The query as this program evaluates it.
    /// - Throws: `ToolError` of kind `validation` that names what it does not understand.
    func forFiles() throws(ToolError) -> Query {
        if let parsed { return parsed }
        throw problem ?? ToolError(.validation, "the query is not understood", hint: nil)
    }

    /// Puts values in the places of parameters: never anywhere but behind a matcher's operator within braces.
    private static func filled(
        _ query: String, _ tokens: [QueryToken], _ parameters: [String: String]
    ) throws(ToolError) -> String {
        let bytes = Array(query.utf8)
        var out: [UInt8] = []
        var copied = 0
        var depth = 0
        for (index, token) in tokens.enumerated() {
            if token.kind == .symbol("{") { depth += 1 }
            if token.kind == .symbol("}") { depth -= 1 }
            guard case .parameter(let name) = token.kind else { continue }
            guard depth > 0, index > 0, case .symbol(let symbol) = tokens[index - 1].kind,
                let operation = Matcher.Operation(rawValue: symbol)
            else {
                throw QueryTokenizer.problem("`$\(name)` may stand for a label's value only", at: token.position)
            }
            guard let value = parameters[name] else {
                throw QueryTokenizer.problem("no parameter is named \(name)", at: token.position, "give it in `params`")
            }
            let isPattern = operation == .matches || operation == .matchesNot
            let start = token.position - 1
            out += bytes[copied..<start]
            out += PromQLText.quoted(isPattern ? PromQLText.regularExpression(value) : value).utf8
            copied = start + 1 + name.utf8.count
        }
        out += bytes[copied...]
        return String(decoding: out, as: UTF8.self)
    }
}
