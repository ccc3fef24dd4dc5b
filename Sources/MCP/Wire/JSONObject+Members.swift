import JSON

extension JSONObject {
    /// Sets a text, or leaves the member out: the schemas forbid `null` almost everywhere.
    mutating func set(_ key: String, _ text: String?) {
        if let text { self[key] = .string(text) }
    }

    /// Sets a truth value, or leaves the member out.
    mutating func set(_ key: String, _ flag: Bool?) {
        if let flag { self[key] = .bool(flag) }
    }

    /// Sets an integer, or leaves the member out.
    mutating func set(_ key: String, _ number: Int?) {
        if let number { self[key] = JSONValue(number) }
    }

    /// Sets an object, or leaves the member out when it is empty.
    mutating func set(_ key: String, _ object: JSONObject?) {
        if let object, !object.isEmpty { self[key] = .object(object) }
    }
}
