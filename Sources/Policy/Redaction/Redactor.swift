import Crypto
package import JSON
import RE2

/// Hides secrets in whatever is stored, shown or logged: the one choke point of redaction.
///
/// A hidden text is replaced by a keyed token, `«secret:9f3a61c20b7e»`, 48 bits of HMAC-SHA-256, so that equal secrets
/// stay equal within a session and its forks and mean nothing outside. What is tokenised is never tokenised again.
package struct Redactor: Sendable {
    /// Changes whenever the rules do; part of the evidence key.
    package static let version = 1

    /// Whose text is redacted.
    package enum Origin: String, Sendable {
        /// Read from a source.
        case source
        /// Supplied by a caller. It never receives a source's token, or a caller could test guesses against one.
        case caller
    }

    private let rules: RedactionRules
    private let key: SymmetricKey
    private let origin: Origin

    /// - Parameter key: the lineage's random key.
    package init(rules: RedactionRules, key: [UInt8], origin: Origin = .source) {
        self.init(rules: rules, key: SymmetricKey(data: key), origin: origin)
    }

    private init(rules: RedactionRules, key: SymmetricKey, origin: Origin) {
        self.rules = rules
        self.key = key
        self.origin = origin
    }

    /// The same rules and key for text of another origin.
    package func forText(of origin: Origin) -> Redactor { Redactor(rules: rules, key: key, origin: origin) }

    /// The text with its secrets hidden, which the receipt counts; the same text when there are none.
    package func redact(_ text: String, _ receipt: inout RedactionReceipt) -> String {
        hidden(in: text, &receipt) ?? text
    }

    /// The text with its secrets hidden.
    package func redact(_ text: String) -> String {
        var receipt = RedactionReceipt()
        return redact(text, &receipt)
    }

    /// The value with its secrets hidden.
    package func redact(_ value: JSONValue) -> JSONValue {
        var receipt = RedactionReceipt()
        return redact(value, &receipt)
    }

    /// Hides secrets in a line or text of bytes; false when there was nothing to hide and nothing changed.
    package func redact(_ bytes: inout [UInt8], _ receipt: inout RedactionReceipt) -> Bool {
        var changed = false
        for rule in rules.candidates(in: bytes) {
            let result = rule.expression.replacing(in: bytes) { groups in
                replacement(for: groups, of: rule, in: bytes, &receipt)
            }
            guard result.count > 0 else { continue }
            bytes = result.bytes
            changed = true
        }
        return changed
    }

    /// Hides secrets in every string and member name of a value; a member with a telling name hides its text whole.
    package func redact(_ value: JSONValue, _ receipt: inout RedactionReceipt) -> JSONValue {
        hidden(in: value, &receipt) ?? value
    }

    /// The text with its secrets hidden; nil when it has none.
    private func hidden(in text: String, _ receipt: inout RedactionReceipt) -> String? {
        guard rules.mayMatch(text) else { return nil }
        var bytes = Array(text.utf8)
        guard redact(&bytes, &receipt) else { return nil }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The value with its secrets hidden; nil when it has none, so that what has none is not copied.
    private func hidden(in value: JSONValue, _ receipt: inout RedactionReceipt) -> JSONValue? {
        switch value {
        case .null, .bool, .number: return nil
        case .string(let text): return hidden(in: text, &receipt).map { .string($0) }
        case .array(let elements):
            var result: [JSONValue]?
            for (index, element) in elements.enumerated() {
                guard let changed = hidden(in: element, &receipt) else { continue }
                result = result ?? elements
                result?[index] = changed
            }
            return result.map { .array($0) }
        case .object(let object): return hidden(in: object, &receipt).map { .object($0) }
        }
    }

    private func hidden(in object: JSONObject, _ receipt: inout RedactionReceipt) -> JSONObject? {
        var changes: [Int: (name: String, value: JSONValue)] = [:]
        for (index, (name, value)) in object.enumerated() {
            let newName = hidden(in: name, &receipt)
            let newValue = rules.isTelling(name) ? hide(value, &receipt) : hidden(in: value, &receipt)
            if newName != nil || newValue != nil { changes[index] = (newName ?? name, newValue ?? value) }
        }
        guard !changes.isEmpty else { return nil }
        var result: JSONObject = [:]
        for (index, (name, value)) in object.enumerated() {
            let member = changes[index] ?? (name, value)
            result[member.name] = member.value
        }
        return result
    }

    /// Hides what stands under a telling name: texts and numbers, in lists too; nil when there is nothing to hide.
    private func hide(_ value: JSONValue, _ receipt: inout RedactionReceipt) -> JSONValue? {
        switch value {
        case .string(let text): return hide(Array(text.utf8), &receipt)
        case .number: return hide(value.canonicalBytes(), &receipt)
        case .array(let elements): return .array(elements.map { hide($0, &receipt) ?? $0 })
        case .null, .bool, .object: return hidden(in: value, &receipt)
        }
    }

    private func hide(_ secret: [UInt8], _ receipt: inout RedactionReceipt) -> JSONValue? {
        guard !Self.isTokenised(secret), !RedactionRules.isHarmless(secret) else { return nil }
        receipt.count("named-member")
        return .string(token(for: secret))
    }

    private func replacement(
        for groups: [Range<Int>?], of rule: RedactionRules.Rule, in bytes: [UInt8], _ receipt: inout RedactionReceipt
    ) -> [UInt8]? {
        guard let whole = groups[0] else { return nil }
        let secret = groups.dropFirst().lazy.compactMap { $0 }.first ?? whole
        let hidden = Array(bytes[secret])
        guard !hidden.isEmpty, !Self.isTokenised(hidden), rule.isCustom || !RedactionRules.isHarmless(hidden) else {
            return nil
        }
        receipt.count(rule.kind)
        return Array(bytes[whole.lowerBound..<secret.lowerBound]) + Array(token(for: hidden).utf8)
            + Array(bytes[secret.upperBound..<whole.upperBound])
    }

    private func token(for secret: [UInt8]) -> String {
        var code = HMAC<SHA256>(key: key)
        code.update(data: Array(origin.rawValue.utf8) + [0])
        code.update(data: secret)
        let digits = Array("0123456789abcdef".utf8)
        let text = code.finalize().prefix(6).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return Self.opening + String(decoding: text, as: UTF8.self) + "»"
    }

    private static let opening = "«secret:"
    private static let openingBytes = Array(opening.utf8)
    private static let closingBytes = Array("»".utf8)

    /// Whether nothing but tokens is left to read: no letter and no digit stands beside them.
    private static func isTokenised(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        var hasToken = false
        while let first = rest.first {
            if let length = tokenLength(at: rest) {
                rest = rest.dropFirst(length)
                hasToken = true
            } else if isWord(first) {
                return false
            } else {
                rest = rest.dropFirst()
            }
        }
        return hasToken
    }

    private static func tokenLength(at text: ArraySlice<UInt8>) -> Int? {
        guard text.starts(with: openingBytes) else { return nil }
        let digits = text.dropFirst(openingBytes.count).prefix(12)
        guard digits.count == 12, digits.allSatisfy(isWord),
            text.dropFirst(openingBytes.count + 12).starts(with: closingBytes)
        else { return nil }
        return openingBytes.count + 12 + closingBytes.count
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: false
        }
    }
}
