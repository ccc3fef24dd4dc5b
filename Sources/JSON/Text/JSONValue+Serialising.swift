extension JSONValue: CustomStringConvertible {
    /// The value as text, members in their order; `pretty` breaks lines and indents by two blanks.
    public func serialized(pretty: Bool = false) -> String {
        String(decoding: bytes(pretty: pretty), as: UTF8.self)
    }

    /// The value as UTF-8, members in their order.
    public func bytes(pretty: Bool = false) -> [UInt8] {
        var writer = JSONWriter(style: pretty ? .pretty : .compact)
        writer.write(self)
        return writer.bytes
    }

    /// The canonical form of RFC 8785, except that a number which a double does not hold keeps its decimal text.
    public func canonicalBytes() -> [UInt8] {
        var writer = JSONWriter(style: .canonical)
        writer.write(self)
        return writer.bytes
    }

    /// The canonical form as text.
    public func canonicalText() -> String { String(decoding: canonicalBytes(), as: UTF8.self) }

    /// The value as compact text.
    public var description: String { serialized() }
}
