package import JSON

/// What a scalar means by the core schema of YAML 1.2 (https://yaml.org/spec/1.2.2/#103-core-schema).
package enum YAMLValue: Hashable, Sendable {
    case null
    case bool(Bool)
    case integer(Int)
    case number(JSONNumber)
    case text(String)
    /// A plain word that YAML 1.1 reads as a boolean and 1.2 as a text.
    case ambiguous(String)
    /// A number that JSON does not have, or is too great.
    case unrepresentable(String)
}

extension YAMLValue {
    /// What a scalar means; anything quoted is a text.
    package init(_ text: String, _ style: YAMLStyle) {
        guard style == .plain, Self.mayBeMore(text) else {
            self = .text(text)
            return
        }
        switch text {
        case "", "~", "null", "Null", "NULL": self = .null
        case "true", "True", "TRUE": self = .bool(true)
        case "false", "False", "FALSE": self = .bool(false)
        case _ where Self.isAmbiguous(text): self = .ambiguous(text)
        default: self = Self.number(text) ?? .text(text)
        }
    }

    /// Whether a plain word begins as one that may be more than a text, or is none.
    private static func mayBeMore(_ word: String) -> Bool {
        guard let first = word.utf8.first else { return true }
        switch first | 0x20 {
        // `null`, `true`, `false`, `on`, `off`, `yes` and `no` in whichever case.
        case UInt8(ascii: "n"), UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "o"), UInt8(ascii: "y"): return true
        default: return "~+-.".utf8.contains(first) || first &- UInt8(ascii: "0") < 10
        }
    }

    /// Whether YAML 1.1 reads a plain word as a boolean that 1.2 does not.
    package static func isAmbiguous(_ word: String) -> Bool {
        guard word.utf8.count <= 3 else { return false }
        return ["on", "off", "yes", "no"].contains(word.lowercased())
    }

    private static func number(_ text: String) -> YAMLValue? {
        guard let first = text.utf8.first, "+-.0123456789".utf8.contains(first), text.utf8.count <= 400 else {
            return nil
        }
        if [".inf", "+.inf", "-.inf", ".nan"].contains(text.lowercased()) { return .unrepresentable(text) }
        if let value = prefixed("0x", text, radix: 16) ?? prefixed("0o", text, radix: 8) { return value }
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

    private static func prefixed(_ prefix: String, _ text: String, radix: Int) -> YAMLValue? {
        guard text.hasPrefix(prefix) else { return nil }
        let digits = text.dropFirst(2)
        guard let first = digits.first, first != "+", first != "-", digits.allSatisfy({ $0.isHexDigit }) else {
            return nil
        }
        return Int(digits, radix: radix).map(YAMLValue.integer)
    }

    /// `[0-9]+(\.[0-9]*)?([eE][-+]?[0-9]+)?` or `\.[0-9]+…`.
    private static func isDecimal(_ digits: Substring) -> Bool {
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
