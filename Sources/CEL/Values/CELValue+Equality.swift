extension CELValue: Equatable {
    /// Whether both are equal as CEL has it.
    public static func == (left: CELValue, right: CELValue) -> Bool {
        switch (left, right) {
        case (.string(let left), .string(let right)): left.hasSameScalars(as: right)
        case (.int(let left), .int(let right)): left == right
        case (.bool(let left), .bool(let right)): left == right
        case (.null, .null): true
        case (.list(let left), .list(let right)): equal(left, right)
        case (.map(let left), .map(let right)): equal(left, right)
        case (.bytes(let left), .bytes(let right)): left == right
        case (.timestamp(let left), .timestamp(let right)): left == right
        case (.duration(let left), .duration(let right)): left == right
        case (.type(let left), .type(let right)): left == right
        case (.optional(let left), .optional(let right)): left == right
        default: NumberOrder.compare(left, right) == .equal
        }
    }

    private static func equal(_ left: CELList, _ right: CELList) -> Bool {
        guard left.count == right.count else { return false }
        for index in 0..<left.count where left[index] != right[index] { return false }
        return true
    }

    private static func equal(_ left: CELMap, _ right: CELMap) -> Bool {
        guard left.count == right.count else { return false }
        for (key, value) in left {
            guard let other = right[key], value == other else { return false }
        }
        return true
    }
}

/// The order of numbers by value, whatever their types; an integer is rounded to a double to compare it with one, as
/// the conformance cases of CEL have it.
enum NumberOrder {
    case less
    case equal
    case greater
    /// One of them is NaN.
    case none

    /// The order of two numbers; nil when one is no number.
    static func compare(_ left: CELValue, _ right: CELValue) -> NumberOrder? {
        switch (left, right) {
        case (.int(let left), .int(let right)): of(left, right)
        case (.uint(let left), .uint(let right)): of(left, right)
        case (.double(let left), .double(let right)): of(left, right)
        case (.int(let left), .uint(let right)): left < 0 ? .less : of(UInt64(left), right)
        case (.uint(let left), .int(let right)): right < 0 ? .greater : of(left, UInt64(right))
        case (.int(let left), .double(let right)): of(Double(left), right)
        case (.double(let left), .int(let right)): of(left, Double(right))
        case (.uint(let left), .double(let right)): of(Double(left), right)
        case (.double(let left), .uint(let right)): of(left, Double(right))
        default: nil
        }
    }

    private static func of<Number: Comparable>(_ left: Number, _ right: Number) -> NumberOrder {
        left < right ? .less : left == right ? .equal : left > right ? .greater : .none
    }
}
