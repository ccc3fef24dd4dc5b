extension StandardLibrary {
    /// The math extension.
    static let math: [StandardFunction] = [
        StandardFunction("math.greatest", extremes, anyArity: true, .variadic(extreme(.greater))),
        StandardFunction("math.least", extremes, anyArity: true, .variadic(extreme(.less))),
        rounding("math.ceil") { $0.rounded(.up) },
        rounding("math.floor") { $0.rounded(.down) },
        rounding("math.round") { $0.rounded(.toNearestOrAwayFromZero) },
        rounding("math.trunc") { $0.rounded(.towardZero) },
        predicate("math.isNaN") { $0.isNaN },
        predicate("math.isInf") { $0.isInfinite },
        predicate("math.isFinite") { $0.isFinite },
        StandardFunction("math.abs", [.int, .uint, .double].map { .global([$0], $0) }, .unary(abs)),
        StandardFunction("math.sign", [.int, .uint, .double].map { .global([$0], $0) }, .unary(sign)),
        StandardFunction("math.sqrt", [.int, .uint, .double].map { .global([$0], .double) }, .unary(squareRoot)),
        bits("math.bitAnd", { $0 & $1 }, { $0 & $1 }),
        bits("math.bitOr", { $0 | $1 }, { $0 | $1 }),
        bits("math.bitXor", { $0 ^ $1 }, { $0 ^ $1 }),
        StandardFunction("math.bitNot", [.int, .uint].map { .global([$0], $0) }, .unary(bitNot)),
        shift("math.bitShiftLeft") { $0 << $1 },
        shift("math.bitShiftRight") { $0 >> $1 },
    ]

    private static let extremes: [Signature] =
        [CELType.int, .uint, .double].flatMap { [.global([$0], $0), .global([.list($0)], $0)] }

    private static func extreme(
        _ wanted: NumberOrder
    ) -> @Sendable ([CELValue], inout Frame) throws(CELError) -> CELValue? {
        { arguments, frame throws(CELError) in try extreme(arguments, wanted, &frame) }
    }

    private static func extreme(
        _ arguments: [CELValue], _ wanted: NumberOrder, _ frame: inout Frame
    ) throws(CELError) -> CELValue? {
        var numbers = CELList(arguments)
        if arguments.count == 1, case .list(let list) = arguments[0] {
            guard !list.isEmpty else { throw CELError(.invalidArgument, "the list of numbers is empty") }
            numbers = list
        }
        try frame.charge(numbers.count)
        var best: CELValue?
        for number in numbers {
            guard NumberOrder.compare(number, number) != nil else { return nil }
            if let current = best, NumberOrder.compare(number, current) != wanted { continue }
            best = number
        }
        return best
    }

    private static func rounding(
        _ name: String, _ function: @escaping @Sendable (Double) -> Double
    ) -> StandardFunction {
        StandardFunction(
            name, [.global([.double], .double)],
            .unary { value, _ throws(CELError) in
                guard case .double(let number) = value else { return nil }
                return .double(function(number))
            })
    }

    private static func predicate(
        _ name: String, _ function: @escaping @Sendable (Double) -> Bool
    ) -> StandardFunction {
        StandardFunction(
            name, [.global([.double], .bool)],
            .unary { value, _ throws(CELError) in
                guard case .double(let number) = value else { return nil }
                return .bool(function(number))
            })
    }

    private static func abs(_ value: CELValue, _ frame: inout Frame) throws(CELError) -> CELValue? {
        switch value {
        case .int(let number):
            guard number != .min else { throw CELError(.overflow, "integer overflow in math.abs(\(number))") }
            return .int(number < 0 ? -number : number)
        case .uint: return value
        case .double(let number): return .double(number.magnitude)
        default: return nil
        }
    }

    private static func sign(_ value: CELValue, _ frame: inout Frame) throws(CELError) -> CELValue? {
        switch value {
        case .int(let number): return .int(number.signum())
        case .uint(let number): return .uint(number == 0 ? 0 : 1)
        case .double(let number): return .double(number > 0 ? 1 : number < 0 ? -1 : number)
        default: return nil
        }
    }

    private static func squareRoot(_ value: CELValue, _ frame: inout Frame) throws(CELError) -> CELValue? {
        switch value {
        case .int(let number): return .double(Double(number).squareRoot())
        case .uint(let number): return .double(Double(number).squareRoot())
        case .double(let number): return .double(number.squareRoot())
        default: return nil
        }
    }

    private static func bits(
        _ name: String, _ signed: @escaping @Sendable (Int64, Int64) -> Int64,
        _ unsigned: @escaping @Sendable (UInt64, UInt64) -> UInt64
    ) -> StandardFunction {
        StandardFunction(
            name, [.int, .uint].map { .global([$0, $0], $0) },
            .binary { left, right, _ throws(CELError) in
                switch (left, right) {
                case (.int(let left), .int(let right)): return .int(signed(left, right))
                case (.uint(let left), .uint(let right)): return .uint(unsigned(left, right))
                default: return nil
                }
            })
    }

    private static func bitNot(_ value: CELValue, _ frame: inout Frame) throws(CELError) -> CELValue? {
        switch value {
        case .int(let number): return .int(~number)
        case .uint(let number): return .uint(~number)
        default: return nil
        }
    }

    /// Shifts the bits without regard to the sign; by 64 or more nothing is left.
    private static func shift(
        _ name: String, _ function: @escaping @Sendable (UInt64, Int64) -> UInt64
    ) -> StandardFunction {
        StandardFunction(
            name, [.int, .uint].map { .global([$0, .int], $0) },
            .binary { value, offset, _ throws(CELError) in
                guard case .int(let offset) = offset else { return nil }
                guard offset >= 0 else { throw CELError(.invalidArgument, "\(name): negative offset \(offset)") }
                switch value {
                case .int(let number): return .int(Int64(bitPattern: function(UInt64(bitPattern: number), offset)))
                case .uint(let number): return .uint(function(number, offset))
                default: return nil
                }
            })
    }
}
