extension CELValue: CustomStringConvertible {
    /// The value as an expression that gives it, where there is one.
    public var description: String {
        switch self {
        case .null: "null"
        case .bool(let value): value.description
        case .int(let value): value.description
        case .uint(let value): "\(value)u"
        case .double(let value): Self.describe(value)
        case .string(let value): TextForm.quoted(value)
        case .bytes(let value): "b" + Self.describe(value)
        case .list(let list): "[\(list.map(\.description).joined(separator: ", "))]"
        case .map(let map): "{\(map.map { "\($0.key.value): \($0.value)" }.joined(separator: ", "))}"
        case .timestamp(let value): "timestamp(\"\(value)\")"
        case .duration(let value): "duration(\"\(value)\")"
        case .type(let name): name
        case .optional(let value): value.map { "optional.of(\($0))" } ?? "optional.none()"
        }
    }

    private static func describe(_ value: Double) -> String {
        let text = NumberText.shortest(value)
        guard value.isFinite else { return "double(\"\(text)\")" }
        return text.contains { $0 == "." || $0 == "e" } ? text : text + ".0"
    }

    private static func describe(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef")
        var text = "\""
        for byte in bytes {
            let isPlain = (0x20..<0x7F).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
            text += isPlain ? String(UnicodeScalar(byte)) : "\\x\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
        }
        return text + "\""
    }
}
