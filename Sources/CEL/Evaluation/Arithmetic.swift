/// The arithmetic operators; every integer result that leaves its range is an error.
enum Arithmetic {
    static func apply(
        _ binaryOperator: BinaryOperator, _ left: CELValue, _ right: CELValue, _ frame: inout Frame, _ site: Site
    ) throws(CELError) -> CELValue {
        do throws(CELError) {
            if let result = try apply(binaryOperator, left, right, &frame) { return result }
        } catch { throw site.located(error) }
        throw site.noOverload("\(left.typeName) \(binaryOperator.rawValue) \(right.typeName)")
    }

    /// The result; nil when the operator does not take these types.
    private static func apply(
        _ binaryOperator: BinaryOperator, _ left: CELValue, _ right: CELValue, _ frame: inout Frame
    ) throws(CELError) -> CELValue? {
        switch (left, right) {
        case (.int(let left), .int(let right)): return try integer(binaryOperator, left, right).map(CELValue.int)
        case (.uint(let left), .uint(let right)): return try integer(binaryOperator, left, right).map(CELValue.uint)
        case (.double(let left), .double(let right)): return double(binaryOperator, left, right)
        default: break
        }
        switch binaryOperator {
        case .add: return try add(left, right, &frame)
        case .subtract: return try subtract(left, right)
        default: return nil
        }
    }

    private static func integer<Integer: FixedWidthInteger>(
        _ binaryOperator: BinaryOperator, _ left: Integer, _ right: Integer
    ) throws(CELError) -> Integer? {
        let result: (partialValue: Integer, overflow: Bool)
        switch binaryOperator {
        case .add: result = left.addingReportingOverflow(right)
        case .subtract: result = left.subtractingReportingOverflow(right)
        case .multiply: result = left.multipliedReportingOverflow(by: right)
        case .divide:
            guard right != 0 else { throw CELError(.divideByZero, "division by zero") }
            result = left.dividedReportingOverflow(by: right)
        case .modulo:
            guard right != 0 else { throw CELError(.divideByZero, "modulus by zero") }
            result = left.remainderReportingOverflow(dividingBy: right)
        default: return nil
        }
        guard !result.overflow else {
            throw CELError(.overflow, "integer overflow in \(left) \(binaryOperator.rawValue) \(right)")
        }
        return result.partialValue
    }

    private static func double(_ binaryOperator: BinaryOperator, _ left: Double, _ right: Double) -> CELValue? {
        switch binaryOperator {
        case .add: .double(left + right)
        case .subtract: .double(left - right)
        case .multiply: .double(left * right)
        case .divide: .double(left / right)
        default: nil
        }
    }

    private static func add(
        _ left: CELValue, _ right: CELValue, _ frame: inout Frame
    ) throws(CELError) -> CELValue? {
        switch (left, right) {
        case (.string(let left), .string(let right)):
            let size = left.utf8.count + right.utf8.count
            try frame.build(size)
            try frame.chargeReading(size)
            return .string(left + right)
        case (.bytes(let left), .bytes(let right)):
            try frame.build(left.count + right.count)
            try frame.chargeReading(left.count + right.count)
            return .bytes(left + right)
        case (.list(let left), .list(let right)):
            if left.isEmpty { return .list(right) }
            if right.isEmpty { return .list(left) }
            try frame.buildElements(left.count + right.count)
            return .list(CELList(Array(left) + Array(right)))
        case (.timestamp(let moment), .duration(let duration)), (.duration(let duration), .timestamp(let moment)):
            return .timestamp(try inRange(moment.adding(duration)))
        case (.duration(let left), .duration(let right)):
            let (sum, overflow) = left.nanoseconds.addingReportingOverflow(right.nanoseconds)
            return .duration(try inRange(overflow ? nil : CELDuration(nanoseconds: sum)))
        default: return nil
        }
    }

    private static func subtract(_ left: CELValue, _ right: CELValue) throws(CELError) -> CELValue? {
        switch (left, right) {
        case (.timestamp(let left), .timestamp(let right)): return .duration(try inRange(left.since(right)))
        case (.timestamp(let moment), .duration(let duration)):
            guard duration.nanoseconds != .min else { return .timestamp(try inRange(nil)) }
            return .timestamp(try inRange(moment.adding(CELDuration(nanoseconds: -duration.nanoseconds))))
        case (.duration(let left), .duration(let right)):
            let (difference, overflow) = left.nanoseconds.subtractingReportingOverflow(right.nanoseconds)
            return .duration(try inRange(overflow ? nil : CELDuration(nanoseconds: difference)))
        default: return nil
        }
    }

    private static func inRange(_ value: CELTimestamp?) throws(CELError) -> CELTimestamp {
        guard let value else { throw CELError(.overflow, "timestamp out of range: the years are 1 to 9999") }
        return value
    }

    private static func inRange(_ value: CELDuration?) throws(CELError) -> CELDuration {
        guard let value else { throw CELError(.overflow, "duration out of range: it is longer than 292 years") }
        return value
    }
}
