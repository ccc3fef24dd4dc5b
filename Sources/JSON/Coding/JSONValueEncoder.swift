/// Encodes into a node.
struct JSONValueEncoder: Encoder {
    let node: JSONEncodingNode
    let path: JSONCodingPath
    var codingPath: [any CodingKey] { path.keys }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        node.becomeMembers()
        return KeyedEncodingContainer(JSONKeyedEncoding<Key>(node: node, path: path))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        node.becomeList()
        return JSONUnkeyedEncoding(node: node, path: path)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }
}

extension JSONValueEncoder: SingleValueEncodingContainer {
    mutating func encodeNil() throws { node.store(.null) }
    mutating func encode(_ value: Bool) throws { node.store(.bool(value)) }
    mutating func encode(_ value: String) throws { node.store(.string(value)) }
    mutating func encode(_ value: Double) throws { try node.encode(value, at: path) }
    mutating func encode(_ value: Float) throws { try node.encode(value, at: path) }
    mutating func encode(_ value: Int) throws { node.store(JSONValue(value)) }
    mutating func encode(_ value: Int8) throws { node.store(JSONValue(value)) }
    mutating func encode(_ value: Int16) throws { node.store(JSONValue(value)) }
    mutating func encode(_ value: Int32) throws { node.store(JSONValue(value)) }
    mutating func encode(_ value: Int64) throws { node.store(JSONValue(value)) }
    mutating func encode(_ value: UInt) throws { node.store(JSONValue(value)) }
    mutating func encode(_ value: UInt8) throws { node.store(JSONValue(value)) }
    mutating func encode(_ value: UInt16) throws { node.store(JSONValue(value)) }
    mutating func encode(_ value: UInt32) throws { node.store(JSONValue(value)) }
    mutating func encode(_ value: UInt64) throws { node.store(JSONValue(value)) }
    mutating func encode<T: Encodable>(_ value: T) throws { try node.encode(value, at: path) }
}
