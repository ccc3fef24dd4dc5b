/// `+`, `-`, `*`, `/`, `%`.
final class ArithmeticCode: Code {
    private let binaryOperator: BinaryOperator
    private let left: any Code
    private let right: any Code
    private let site: Site

    init(_ binaryOperator: BinaryOperator, left: any Code, right: any Code, site: Site) {
        self.binaryOperator = binaryOperator
        self.left = left
        self.right = right
        self.site = site
    }

    func run(_ frame: inout Frame) throws(CELError) -> CELValue {
        let left = try left.run(&frame)
        let right = try right.run(&frame)
        if case .int(let left) = left, case .int(let right) = right, let result = quick(left, right) {
            return .int(result)
        }
        return try Arithmetic.apply(binaryOperator, left, right, &frame, site)
    }

    /// The result where nothing special happens.
    @inline(__always)
    private func quick(_ left: Int64, _ right: Int64) -> Int64? {
        let (result, overflow) =
            switch binaryOperator {
            case .add: left.addingReportingOverflow(right)
            case .subtract: left.subtractingReportingOverflow(right)
            case .multiply: left.multipliedReportingOverflow(by: right)
            default: (partialValue: 0, overflow: true)
            }
        return overflow ? nil : result
    }
}

/// `a + b + c …`, which puts texts together without making one anew at every step.
final class SumCode: Code {
    private let first: any Code
    private let rest: [(code: any Code, site: Site)]

    init(first: any Code, rest: [(code: any Code, site: Site)]) {
        self.first = first
        self.rest = rest
    }

    func run(_ frame: inout Frame) throws(CELError) -> CELValue {
        var sum = try first.run(&frame)
        var text: String?
        for (code, site) in rest {
            let next = try code.run(&frame)
            if case .string(let part) = next, text != nil || sum.stringValue != nil {
                do throws(CELError) {
                    try frame.build(part.utf8.count + (text == nil ? sum.stringValue?.utf8.count ?? 0 : 0))
                    try frame.chargeReading(part.utf8.count)
                } catch { throw site.located(error) }
                if text == nil { text = sum.stringValue }
                text?.append(part)
            } else {
                if let gathered = text { sum = .string(gathered) }
                text = nil
                sum = try Arithmetic.apply(.add, sum, next, &frame, site)
            }
        }
        return text.map(CELValue.string) ?? sum
    }
}

/// `-a`.
final class NegateCode: Code {
    private let operand: any Code
    private let site: Site

    init(operand: any Code, site: Site) {
        self.operand = operand
        self.site = site
    }

    func run(_ frame: inout Frame) throws(CELError) -> CELValue {
        let value = try operand.run(&frame)
        switch value {
        case .int(let number):
            guard number != .min else { throw site.error(.overflow, "integer overflow in -(\(number))") }
            return .int(-number)
        case .double(let number): return .double(-number)
        case .duration(let duration):
            guard duration.nanoseconds != .min else { throw site.error(.overflow, "duration out of range") }
            return .duration(CELDuration(nanoseconds: -duration.nanoseconds))
        default: throw site.noOverload("-\(value.typeName)")
        }
    }
}
