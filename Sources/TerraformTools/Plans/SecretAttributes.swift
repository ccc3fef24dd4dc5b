internal import JSON

/// What providers hold to be secret by their schemas, told by an object's type and an attribute's name.
///
/// Plans and states say so themselves by their marks; those of old formats, and states that somebody has written anew,
/// have none. What is found here counts as marked.
enum SecretAttributes {
    private static let maximumDepth = 48

    /// The marks with what the tables know of a value added; nil where neither hides anything.
    static func marks(_ marks: JSONValue?, with value: JSONValue?, of type: String) -> JSONValue? {
        Self.marks(marks, with: value, at: paths(of: type))
    }

    /// The same, of a type for which the tables have these paths.
    static func marks(_ marks: JSONValue?, with value: JSONValue?, at paths: Set<String>) -> JSONValue? {
        guard let value, value.objectValue != nil else { return marks }
        return Masking.merged(marks, found(in: value, "", paths, depth: 0))
    }

    /// A plan's `change` whose marks are those of the file and of the tables.
    static func marked(_ change: JSONObject, of type: String) -> JSONObject {
        var change = change
        for (value, name) in [("before", "before_sensitive"), ("after", "after_sensitive")] {
            change[name] = marks(change[name], with: change[value], of: type)
        }
        return change
    }

    /// The attributes that the tables have for a type.
    static func paths(of type: String) -> Set<String> {
        var paths = exact[type] ?? []
        // `kubernetes_secret_v1` is what `kubernetes_secret` is.
        let parts = type.split(separator: "_")
        if let last = parts.last, last.first == "v", last.dropFirst().allSatisfy(\.isNumber) {
            paths.formUnion(exact[parts.dropLast().joined(separator: "_")] ?? [])
        }
        for (pattern, names) in families where RiskRule.matches(pattern, type) { paths.formUnion(names) }
        return paths
    }

    /// The marks of what is secret within a value; nil for nothing.
    private static func found(
        in value: JSONValue, _ path: String, _ paths: Set<String>, depth: Int
    ) -> JSONValue? {
        guard depth < maximumDepth else { return nil }
        switch value {
        case .object(let members):
            var marks = JSONObject()
            let own = secretMembers(of: members)
            for (key, member) in members where member != .null {
                let place = path.isEmpty ? key : "\(path).\(key)"
                if paths.contains(place) || own.contains(key) || isSecret(key, member) {
                    marks[key] = .bool(true)
                } else if let inner = found(in: member, place, paths, depth: depth + 1) {
                    marks[key] = inner
                }
            }
            return marks.isEmpty ? nil : .object(marks)
        case .array(let elements):
            let marks = elements.map { found(in: $0, path, paths, depth: depth + 1) }
            return marks.contains { $0 != nil } ? .array(marks.map { $0 ?? .bool(false) }) : nil
        default: return nil
        }
    }

    /// Members that the object itself says are secret: the data of a Secret, and a value that is said to be sensitive.
    private static func secretMembers(of members: JSONObject) -> Set<String> {
        if members["kind"] == .string("Secret") { return ["data", "stringData", "string_data", "binaryData"] }
        let isSaid = sayings.contains { members[$0] == .bool(true) } || members["type"] == .string("SECRET")
        return isSaid ? ["value", "plaintext_value", "secret_value"] : []
    }

    private static let sayings = [
        "sensitive", "is_sensitive", "secret", "is_secret", "masked", "write_only", "secure", "is_secure", "encrypted",
    ]

    /// Whether a setting of a provider is a secret by its name; those of what a key is called by are none.
    static func isSetting(_ name: String) -> Bool {
        let others: Set<String> = ["token", "api_key", "apikey", "app_key", "secret", "credentials", "key_material"]
        return names.contains(name) || others.contains(name) || endings.contains { name.hasSuffix($0) }
            || ["_token", "_api_key", "_secret"].contains { name.hasSuffix($0) }
    }

    /// Whether a name means a secret in any type; only what is a text can be one, not what says how long one is kept.
    private static func isSecret(_ name: String, _ value: JSONValue) -> Bool {
        switch value {
        case .string(let text):
            !["", "true", "false"].contains(text) && (names.contains(name) || endings.contains { name.hasSuffix($0) })
        case .array, .object: names.contains(name) && blocks.contains(name)
        default: false
        }
    }
}
