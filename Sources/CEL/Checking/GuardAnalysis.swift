/// Finds indexes and selections that nothing around them guards.
///
/// What a condition says is known where it holds: after it in `&&`, in the first result of `?`, and where it does not
/// hold for `||` and the second result. Conditions that say something are sizes, `has`, `in` and `hasValue`.
struct GuardAnalysis {
    private enum Fact: Hashable {
        /// The list has more elements than this number.
        case longer(String, Int64)
        /// The access of this text works.
        case present(String)
    }

    private let source: SourceText
    private let types: [CELType]
    private(set) var found: [CELUnguardedAccess] = []
    private var facts: [Fact] = []

    init(source: SourceText, types: [CELType]) {
        self.source = source
        self.types = types
    }

    /// Takes an expression for true; it may come from another text.
    mutating func assume(_ node: Node) { facts += Self.facts(of: node, isTrue: true) }

    mutating func visit(_ node: Node) {
        switch node.kind {
        case .logical(let isAnd, let operands):
            let count = facts.count
            for operand in operands {
                visit(operand)
                facts += Self.facts(of: operand, isTrue: isAnd)
            }
            facts.removeLast(facts.count - count)
        case .conditional(let condition, let yes, let no):
            visit(condition)
            within(Self.facts(of: condition, isTrue: true)) { $0.visit(yes) }
            within(Self.facts(of: condition, isTrue: false)) { $0.visit(no) }
        case .has(let operand, _): visit(operand)
        case .index(let operand, let index, let isOptional):
            visit(operand)
            visit(index)
            if !isOptional { note(index: index, of: operand, node) }
        case .select(let operand, let field, let isOptional):
            visit(operand)
            if !isOptional { note(field: field, of: operand, node) }
        case .comprehension(let comprehension): visit(comprehension)
        default:
            var children: [Node] = []
            node.forEachChild { children.append($0) }
            for child in children { visit(child) }
        }
    }

    private mutating func visit(_ comprehension: Comprehension) {
        visit(comprehension.range)
        var known: [Fact] = []
        if let filter = comprehension.filter {
            visit(filter)
            known = Self.facts(of: filter, isTrue: true)
        }
        within(known) { $0.visit(comprehension.body) }
    }

    private mutating func within(_ known: [Fact], _ body: (inout GuardAnalysis) -> Void) {
        facts += known
        body(&self)
        facts.removeLast(known.count)
    }

    // MARK: Findings

    private func type(of node: Node) -> CELType { node.id < types.count ? types[node.id] : .dyn }

    private mutating func note(index: Node, of operand: Node, _ node: Node) {
        if case .literal(.int(let place)) = index.kind, Self.isLiteral(operand, longerThan: place) { return }
        guard let text = Self.text(of: node), let base = Self.text(of: operand) else {
            return note(.index, "an index of a computed value may be absent; write [?…]", node)
        }
        if case .optional = type(of: operand) { return }
        if facts.contains(.present(text)) { return }
        let written = source.text(operand.range) + "[?" + source.text(index.range) + "]"
        switch index.kind {
        case .literal(.int(let place)):
            let isGuarded = facts.contains { fact in
                if case .longer(base, let count) = fact { count >= place } else { false }
            }
            guard !isGuarded else { return }
            note(.index, "guard it with size(\(source.text(operand.range))) > \(place), or write \(written)", node)
        case .literal(.string(let key)):
            if case .object(let object) = type(of: operand), object.fields[key] != nil,
                !object.optionalFields.contains(key)
            {
                return
            }
            note(.key, "guard it with '\(key)' in \(source.text(operand.range)), or write \(written)", node)
        default: note(.index, "write \(written)", node)
        }
    }

    private mutating func note(field: Node.Name, of operand: Node, _ node: Node) {
        guard case .object(let object) = type(of: operand) else { return }
        let isOptional = object.fields[field.text] == nil || object.optionalFields.contains(field.text)
        guard isOptional, object.fields[field.text] != nil || object.isOpen else { return }
        if let text = Self.text(of: node), facts.contains(.present(text)) { return }
        let base = source.text(operand.range)
        note(.field, "guard it with has(\(base).\(field.text)), or write \(base).?\(field.text)", node)
    }

    private mutating func note(_ kind: CELUnguardedAccess.Kind, _ hint: String, _ node: Node) {
        found.append(
            CELUnguardedAccess(
                kind: kind, text: source.text(node.range), hint: hint, span: source.span(node.range)))
    }

    private static func isLiteral(_ node: Node, longerThan place: Int64) -> Bool {
        guard case .list(let elements) = node.kind else { return false }
        return place >= 0 && elements.count > place && !elements.contains { $0.isOptional }
    }

    // MARK: Facts

    private static func facts(of node: Node, isTrue: Bool) -> [Fact] {
        switch node.kind {
        case .logical(let isAnd, let operands) where isAnd == isTrue:
            return operands.flatMap { facts(of: $0, isTrue: isTrue) }
        case .unary(.not, let operand): return facts(of: operand, isTrue: !isTrue)
        case .has(let operand, let field) where isTrue:
            return text(of: operand).map { [.present("\($0).\(field.text)")] } ?? []
        case .memberCall(let operand, let name, let arguments) where name.text == "hasValue" && arguments.isEmpty:
            return isTrue ? presence(of: operand) : []
        case .binary(.contains, let key, let container) where isTrue:
            guard case .literal(.string(let key)) = key.kind, let base = text(of: container) else { return [] }
            return [.present("\(base).\(key)")]
        case .binary(let binaryOperator, let left, let right):
            return sizeFacts(binaryOperator, left, right, isTrue) ?? sizeFacts(
                binaryOperator.mirrored, right, left, isTrue) ?? []
        default: return []
        }
    }

    /// `a.?b.hasValue()` says that `a.b` is there, `a[?0].hasValue()` that `a[0]` is.
    private static func presence(of node: Node) -> [Fact] {
        text(of: node).map { [.present($0)] } ?? []
    }

    /// What a comparison of a size with a number says.
    private static func sizeFacts(
        _ binaryOperator: BinaryOperator, _ left: Node, _ right: Node, _ isTrue: Bool
    ) -> [Fact]? {
        guard case .literal(.int(let number)) = right.kind, let list = sized(left) else { return nil }
        switch (binaryOperator, isTrue) {
        case (.greater, true), (.lessOrEqual, false): return [.longer(list, number)]
        case (.greaterOrEqual, true), (.less, false), (.equal, true), (.notEqual, false):
            return [.longer(list, number - 1)]
        case (.notEqual, true), (.equal, false): return number == 0 ? [.longer(list, 0)] : []
        default: return []
        }
    }

    /// The list whose size a node is.
    private static func sized(_ node: Node) -> String? {
        switch node.kind {
        case .call(let name, let arguments) where name.text == "size" && arguments.count == 1:
            text(of: arguments[0])
        case .memberCall(let target, let name, let arguments) where name.text == "size" && arguments.isEmpty:
            text(of: target)
        default: nil
        }
    }

    /// One text for all ways of writing an access, `a.b`, `a['b']` and `a.?b`; nil for what is computed.
    private static func text(of node: Node) -> String? {
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
