/// Finds indexes and selections that nothing around them guards.
///
/// What a condition says is known where it holds: after it in `&&`, in the first result of `?`, and where it does not
/// hold for `||` and the second result. `GuardFact` tells which conditions say something.
struct GuardAnalysis {
    private let source: SourceText
    private let types: [CELType]
    private(set) var found: [CELUnguardedAccess] = []
    private var facts: [GuardFact] = []

    init(source: SourceText, types: [CELType]) {
        self.source = source
        self.types = types
    }

    /// Takes an expression for true; it may come from another text.
    mutating func assume(_ node: Node) { facts += GuardFact.facts(of: node, isTrue: true) }

    mutating func visit(_ node: Node) {
        switch node.kind {
        case .logical(let isAnd, let operands):
            let count = facts.count
            for operand in operands {
                visit(operand)
                facts += GuardFact.facts(of: operand, isTrue: isAnd)
            }
            facts.removeLast(facts.count - count)
        case .conditional(let condition, let yes, let no):
            visit(condition)
            within(GuardFact.facts(of: condition, isTrue: true)) { $0.visit(yes) }
            within(GuardFact.facts(of: condition, isTrue: false)) { $0.visit(no) }
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
        var known: [GuardFact] = []
        if let filter = comprehension.filter {
            visit(filter)
            known = GuardFact.facts(of: filter, isTrue: true)
        }
        within(known) { $0.visit(comprehension.body) }
    }

    private mutating func within(_ known: [GuardFact], _ body: (inout GuardAnalysis) -> Void) {
        facts += known
        body(&self)
        facts.removeLast(known.count)
    }

    // MARK: Findings

    private func type(of node: Node) -> CELType { node.id < types.count ? types[node.id] : .dyn }

    private mutating func note(index: Node, of operand: Node, _ node: Node) {
        if case .literal(.int(let place)) = index.kind, Self.isLiteral(operand, longerThan: place) { return }
        guard let text = GuardFact.text(of: node), let base = GuardFact.text(of: operand) else {
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
        if let text = GuardFact.text(of: node), facts.contains(.present(text)) { return }
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
}
