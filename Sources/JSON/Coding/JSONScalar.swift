/// The values that need no container of their own.
enum JSONScalar {
    /// The JSON of a value whose type this module knows; nil for any other type.
    ///
    /// Types are compared before anything is cast: a cast from a type that is not known at compile time is slow.
    static func value<T>(of value: T, at path: JSONCodingPath, _ key: (any CodingKey)?) throws -> JSONValue? {
        if T.self == String.self { return (value as? String).map { .string($0) } }
        if T.self == Int.self { return (value as? Int).map { JSONValue($0) } }
        if T.self == Bool.self { return (value as? Bool).map { .bool($0) } }
        if T.self == Double.self, let value = value as? Double {
            return .number(try number(value, Double(value), at: path, key))
        }
        if T.self == Float.self, let value = value as? Float {
            // By its shortest text, so that a `Float` of 0.1 stays 0.1.
            return .number(try number(value, Double(value.description) ?? Double(value), at: path, key))
        }
        if T.self == JSONValue.self { return value as? JSONValue }
        if T.self == JSONObject.self { return (value as? JSONObject).map { .object($0) } }
        if T.self == JSONNumber.self { return (value as? JSONNumber).map { .number($0) } }
        // A dictionary is in another order each time that it is made, and equal values are to be equal bytes.
        if T.self == [String: String].self { return (value as? [String: String]).map { ordered($0) { .string($0) } } }
        if T.self == [String: Int].self { return (value as? [String: Int]).map { ordered($0) { JSONValue($0) } } }
        return nil
    }

    private static func ordered<Value>(_ members: [String: Value], _ json: (Value) -> JSONValue) -> JSONValue {
        .object(members.sorted { $0.key < $1.key }.reduce(into: JSONObject()) { $0[$1.key] = json($1.value) })
    }

    /// The element of an array.
    static func value<T>(of value: T, at path: JSONCodingPath, _ index: Int) throws -> JSONValue? {
        try self.value(of: value, at: path, JSONCodingKey(intValue: index))
    }

    private static func number(
        _ value: any Encodable, _ double: Double, at path: JSONCodingPath, _ key: (any CodingKey)?
    ) throws -> JSONNumber {
        guard double.isFinite, let number = JSONNumber(double) else {
            let codingPath = path.keys + (key.map { [$0] } ?? [])
            throw EncodingError.invalidValue(
                value, .init(codingPath: codingPath, debugDescription: "JSON has no number for \(value)"))
        }
        return number
    }
}
