extension StandardLibrary {
    private static let value = CELType.parameter("A")
    private static let optional = CELType.optional(.parameter("A"))

    /// The optionals extension; `or` and `orValue` are compiled specially, for they may not evaluate their argument.
    static let optionals: [StandardFunction] = [
        StandardFunction("optional.of", [.global([value], optional)], .unary { value, _ in .optional(value) }),
        StandardFunction("optional.none", [.global([], optional)], .variadic { _, _ in .optional(nil) }),
        StandardFunction(
            "optional.ofNonZeroValue", [.global([value], optional)],
            .unary { value, _ in .optional(isZero(value) ? nil : value) }),
        StandardFunction(
            "hasValue", [.member([optional], .bool)],
            .unary { value, _ throws(CELError) in
                guard case .optional(let inner) = value else { return nil }
                return .bool(inner != nil)
            }),
        StandardFunction("value", [.member([optional], value)], .unary(unwrap)),
        StandardFunction("or", [.member([optional, optional], optional)], .binary { _, _, _ in nil }),
        StandardFunction("orValue", [.member([optional, value], value)], .binary { _, _, _ in nil }),
        StandardFunction(
            "optional.unwrap", [.global([.list(optional)], .list(value))], .unary(unwrapAll)),
        StandardFunction("unwrapOpt", [.member([.list(optional)], .list(value))], .unary(unwrapAll)),
    ]

    private static func unwrap(_ value: CELValue, _ frame: inout Frame) throws(CELError) -> CELValue? {
        guard case .optional(let inner) = value else { return nil }
        guard let inner else {
            throw CELError(.invalidArgument, "the optional has no value", hint: "write .orValue(…) with another value")
        }
        return inner
    }

    private static func unwrapAll(_ value: CELValue, _ frame: inout Frame) throws(CELError) -> CELValue? {
        guard case .list(let list) = value else { return nil }
        try frame.buildElements(list.count)
        var result: [CELValue] = []
        for element in list {
            guard case .optional(let inner) = element else { return nil }
            if let inner { result.append(inner) }
        }
        return .list(CELList(result))
    }

    private static func isZero(_ value: CELValue) -> Bool {
        switch value {
        case .null: true
        case .bool(let value): !value
        case .int(let value): value == 0
        case .uint(let value): value == 0
        case .double(let value): value == 0
        case .string(let value): value.isEmpty
        case .bytes(let value): value.isEmpty
        case .list(let value): value.isEmpty
        case .map(let value): value.isEmpty
        case .duration(let value): value.nanoseconds == 0
        case .timestamp(let value): value.seconds == 0 && value.nanoseconds == 0
        case .optional(let value): value == nil
        case .type: false
        }
    }
}
