/// Something that a condition says of an access.
///
/// Conditions that say something are sizes, `has`, `in`, `hasValue`, and what an optional's own value meets but not the
/// one given in its place: `a[?0].?b.orValue(false)`, `a.?b.orValue(0) > 3`, `a.?b.orValue(null) != null`.
enum GuardFact: Hashable {
    /// The list has more elements than this number.
    case longer(String, Int64)
    /// The access of this text works.
    case present(String)

    /// What is known where a condition holds, or does not.
    static func facts(of node: Node, isTrue: Bool) -> [GuardFact] {
        switch node.kind {
        case .logical(let isAnd, let operands) where isAnd == isTrue:
            return operands.flatMap { facts(of: $0, isTrue: isTrue) }
        case .unary(.not, let operand): return facts(of: operand, isTrue: !isTrue)
        case .has(let operand, let field) where isTrue:
            return text(of: operand).map { [.present("\($0).\(field.text)")] + presence(of: operand) } ?? []
        case .memberCall(let operand, let name, let arguments) where name.text == "hasValue" && arguments.isEmpty:
            return isTrue ? presence(of: operand) : []
        case .memberCall:
            guard let (operand, fallback) = fallback(of: node), case .literal(.bool(!isTrue)) = fallback.kind else {
                return []
            }
            return presence(of: operand)
        case .binary(.contains, let key, let container) where isTrue:
            guard case .literal(.string(let key)) = key.kind, let base = text(of: container) else { return [] }
            return [.present("\(base).\(key)")]
        case .binary(let binaryOperator, let left, let right):
            return comparison(binaryOperator, left, right, isTrue)
                ?? comparison(binaryOperator.mirrored, right, left, isTrue) ?? []
        default: return []
        }
    }

    private static func comparison(
        _ binaryOperator: BinaryOperator, _ left: Node, _ right: Node, _ isTrue: Bool
    ) -> [GuardFact]? {
        sizeFacts(binaryOperator, left, right, isTrue) ?? fallbackFacts(binaryOperator, left, right, isTrue)
    }

    // MARK: Presence

    /// `a.?b.hasValue()` says that `a.b` is there, `a[?0].?b.hasValue()` that `a[0]` is there too.
    private static func presence(of node: Node) -> [GuardFact] {
        guard let text = text(of: node) else { return [] }
        switch node.kind {
        case .select(let operand, _, _), .index(let operand, _, _): return [.present(text)] + presence(of: operand)
        default: return []
        }
    }

    /// The optional and the value in its place, of `a.?b.orValue(c)`.
    private static func fallback(of node: Node) -> (operand: Node, fallback: Node)? {
        guard case .memberCall(let operand, let name, let arguments) = node.kind, name.text == "orValue",
            arguments.count == 1
        else { return nil }
        return (operand, arguments[0])
    }

    /// What a comparison says that the value in the place of an absent one does not meet.
    private static func fallbackFacts(
        _ binaryOperator: BinaryOperator, _ left: Node, _ right: Node, _ isTrue: Bool
    ) -> [GuardFact]? {
        guard let (operand, fallback) = fallback(of: left), case .literal(let instead) = fallback.kind,
            case .literal(let other) = right.kind
        else { return nil }
        let order = Comparison.order(instead, other)
        let isTrueInstead: Bool
        switch binaryOperator {
        case .equal: isTrueInstead = instead == other
        case .notEqual: isTrueInstead = instead != other
        case .less: isTrueInstead = order == .less
        case .lessOrEqual: isTrueInstead = order == .less || order == .equal
        case .greater: isTrueInstead = order == .greater
        case .greaterOrEqual: isTrueInstead = order == .greater || order == .equal
        default: return nil
        }
        return isTrueInstead == isTrue ? [] : presence(of: operand)
    }

    /// What a comparison of a size with a number says.
    private static func sizeFacts(
        _ binaryOperator: BinaryOperator, _ left: Node, _ right: Node, _ isTrue: Bool
    ) -> [GuardFact]? {
        guard case .literal(.int(let number)) = right.kind, let list = sized(left) else { return nil }
        switch (binaryOperator, isTrue) {
        case (.greater, true), (.lessOrEqual, false): return [.longer(list, number)]
        case (.greaterOrEqual, true), (.less, false), (.equal, true), (.notEqual, false):
            return [.longer(list, number - 1)]
        case (.notEqual, true), (.equal, false): return number == 0 ? [.longer(list, 0)] : []
        default: return []
        }
    }

    /// The list whose size a node is; `a.?b.orValue([])` has the size of `a.b` where it has any.
    private static func sized(_ node: Node) -> String? {
        let list: Node
        switch node.kind {
        case .call(let name, let arguments) where name.text == "size" && arguments.count == 1: list = arguments[0]
        case .memberCall(let target, let name, let arguments) where name.text == "size" && arguments.isEmpty:
            list = target
        default: return nil
        }
        if let (operand, fallback) = fallback(of: list), case .list(let elements) = fallback.kind, elements.isEmpty {
            return text(of: operand)
        }
        return text(of: list)
    }

    /// One text for all ways of writing an access, `a.b`, `a['b']` and `a.?b`; nil for what is computed.
    static func text(of node: Node) -> String? {
        switch node.kind {
        case .identifier(let name, _): name
        case .select(let operand, let field, _): text(of: operand).map { "\($0).\(field.text)" }
        case .index(let operand, let index, _):
            switch index.kind {
            case .literal(.string(let key)): text(of: operand).map { "\($0).\(key)" }
            case .literal(.int(let place)): text(of: operand).map { "\($0)[\(place)]" }
            case .identifier(let name, _): text(of: operand).map { "\($0)[\(name)]" }
            default: nil
            }
        default: nil
        }
    }
}

extension BinaryOperator {
    /// The operator that says the same with its operands swapped.
    fileprivate var mirrored: BinaryOperator {
        switch self {
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        default: self
        }
    }
}
