import JSON

/// What a scalar means by the core schema of YAML 1.2 (https://yaml.org/spec/1.2.2/#103-core-schema).
enum YAMLValue: Hashable, Sendable, CustomStringConvertible {
    case null
    case bool(Bool)
    case integer(Int)
    case number(JSONNumber)
    case text(String)
    /// A plain word that YAML 1.1 reads as a boolean and 1.2 as a text.
    case ambiguous(String)
    /// A number that JSON does not have, or is too great.
    case unrepresentable(String)

    var description: String {
        switch self {
        case .null: "nothing"
        case .bool(let value): "the boolean \(value)"
        case .integer(let value): "the number \(value)"
        case .number(let value): "the number \(value.text)"
        case .text(let text): "the text \(text.shownAsName)"
        case .ambiguous(let text): "the word \(text)"
        case .unrepresentable(let text): "the number \(text)"
        }
    }
}

extension YAMLScalar {
    /// What the scalar means; anything quoted is a text.
    var resolved: YAMLValue {
        guard style == .plain else { return .text(text) }
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        default: break
        }
        if Self.isAmbiguous(text) { return .ambiguous(text) }
        return number ?? .text(text)
    }

    /// Whether YAML 1.1 reads a plain word as a boolean that 1.2 does not.
    static func isAmbiguous(_ word: String) -> Bool {
        guard word.utf8.count <= 3 else { return false }
        return ["on", "off", "yes", "no"].contains(word.lowercased())
    }

    private var number: YAMLValue? {
        guard let first = text.utf8.first, "+-.0123456789".utf8.contains(first), text.utf8.count <= 400 else {
            return nil
        }
        if [".inf", "+.inf", "-.inf", ".nan"].contains(text.lowercased()) { return .unrepresentable(text) }
        if let value = prefixed("0x", radix: 16) ?? prefixed("0o", radix: 8) { return value }
        var digits = text.hasPrefix("+") ? text.dropFirst() : Substring(text)
        let sign = digits.hasPrefix("-") ? "-" : ""
        digits = digits.drop { $0 == "-" }
        guard text.utf8.count - digits.utf8.count <= 1, isDecimal(digits) else { return nil }
        if digits.utf8.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }) {
            guard let value = Int(sign + digits) else { return .unrepresentable(text) }
            return .integer(value)
        }
        guard let double = Double(sign + digits), let number = JSONNumber(double) else { return .unrepresentable(text) }
        return .number(number)
    }

    private func prefixed(_ prefix: String, radix: Int) -> YAMLValue? {
        guard text.hasPrefix(prefix) else { return nil }
        let digits = text.dropFirst(2)
        guard let first = digits.first, first != "+", first != "-", digits.allSatisfy({ $0.isHexDigit }) else {
            return nil
        }
        return Int(digits, radix: radix).map(YAMLValue.integer)
    }

    /// `[0-9]+(\.[0-9]*)?([eE][-+]?[0-9]+)?` or `\.[0-9]+…`.
    private func isDecimal(_ digits: Substring) -> Bool {
        var rest = Array(digits.utf8)[...]
        func dropDigits() -> Int {
            let before = rest.count
            rest = rest.drop { $0 &- UInt8(ascii: "0") < 10 }
            return before - rest.count
        }
        var count = dropDigits()
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            count += dropDigits()
        }
        guard count > 0 else { return false }
        guard let mark = rest.first else { return true }
        guard mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") else { return false }
        rest = rest.dropFirst()
        if let sign = rest.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") { rest = rest.dropFirst() }
        return dropDigits() > 0 && rest.isEmpty
    }
}

extension String {
    /// The text in back-quotes for a message, cut to what is readable.
    var shownAsName: String {
        let shown = unicodeScalars.prefix(60).map { $0.value < 0x20 || $0.value == 0x7F ? " " : Character($0) }
        return "`\(String(shown))\(unicodeScalars.count > 60 ? "…" : "")`"
    }
}
