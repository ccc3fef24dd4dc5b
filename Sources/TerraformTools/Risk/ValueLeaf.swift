internal import JSON

/// A value within an object that holds no others, and where it is.
struct ValueLeaf: Hashable {
    private static let maximumCount = 4000
    private static let maximumDepth = 64
    private static let maximumText = 64 << 10

    let path: String
    /// The path without places in lists, so that elements of a set are found again in another order.
    let place: String
    let name: String
    let value: JSONValue

    /// The leaves of an object; text that is JSON is looked into, as a plan's differences are.
    static func leaves(of value: JSONValue) -> [ValueLeaf] {
        var leaves: [ValueLeaf] = []
        walk(value, "", "", "", depth: 0, into: &leaves)
        return leaves
    }

    private static func walk(
        _ value: JSONValue, _ path: String, _ place: String, _ name: String, depth: Int, into leaves: inout [ValueLeaf]
    ) {
        guard leaves.count < maximumCount, depth < maximumDepth else { return }
        switch value {
        case .object(let members):
            for (key, member) in members {
                walk(
                    member, AttributeDiff.join(path, key), AttributeDiff.join(place, key), key, depth: depth + 1,
                    into: &leaves)
            }
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                walk(element, "\(path)[\(index)]", place, name, depth: depth + 1, into: &leaves)
            }
        case .null: break
        case .string(let text):
            guard let embedded = embedded(text) else { fallthrough }
            walk(embedded, path, place, name, depth: depth + 1, into: &leaves)
        default: leaves.append(ValueLeaf(path: path, place: place, name: name, value: value))
        }
    }

    /// The value that a text holds as JSON, if it is an object or an array.
    static func embedded(_ text: String) -> JSONValue? {
        guard let first = text.utf8.first, first == UInt8(ascii: "{") || first == UInt8(ascii: "["),
            text.utf8.count <= maximumText
        else { return nil }
        return try? JSONValue(parsing: text, limits: JSONLimits(depth: maximumDepth, bytes: maximumText))
    }

    /// The value as a word in small letters, for comparing it with those of rules.
    var word: String? {
        switch value {
        case .string(let text): text.utf8.count <= 300 ? text.lowercased() : nil
        case .bool(let value): value ? "true" : "false"
        case .number(let number): number.text
        default: nil
        }
    }

    /// Whether a mark hides the value.
    var isHidden: Bool { value == .string(AttributeChange.sensitiveText) }

    /// Whether the value means that something is on; nil where it means neither.
    var isOn: Bool? {
        switch word {
        case "true", "enabled", "on", "yes", "1", "required": true
        case "false", "disabled", "off", "no", "0", "none", "suspended": false
        default: nil
        }
    }
}
