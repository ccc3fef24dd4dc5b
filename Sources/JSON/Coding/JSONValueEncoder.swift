/// Encodes into a node.
struct JSONValueEncoder: Encoder {
    let node: JSONEncodingNode
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        node.becomeMembers()
        return KeyedEncodingContainer(JSONKeyedEncoding<Key>(node: node, codingPath: codingPath))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        node.becomeList()
        return JSONUnkeyedEncoding(node: node, codingPath: codingPath)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }
}

extension JSONValueEncoder: SingleValueEncodingContainer {
    mutating func encodeNil() throws { node.store(.null) }
    mutating func encode(_ value: Bool) throws { node.store(.bool(value)) }
    mutating func encode(_ value: String) throws { node.store(.string(value)) }
    mutating func encode(_ value: Double) throws { try node.encode(value, at: codingPath) }
    mutating func encode(_ value: Float) throws { try node.encode(value, at: codingPath) }
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
    mutating func encode<T: Encodable>(_ value: T) throws { try node.encode(value, at: codingPath) }
}
