extension Checker {
    mutating func requireBool(_ node: Node, _ what: String) {
        let type = infer(node)
        guard !unifier.fits(type, .bool) else { return }
        report(
            .noSuchOverload, "\(what) must be bool, found \(shown(type))", hint: Self.boolHint(for: type),
            at: node.range)
    }

    static func boolHint(for type: CELType) -> String? {
        switch type {
        case .list, .map, .string: "compare it: size(…) > 0"
        case .int, .uint, .double: "compare it: … != 0"
        case .optional: "write .hasValue() or .orValue(false)"
        default: nil
        }
    }

    mutating func unary(_ unaryOperator: UnaryOperator, _ operand: Node, _ node: Node) -> CELType {
        let type = infer(operand)
        switch unaryOperator {
        case .not:
            if unifier.fits(type, .bool) { return .bool }
        case .negate:
            if unifier.substitute(type) == .dyn { return .dyn }
            if type == .int || type == .double || type == .duration { return type }
            if unifier.fits(type, .int) { return .int }
        }
        report(
            .noSuchOverload, "no such overload: \(unaryOperator.rawValue)\(shown(type))",
            hint: unaryOperator == .not ? Self.boolHint(for: type) : nil, at: node.range)
        return unaryOperator == .not ? .bool : .dyn
    }

    mutating func logical(_ isAnd: Bool, _ operands: [Node]) -> CELType {
        for operand in operands { requireBool(operand, "an operand of '\(isAnd ? "&&" : "||")'") }
        return .bool
    }

    mutating func conditional(_ condition: Node, _ yes: Node, _ no: Node, _ node: Node) -> CELType {
        requireBool(condition, "the condition of '?'")
        let yesType = infer(yes)
        let noType = infer(no)
        if unifier.fits(yesType, noType) || unifier.fits(noType, yesType) { return unifier.join(yesType, noType) }
        // `null` as the other result is so common a wish that it needs no dyn().
        if yesType == .null || noType == .null { return .dyn }
        report(
            .noSuchOverload, "the results of '?' have different types: \(shown(yesType)) and \(shown(noType))",
            hint: "convert one, or wrap one in dyn()", at: node.range)
        return .dyn
    }

    mutating func list(_ elements: [Node.Element]) -> CELType {
        var joined: CELType?
        for element in elements {
            var type = infer(element.node)
            if element.isOptional { type = unwrapped(type, element.node) }
            joined = joined.map { unifier.join($0, type) } ?? type
        }
        return .list(joined ?? unifier.freshParameter())
    }

    mutating func map(_ entries: [Node.Entry]) -> CELType {
        var keys: CELType?
        var values: CELType?
        for entry in entries {
            let key = infer(entry.key)
            var value = infer(entry.value)
            if entry.isOptional { value = unwrapped(value, entry.value) }
            if ![.dyn, .bool, .int, .uint, .string].contains(unifier.substitute(key, unboundAsDyn: true)) {
                report(
                    .noSuchOverload, "a key of a map cannot be \(shown(key))",
                    hint: "keys are string, int, uint or bool", at: entry.key.range)
            }
            keys = keys.map { unifier.join($0, key) } ?? key
            values = values.map { unifier.join($0, value) } ?? value
        }
        return .map(keys ?? unifier.freshParameter(), values ?? unifier.freshParameter())
    }

    private mutating func unwrapped(_ type: CELType, _ node: Node) -> CELType {
        let value = unifier.freshParameter()
        guard unifier.fits(type, .optional(value)) else {
            report(
                .noSuchOverload, "'?' before an element needs an optional, found \(shown(type))",
                hint: "leave '?' out, or write optional.of(…)", at: node.range)
            return .dyn
        }
        return type == .dyn ? .dyn : unifier.substitute(value)
    }

    mutating func binary(_ binaryOperator: BinaryOperator, _ left: Node, _ right: Node, _ node: Node) -> CELType {
        let leftType = infer(left)
        let rightType = infer(right)
        let result: CELType?
        switch binaryOperator {
        case .equal, .notEqual: result = areComparable(leftType, rightType) ? .bool : nil
        case .contains: result = isIn(leftType, rightType) ? .bool : nil
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            result = areOrdered(leftType, rightType) ? .bool : nil
        default:
            let signatures = StandardLibrary.operators[binaryOperator] ?? []
            result = resolve(signatures, [leftType, rightType])
        }
        if let result { return result }
        report(
            .noSuchOverload, "no such overload: \(shown(leftType)) \(binaryOperator.rawValue) \(shown(rightType))",
            hint: hint(binaryOperator, (leftType, left), (rightType, right)), at: node.range)
        return [.equal, .notEqual, .contains, .less, .lessOrEqual, .greater, .greaterOrEqual].contains(binaryOperator)
            ? .bool : .dyn
    }

    private mutating func areComparable(_ left: CELType, _ right: CELType) -> Bool {
        if left.isNumeric && right.isNumeric || left == .null || right == .null { return true }
        return unifier.fits(left, right) || unifier.fits(right, left)
    }

    private mutating func areOrdered(_ left: CELType, _ right: CELType) -> Bool {
        if left.isNumeric && right.isNumeric { return true }
        let ordered: [CELType] = [.bool, .int, .uint, .double, .string, .bytes, .timestamp, .duration]
        let (left, right) = (unifier.substitute(left), unifier.substitute(right))
        if case .parameter = left { return unifier.fits(right, left) }
        if case .parameter = right { return unifier.fits(left, right) }
        switch (left, right) {
        case (.dyn, let other), (let other, .dyn): return other == .dyn || ordered.contains(other)
        default: return left == right && ordered.contains(left)
        }
    }

    private mutating func isIn(_ element: CELType, _ container: CELType) -> Bool {
        let container = unifier.substitute(container)
        switch container {
        case .dyn: return true
        case .parameter: return unifier.fits(container, .dyn)
        case .list(let other): return areComparable(element, unifier.substitute(other))
        case .map(let key, _): return areComparable(element, unifier.substitute(key))
        case .object: return unifier.fits(element, .string)
        default: return false
        }
    }

    private func hint(
        _ binaryOperator: BinaryOperator, _ left: (type: CELType, node: Node), _ right: (type: CELType, node: Node)
    ) -> String? {
        for (literal, other) in [(left, right), (right, left)] where other.type.isNumeric && literal.type.isNumeric {
            guard case .literal(.int(let value)) = literal.node.kind else { continue }
            return other.type == .double ? "write \(value).0" : "write \(value)u"
        }
        if left.type.isNumeric, right.type.isNumeric { return "convert one: int(…), uint(…) or double(…)" }
        for type in [left.type, right.type] {
            guard case .optional = type else { continue }
            return "take the value out of the optional: .orValue(…)"
        }
        if binaryOperator == .contains {
            return "'in' takes a list or a map on its right; write a.contains(b) for texts"
        }
        if binaryOperator == .add, left.type == .string || right.type == .string { return "convert one: string(…)" }
        if left.type == .string, right.type.isNumeric { return "convert one: int(…) or string(…)" }
        if right.type == .string, left.type.isNumeric { return "convert one: int(…) or string(…)" }
        return nil
    }
}
