extension StandardLibrary {
    private static let element = CELType.parameter("A")
    private static let list = CELType.list(.parameter("A"))

    /// The lists and sets extensions.
    static let lists: [StandardFunction] = [
        StandardFunction("slice", [.member([list, .int, .int], list)], .variadic(slice)),
        StandardFunction("first", [.member([list], .optional(element))], .unary(first)),
        StandardFunction("last", [.member([list], .optional(element))], .unary(last)),
        StandardFunction("distinct", [.member([list], list)], .unary(distinct)),
        StandardFunction("sort", [.member([list], list)], .unary(sort)),
        StandardFunction("flatten", [.member([.list(list)], list)], .unary(flattenOnce)),
        StandardFunction("flatten", [.member([.list(.dyn), .int], .list(.dyn))], .binary(flatten)),
        StandardFunction("lists.range", [.global([.int], .list(.int))], .unary(range)),
        StandardFunction("sets.contains", [.global([list, list], .bool)], .binary(setContains)),
        StandardFunction(
            "sets.equivalent", [.global([list, list], .bool)],
            .binary { left, right, frame throws(CELError) in
                guard let first = try setContains(left, right, &frame), first == true else { return false }
                return try setContains(right, left, &frame)
            }),
        StandardFunction("sets.intersects", [.global([list, list], .bool)], .binary(setIntersects)),
    ]

    private static func slice(_ arguments: [CELValue], _ frame: inout Frame) throws(CELError) -> CELValue? {
        guard case .list(let list) = arguments[0], case .int(let start) = arguments[1],
            case .int(let end) = arguments[2]
        else { return nil }
        guard start >= 0, start <= end, end <= list.count else {
            throw CELError(.indexOutOfRange, "slice(\(start), \(end)) is outside the list of \(list.count)")
        }
        try frame.buildElements(Int(end - start))
        return .list(CELList((Int(start)..<Int(end)).map { list[$0] }))
    }

    private static func first(_ value: CELValue, _ frame: inout Frame) throws(CELError) -> CELValue? {
        guard case .list(let list) = value else { return nil }
        return .optional(list.first)
    }

    private static func last(_ value: CELValue, _ frame: inout Frame) throws(CELError) -> CELValue? {
        guard case .list(let list) = value else { return nil }
        return .optional(list.last)
    }

    private static func distinct(_ value: CELValue, _ frame: inout Frame) throws(CELError) -> CELValue? {
        guard case .list(let list) = value else { return nil }
        try frame.buildElements(list.count)
        try frame.charge(list.count)
        var keys: Set<CELMapKey> = []
        var others: [CELValue] = []
        var result: [CELValue] = []
        for element in list {
            if let key = CELMapKey(lookingUp: element) {
                guard keys.insert(key).inserted else { continue }
            } else {
                guard try !Comparison.contains(CELList(others), element, &frame) else { continue }
                others.append(element)
            }
            result.append(element)
        }
        return .list(CELList(result))
    }

    private static func sort(_ value: CELValue, _ frame: inout Frame) throws(CELError) -> CELValue? {
        guard case .list(let list) = value else { return nil }
        try frame.buildElements(list.count)
        try frame.charge(list.count * (Int.bitWidth - list.count.leadingZeroBitCount))
        for element in list {
            try frame.chargeReading(Comparison.size(element) * 16)
            guard let first = list.first, Comparison.order(first, element) != nil else {
                throw CELError(.noSuchOverload, "sort takes elements of one type that has an order")
            }
        }
        return .list(CELList(list.sorted { Comparison.order($0, $1) == .less }))
    }

    private static func flattenOnce(_ value: CELValue, _ frame: inout Frame) throws(CELError) -> CELValue? {
        try flatten(value, .int(1), &frame)
    }

    private static func flatten(
        _ value: CELValue, _ depth: CELValue, _ frame: inout Frame
    ) throws(CELError) -> CELValue? {
        guard case .list(let list) = value, case .int(let depth) = depth else { return nil }
        guard depth >= 0 else { throw CELError(.invalidArgument, "flatten takes a depth of 0 or more") }
        var result: [CELValue] = []
        try flatten(list, min(depth, 500), into: &result, &frame)
        return .list(CELList(result))
    }

    private static func flatten(
        _ list: CELList, _ depth: Int64, into result: inout [CELValue], _ frame: inout Frame
    ) throws(CELError) {
        try frame.buildElements(list.count)
        try frame.charge(list.count)
        for element in list {
            if depth > 0, case .list(let inner) = element {
                try flatten(inner, depth - 1, into: &result, &frame)
            } else {
                result.append(element)
            }
        }
    }

    private static func range(_ value: CELValue, _ frame: inout Frame) throws(CELError) -> CELValue? {
        guard case .int(let count) = value else { return nil }
        guard count >= 0 else { throw CELError(.invalidArgument, "lists.range takes a number of 0 or more") }
        try frame.buildElements(Int(clamping: count))
        return .list(CELList((0..<count).map(CELValue.int)))
    }

    private static func setContains(
        _ set: CELValue, _ part: CELValue, _ frame: inout Frame
    ) throws(CELError) -> CELValue? {
        guard case .list(let set) = set, case .list(let part) = part else { return nil }
        for element in part {
            try frame.charge(1)
            guard try Comparison.contains(set, element, &frame) else { return .bool(false) }
        }
        return .bool(true)
    }

    private static func setIntersects(
        _ left: CELValue, _ right: CELValue, _ frame: inout Frame
    ) throws(CELError) -> CELValue? {
        guard case .list(let left) = left, case .list(let right) = right else { return nil }
        for element in right {
            try frame.charge(1)
            if try Comparison.contains(left, element, &frame) { return .bool(true) }
        }
        return .bool(false)
    }
}
