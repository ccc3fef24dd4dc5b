/// Writes values as text.
enum TextForm {
    /// The text of a value that is not made of others; nil for lists, maps and optionals.
    static func plain(_ value: CELValue) -> String? {
        switch value {
        case .null: "null"
        case .bool(let value): value ? "true" : "false"
        case .int(let value): String(value)
        case .uint(let value): String(value)
        case .double(let value): NumberText.shortest(value)
        case .string(let value): value
        case .bytes(let value): String(decoding: value, as: UTF8.self)
        case .timestamp(let value): value.description
        case .duration(let value): value.description
        case .type(let value): value
        case .list, .map, .optional: nil
        }
    }

    /// The text that `%s` gives: maps are sorted by the text of their keys.
    static func write(_ value: CELValue, to text: inout String, _ frame: inout Frame) throws(CELError) {
        switch value {
        case .list(let list):
            text += "["
            for index in 0..<list.count {
                if index > 0 { text += ", " }
                try write(list[index], to: &text, &frame)
            }
            text += "]"
        case .map(let map):
            try frame.charge(map.count * 8)
            text += "{"
            let entries = map.map { (key: $0.key.description, value: $0.value) }.sorted { $0.key < $1.key }
            for (index, entry) in entries.enumerated() {
                if index > 0 { text += ", " }
                try frame.build(entry.key.utf8.count)
                text += entry.key + ": "
                try write(entry.value, to: &text, &frame)
            }
            text += "}"
        case .optional:
            throw CELError(
                .invalidArgument, "an optional has no text", hint: "take the value out of the optional: .orValue(…)")
        default:
            let plain = plain(value) ?? ""
            try frame.build(plain.utf8.count + 2)
            try frame.charge(1 + plain.utf8.count / 32)
            text += plain
        }
    }

    /// A text between double quotes, with escapes for what cannot be seen.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\u{07}": result += "\\a"
            case "\u{08}": result += "\\b"
            case "\u{0C}": result += "\\f"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case "\u{0B}": result += "\\v"
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
