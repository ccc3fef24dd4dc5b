/// `a && b && …` and `a || b || …`: whatever the order, one operand that decides hides the failures of the others.
final class LogicCode: Code {
    private let operands: [any Code]
    /// The value that decides: false for `&&`, true for `||`.
    private let decisive: Bool
    private let site: Site

    init(isAnd: Bool, operands: [any Code], site: Site) {
        self.operands = operands
        decisive = !isAnd
        self.site = site
    }

    func run(_ frame: inout Frame) throws(CELError) -> CELValue {
        var failure: CELError?
        for operand in operands {
            do throws(CELError) {
                let value = try operand.run(&frame)
                if case .bool(let truth) = value {
                    if truth == decisive { return .bool(decisive) }
                } else if failure == nil {
                    failure = site.noOverload("\(value.typeName) as operand of '\(decisive ? "||" : "&&")'")
                }
            } catch {
                guard error.code != .limitExceeded else { throw error }
                if failure == nil { failure = error }
            }
        }
        if let failure { throw failure }
        return .bool(!decisive)
    }
}

/// `!a`.
final class NotCode: Code {
    private let operand: any Code
    private let site: Site

    init(operand: any Code, site: Site) {
        self.operand = operand
        self.site = site
    }

    func run(_ frame: inout Frame) throws(CELError) -> CELValue {
        let value = try operand.run(&frame)
        guard case .bool(let truth) = value else { throw site.noOverload("!\(value.typeName)") }
        return .bool(!truth)
    }
}

/// `a ? b : c`.
final class ConditionalCode: Code {
    private let condition: any Code
    private let yes: any Code
    private let no: any Code
    private let site: Site

    init(condition: any Code, yes: any Code, no: any Code, site: Site) {
        self.condition = condition
        self.yes = yes
        self.no = no
        self.site = site
    }

    func run(_ frame: inout Frame) throws(CELError) -> CELValue {
        let value = try condition.run(&frame)
        guard case .bool(let truth) = value else { throw site.noOverload("\(value.typeName) ? … : …") }
        return truth ? try yes.run(&frame) : try no.run(&frame)
    }
}

/// `a.or(b)` and `a.orValue(b)`, which evaluate `b` only if `a` is absent.
final class OrElseCode: Code {
    private let operand: any Code
    private let other: any Code
    private let unwraps: Bool
    private let site: Site

    init(operand: any Code, other: any Code, unwraps: Bool, site: Site) {
        self.operand = operand
        self.other = other
        self.unwraps = unwraps
        self.site = site
    }

    func run(_ frame: inout Frame) throws(CELError) -> CELValue {
        let value = try operand.run(&frame)
        let name = unwraps ? "orValue" : "or"
        guard case .optional(let inner) = value else { throw site.noOverload("\(value.typeName).\(name)(…)") }
        if let inner { return unwraps ? inner : value }
        let other = try other.run(&frame)
        guard !unwraps else { return other }
        guard case .optional = other else { throw site.noOverload("optional_type.or(\(other.typeName))") }
        return other
    }
}
