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
            let called = called(members)
            for (key, member) in members {
                // What a list calls by a name beside it, as parameters are, is judged under that name.
                let name = key == "value" ? called ?? key : normal(key)
                walk(
                    member, AttributeDiff.join(path, key), AttributeDiff.join(place, name), name, depth: depth + 1,
                    into: &leaves)
            }
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                let count = leaves.count
                walk(element, "\(path)[\(index)]", place, name, depth: depth + 1, into: &leaves)
                // A block that says all by being there.
                guard leaves.count == count, leaves.count < maximumCount, element.objectValue != nil else { continue }
                leaves.append(ValueLeaf(path: "\(path)[\(index)]", place: place, name: name, value: .object([:])))
            }
        case .null: break
        case .string(let text):
            guard let embedded = embedded(text) else { fallthrough }
            walk(embedded, path, place, name, depth: depth + 1, into: &leaves)
        default: leaves.append(ValueLeaf(path: path, place: place, name: name, value: value))
        }
    }

    /// A name as providers write it: `run_as_user` of `runAsUser`, `require_tls` of `require-tls`; the members of policy
    /// documents, such as `Principal`, are something else and stay.
    static func normal(_ key: String) -> String {
        guard let first = key.utf8.first, !isUpper(first) else { return key }
        return snake(key)
    }

    /// Words joined by underscores in small letters.
    static func snake(_ key: String) -> String {
        guard key.utf8.contains(where: { isUpper($0) || $0 == 0x2D || $0 == 0x2E }) else { return key }
        var result: [UInt8] = []
        var previous: UInt8 = 0
        for byte in key.utf8 {
            if isUpper(byte), previous &- 0x61 < 26 { result.append(UInt8(ascii: "_")) }
            result.append(byte == 0x2D || byte == 0x2E ? UInt8(ascii: "_") : isUpper(byte) ? byte | 0x20 : byte)
            previous = byte
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func isUpper(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 }

    /// What an object calls its `value`; nil where it has none, or no name for it.
    private static func called(_ members: JSONObject) -> String? {
        guard members.contains("value") else { return nil }
        for key in ["name", "key", "parameter_name", "variable"] {
            guard let name = members[key]?.stringValue, !name.isEmpty, name.utf8.count <= 100 else { continue }
            return normal(name)
        }
        return nil
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
