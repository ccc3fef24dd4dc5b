import JSON
import YAML

extension YAMLValue {
    /// How messages name the value.
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

extension String {
    /// The text in back-quotes for a message, cut to what is readable.
    var shownAsName: String {
        let shown = unicodeScalars.prefix(60).map { $0.value < 0x20 || $0.value == 0x7F ? " " : Character($0) }
        return "`\(String(shown))\(unicodeScalars.count > 60 ? "…" : "")`"
    }
}
