/// Encodes the elements of an array.
struct JSONUnkeyedEncoding: UnkeyedEncodingContainer {
    let node: JSONEncodingNode
    let path: JSONCodingPath
    var codingPath: [any CodingKey] { path.keys }

    var count: Int { node.count }

    mutating func encodeNil() throws { node.append().store(.null) }

    mutating func encode<T: Encodable>(_ value: T) throws { try node.append(value, at: path) }

    mutating func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        encoder().container(keyedBy: type)
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { encoder().unkeyedContainer() }

    mutating func superEncoder() -> any Encoder { encoder() }

    private func encoder() -> JSONValueEncoder {
        let path = JSONCodingPath.member(of: path, key: JSONCodingKey(intValue: count))
        return JSONValueEncoder(node: node.append(), path: path)
    }
}
