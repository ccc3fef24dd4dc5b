/// Compares values within the bounds of an evaluation.
enum Comparison {
    static func equal(_ left: CELValue, _ right: CELValue, _ frame: inout Frame) throws(CELError) -> Bool {
        switch (left, right) {
        case (.string(let left), .string(let right)):
            try frame.chargeReading(left.utf8.count)
            return left.hasSameScalars(as: right)
        case (.list(let left), .list(let right)):
            guard left.count == right.count else { return false }
            try frame.charge(left.count)
            for index in 0..<left.count {
                guard try equal(left[index], right[index], &frame) else { return false }
            }
            return true
        case (.map(let left), .map(let right)):
            guard left.count == right.count else { return false }
            try frame.charge(left.count * 2)
            for (key, value) in left {
                guard let other = right[key], try equal(value, other, &frame) else { return false }
            }
            return true
        case (.optional(let left?), .optional(let right?)): return try equal(left, right, &frame)
        default:
            try frame.chargeReading(size(left))
            return left == right
        }
    }

    static func contains(_ list: CELList, _ element: CELValue, _ frame: inout Frame) throws(CELError) -> Bool {
        try frame.charge(1 + list.count / 2)
        switch list.storage {
        case .values(let values):
            for value in values where try equal(value, element, &frame) { return true }
        case .json:
            for index in 0..<list.count where try equal(list[index], element, &frame) { return true }
        }
        return false
    }

    /// The bytes that a comparison of the value may read, not counting what it contains.
    static func size(_ value: CELValue) -> Int {
        switch value {
        case .string(let text): text.utf8.count
        case .bytes(let bytes): bytes.count
        default: 0
        }
    }

    /// The order of values of one kind, or of numbers; nil when there is none.
    static func order(_ left: CELValue, _ right: CELValue) -> NumberOrder? {
        switch (left, right) {
        case (.string(let left), .string(let right)): order(left.utf8, right.utf8)
        case (.bytes(let left), .bytes(let right)): order(left, right)
        case (.bool(let left), .bool(let right)): left == right ? .equal : right ? .less : .greater
        case (.timestamp(let left), .timestamp(let right)): left < right ? .less : left == right ? .equal : .greater
        case (.duration(let left), .duration(let right)): left < right ? .less : left == right ? .equal : .greater
        default: NumberOrder.compare(left, right)
        }
    }

    // UTF-8 sorts as the code points do.
    private static func order<Bytes: Sequence<UInt8>>(_ left: Bytes, _ right: Bytes) -> NumberOrder {
        var (left, right) = (left.makeIterator(), right.makeIterator())
        while true {
            switch (left.next(), right.next()) {
            case (nil, nil): return .equal
            case (nil, _): return .less
            case (_, nil): return .greater
            case (let one?, let other?) where one != other: return one < other ? .less : .greater
            default: continue
            }
        }
    }
}
