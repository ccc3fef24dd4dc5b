import JSON

extension JSONObject {
    /// Adds a text where there is one.
    mutating func add(_ name: String, _ text: String?) {
        if let text { self[name] = .string(text) }
    }

    /// Adds a list where it is not empty.
    mutating func add(_ name: String, _ list: [JSONValue]) {
        if !list.isEmpty { self[name] = .array(list) }
    }
}

extension JSONValue {
    /// Any encodable value; null for what has no JSON form.
    static func encoded(_ value: some Encodable) -> JSONValue { (try? JSONValue(encoding: value)) ?? .null }
}
