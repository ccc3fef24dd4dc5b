package import JSON

/// Texts without what tells one redaction key from another.
///
/// A recording may be replayed under another key than it was made with, and the same secret then has another token.
package enum RedactionTokens {
    private static let opening = "«secret:"

    /// The text with every token as `«secret»`.
    package static func blinded(_ text: String) -> String {
        guard text.contains(opening) else { return text }
        var result = ""
        var rest = text[...]
        while let token = rest.firstRange(of: opening) {
            let digits = rest[token.upperBound...].prefix(12)
            let isToken = digits.utf8.count == 12 && rest[digits.endIndex...].hasPrefix("»")
            result += rest[..<token.lowerBound] + (isToken ? "«secret" : opening)
            rest = rest[(isToken ? digits.endIndex : token.upperBound)...]
        }
        return result + rest
    }

    /// The value with every token in its texts as `«secret»`.
    package static func blinded(_ value: JSONValue) -> JSONValue {
        switch value {
        case .null, .bool, .number: value
        case .string(let text): .string(blinded(text))
        case .array(let elements): .array(elements.map { blinded($0) })
        case .object(let members): .object(members.mapValues { blinded($0) })
        }
    }
}
