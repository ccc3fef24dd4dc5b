import JSON
import Testing

/// A dialogue written down: `> ` a client's line, `>! ` one that is no JSON, `< ` what the server must send next.
///
/// In a server's line `"$name"` stands for any value, which later lines repeat by the same name; `"...": true` allows
/// further members. In a client's line `"$meta"` is modern `_meta` without capabilities, `"$metaAll"` with all.
/// `==` begins a new connection. Everything else is prose.
struct Transcript {
    enum Step {
        case client(String)
        case raw(String)
        case server(String)
        case reconnect
    }

    let steps: [(line: Int, step: Step)]

    init(_ text: String) {
        steps = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated().compactMap { index, line in
            let step: Step? =
                if line.hasPrefix(">! ") { .raw(String(line.dropFirst(3))) } else if line.hasPrefix("> ") {
                    .client(String(line.dropFirst(2)))
                } else if line.hasPrefix("< ") { .server(String(line.dropFirst(2))) } else if line == "==" {
                    .reconnect
                } else { nil }
            return step.map { (index + 1, $0) }
        }
    }

    /// What a pattern finds wrong in a value; bound names are filled in.
    static func complaint(
        _ value: JSONValue, _ pattern: JSONValue, _ bound: inout [String: JSONValue], at path: String = ""
    ) -> String? {
        switch (value, pattern) {
        case (_, .string(let text)) where text.hasPrefix("$"):
            if let known = bound[text] { return known == value ? nil : "\(path): \(value) is not \(text), \(known)" }
            if text != "$any" { bound[text] = value }
            return nil
        case (.object(let members), .object(let patterns)):
            for (key, pattern) in patterns where key != "..." {
                guard let member = members[key] else { return "\(path)/\(key) is missing" }
                if let complaint = complaint(member, pattern, &bound, at: "\(path)/\(key)") { return complaint }
            }
            guard !patterns.contains("...") else { return nil }
            let further = members.keys.filter { !patterns.contains($0) }
            return further.isEmpty ? nil : "\(path) has \(further.joined(separator: ", ")) as well"
        case (.array(let elements), .array(let patterns)):
            guard elements.count == patterns.count else { return "\(path) has \(elements.count) elements" }
            for (index, (element, pattern)) in zip(elements, patterns).enumerated() {
                if let complaint = complaint(element, pattern, &bound, at: "\(path)/\(index)") { return complaint }
            }
            return nil
        default: return value == pattern ? nil : "\(path): \(value) is not \(pattern)"
        }
    }

    static func filled(_ value: JSONValue, _ bound: [String: JSONValue]) -> JSONValue {
        switch value {
        case .string(let text): bound[text] ?? value
        case .array(let elements): .array(elements.map { filled($0, bound) })
        case .object(let members):
            .object(
                JSONObject(members.map { (bound[$0.key]?.stringValue ?? $0.key, filled($0.value, bound)) }) { $1 })
        default: value
        }
    }
}
