import RE2

extension StandardLibrary {
    /// `size`, `type`, `dyn`, and the tests of texts.
    static let core: [StandardFunction] = [
        StandardFunction(
            "size",
            [CELType.string, .bytes, .list(.parameter("A")), .map(.parameter("A"), .parameter("B"))].flatMap {
                [Signature.global([$0], .int), .member([$0], .int)]
            }, .unary(size)),
        StandardFunction("type", [.global([.parameter("A")], .type)], .unary { value, _ in .type(value.typeName) }),
        StandardFunction("dyn", [.global([.parameter("A")], .dyn)], .unary { value, _ in value }),
        StandardFunction(
            "contains", [.member([.string, .string], .bool)],
            .binary(textTest { ByteSearch.first(of: $1, in: $0) != nil })),
        StandardFunction(
            "startsWith", [.member([.string, .string], .bool)], .binary(textTest { ByteSearch.hasPrefix($1, in: $0) })),
        StandardFunction(
            "endsWith", [.member([.string, .string], .bool)], .binary(textTest { ByteSearch.hasSuffix($1, in: $0) })),
        StandardFunction(
            "matches", [.member([.string, .string], .bool), .global([.string, .string], .bool)], .binary(matches)),
        StandardFunction("base64.encode", [.global([.bytes], .string)], .unary(encode)),
        StandardFunction("base64.decode", [.global([.string], .bytes)], .unary(decode)),
    ]

    private static func size(_ value: CELValue, _ frame: inout Frame) throws(CELError) -> CELValue? {
        switch value {
        case .list(let list): return .int(Int64(list.count))
        case .map(let map): return .int(Int64(map.count))
        case .bytes(let bytes): return .int(Int64(bytes.count))
        case .string(let text):
            try frame.chargeReading(text.utf8.count)
            return .int(Int64(ByteSearch.scalarCount(text)))
        default: return nil
        }
    }

    private static func textTest(
        _ test: @escaping @Sendable (Span<UInt8>, Span<UInt8>) -> Bool
    ) -> @Sendable (CELValue, CELValue, inout Frame) throws(CELError) -> CELValue? {
        { text, part, frame throws(CELError) in
            guard case .string(let text) = text, case .string(let part) = part else { return nil }
            try frame.chargeReading(text.utf8.count)
            return .bool(test(text.utf8.span, part.utf8.span))
        }
    }

    private static func matches(
        _ text: CELValue, _ pattern: CELValue, _ frame: inout Frame
    ) throws(CELError) -> CELValue? {
        guard case .string(let text) = text, case .string(let pattern) = pattern else { return nil }
        // A pattern that is computed has to be compiled every time.
        try frame.charge(500 + pattern.utf8.count * 4)
        try frame.chargeReading(text.utf8.count)
        return .bool(try Pattern.compile(pattern).matches(text))
    }

    private static func encode(_ value: CELValue, _ frame: inout Frame) throws(CELError) -> CELValue? {
        guard case .bytes(let bytes) = value else { return nil }
        try frame.build(bytes.count / 3 * 4 + 4)
        try frame.chargeReading(bytes.count * 4)
        return .string(Base64.encode(bytes))
    }

    private static func decode(_ value: CELValue, _ frame: inout Frame) throws(CELError) -> CELValue? {
        guard case .string(let text) = value else { return nil }
        try frame.build(text.utf8.count)
        try frame.chargeReading(text.utf8.count * 4)
        guard let bytes = Base64.decode(text) else {
            throw CELError(.invalidArgument, "'\(Access.clipped(text))' is not base64")
        }
        return .bytes(bytes)
    }
}
