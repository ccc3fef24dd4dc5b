/// Encodes the members of an object.
struct JSONKeyedEncoding<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let node: JSONEncodingNode
    let path: JSONCodingPath
    var codingPath: [any CodingKey] { path.keys }

    mutating func encodeNil(forKey key: Key) throws { node.setMember(key.stringValue, to: .null) }

    mutating func encode(_ value: Bool, forKey key: Key) throws { node.setMember(key.stringValue, to: .bool(value)) }

    mutating func encode(_ value: Int, forKey key: Key) throws { node.setMember(key.stringValue, to: JSONValue(value)) }

    mutating func encode(_ value: String, forKey key: Key) throws {
        node.setMember(key.stringValue, to: .string(value))
    }

    mutating func encode<T: Encodable>(_ value: T, forKey key: Key) throws {
        try node.encode(value, for: key, at: path)
    }

    mutating func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        encoder(key).container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        encoder(key).unkeyedContainer()
    }

    mutating func superEncoder() -> any Encoder { encoder(JSONCodingKey(stringValue: "super")) }

    mutating func superEncoder(forKey key: Key) -> any Encoder { encoder(key) }

    private func encoder(_ key: some CodingKey) -> JSONValueEncoder {
        JSONValueEncoder(node: node.member(key.stringValue), path: .member(of: path, key: key))
    }
}
