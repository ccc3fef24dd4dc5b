/// Turns a syntax tree into code.
struct Compiler {
    let environment: CELEnvironment
    let source: SourceText
    let types: [CELType]?
    private(set) var locals: [(name: String, slot: Int)] = []
    private var references: [String: Int] = [:]
    private var variableSlots: [String: Int] = [:]
    private(set) var slotCount = 0

    init(_ environment: CELEnvironment, _ source: SourceText, types: [CELType]?) {
        self.environment = environment
        self.source = source
        self.types = types
    }

    func site(_ range: SourceRange) -> Site { Site(range: range, source: source) }

    private func coercion(_ node: Node) -> Coercion {
        guard let types, node.id < types.count else { return .none }
        if case .optional(let inner) = types[node.id] { return Coercion(inner) }
        return Coercion(types[node.id])
    }

    private mutating func newSlot() -> Int {
        slotCount += 1
        return slotCount - 1
    }

    private mutating func within<Result>(
        _ names: [(name: String, slot: Int)], _ body: (inout Compiler) -> Result
    ) -> Result {
        locals += names
        defer { locals.removeLast(names.count) }
        return body(&self)
    }

    /// Counts how often names stand in the text, or are reached in macros: what is read more than once is kept.
    mutating func countReferences(_ node: Node, weight: Int = 1) {
        if case .identifier(let name, _) = node.kind { references[name, default: 0] += weight }
        var weight = weight
        if case .comprehension = node.kind { weight = 2 }
        var children: [Node] = []
        node.forEachChild { children.append($0) }
        for child in children { countReferences(child, weight: weight) }
    }

    mutating func compile(_ node: Node) -> any Code {
        switch node.kind {
        case .literal(let value): return ConstantCode(value)
        case .identifier(let name, let isAbsolute): return identifier(node, name, isAbsolute)
        case .select: return select(node)
        case .has(let operand, let field):
            return HasCode(operand: compile(operand), field: field.text, site: site(node.range))
        case .index(let operand, let index, let isOptional):
            return IndexCode(
                operand: compile(operand), index: compile(index), isOptional: isOptional, coercion: coercion(node),
                site: site(node.range))
        case .call(let name, let arguments): return call(name.text, nil, arguments, node)
        case .memberCall(let target, let name, let arguments): return memberCall(target, name, arguments, node)
        case .unary(.not, let operand): return NotCode(operand: compile(operand), site: site(node.range))
        case .unary(.negate, let operand): return NegateCode(operand: compile(operand), site: site(node.range))
        case .binary(let binaryOperator, let left, let right): return binary(binaryOperator, left, right, node)
        case .logical(let isAnd, let operands):
            return LogicCode(isAnd: isAnd, operands: operands.map { compile($0) }, site: site(node.range))
        case .conditional(let condition, let yes, let no):
            return ConditionalCode(
                condition: compile(condition), yes: compile(yes), no: compile(no), site: site(condition.range))
        case .list(let elements): return list(elements, node)
        case .map(let entries): return map(entries, node)
        case .comprehension(let comprehension): return self.comprehension(comprehension, node)
        case .bind(let name, let value, let body):
            let value = compile(value)
            let slot = newSlot()
            return BindCode(slot: slot, value: value, body: within([(name.text, slot)]) { $0.compile(body) })
        case .optionalMap(let operand, let name, let body, let isFlat):
            let operand = compile(operand)
            let slot = newSlot()
            return OptionalMapCode(
                operand: operand, slot: slot, body: within([(name.text, slot)]) { $0.compile(body) }, isFlat: isFlat,
                site: site(node.range))
        }
    }

    // MARK: Names

    private mutating func identifier(_ node: Node, _ name: String, _ isAbsolute: Bool) -> any Code {
        if !isAbsolute, let local = locals.last(where: { $0.name == name }) {
            return LocalCode(slot: local.slot, coercion: coercion(node))
        }
        switch environment.resolve([name], isAbsolute: isAbsolute) {
        case .variable(let qualified): return variable([qualified], root: name, node)
        case .type(let type): return ConstantCode(.type(type))
        case nil: return variable(environment.candidates(for: name, isAbsolute: isAbsolute), root: name, node)
        }
    }

    private mutating func variable(_ names: [String], root: String, _ node: Node) -> any Code {
        var slot: Int?
        if references[root, default: 0] > 1, let key = names.first {
            slot = variableSlots[key] ?? newSlot()
            variableSlots[key] = slot
        }
        return VariableCode(names: names, slot: slot, coercion: coercion(node), site: site(node.range))
    }

    /// What a chain of selections stands for as a whole, if it is the name of a variable or type.
    private mutating func declared(_ node: Node) -> (any Code)? {
        guard let path = node.path, path.count > 1, let root = path.first else { return nil }
        let isAbsolute = node.startsAbsolute
        guard isAbsolute || !locals.contains(where: { $0.name == root }) else { return nil }
        switch environment.resolve(path, isAbsolute: isAbsolute) {
        case .variable(let name): return variable([name], root: root, node)
        case .type(let type): return ConstantCode(.type(type))
        case nil: return nil
        }
    }

    private mutating func select(_ node: Node) -> any Code {
        var fields: [String] = []
        var operand = node
        while case .select(let inner, let field, isOptional: false) = operand.kind {
            if let code = declared(operand) {
                return fields.isEmpty ? code : chain(code, fields, node)
            }
            fields.append(field.text)
            operand = inner
        }
        if fields.isEmpty, case .select(let inner, let field, isOptional: true) = operand.kind {
            return OptionalSelectCode(
                operand: compile(inner), field: field.text, coercion: coercion(node), site: site(node.range))
        }
        return chain(compile(operand), fields, node)
    }

    private func chain(_ operand: any Code, _ fields: [String], _ node: Node) -> any Code {
        SelectCode(operand: operand, fields: fields.reversed(), coercion: coercion(node), site: site(node.range))
    }

    // MARK: Operators

    /// A chain of three or more operands of `+`, or nil.
    private mutating func sum(_ node: Node) -> (any Code)? {
        var rest: [(node: Node, range: SourceRange)] = []
        var first = node
        while case .binary(.add, let left, let right) = first.kind {
            rest.append((right, first.range))
            first = left
        }
        guard rest.count > 1 else { return nil }
        let code = compile(first)
        return SumCode(first: code, rest: rest.reversed().map { (code: compile($0.node), site: site($0.range)) })
    }

    private mutating func binary(
        _ binaryOperator: BinaryOperator, _ left: Node, _ right: Node, _ node: Node
    ) -> any Code {
        if let code = sum(node) { return code }
        let (left, right, site) = (compile(left), compile(right), site(node.range))
        switch binaryOperator {
        case .equal, .notEqual:
            return EqualCode(left: left, right: right, isNegated: binaryOperator == .notEqual, site: site)
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            return OrderCode(binaryOperator, left: left, right: right, site: site)
        case .contains:
            if let constant = right as? ConstantCode, case .list(let list) = constant.value {
                let keys = list.compactMap { CELMapKey($0) }
                if keys.count == list.count { return InSetCode(element: left, keys: keys) }
            }
            return InCode(element: left, container: right, site: site)
        default: return ArithmeticCode(binaryOperator, left: left, right: right, site: site)
        }
    }

    private mutating func list(_ elements: [Node.Element], _ node: Node) -> any Code {
        let codes = elements.map { (code: compile($0.node), isOptional: $0.isOptional) }
        let constants = codes.compactMap { $0.isOptional ? nil : ($0.code as? ConstantCode)?.value }
        guard constants.count == codes.count else { return ListCode(elements: codes, site: site(node.range)) }
        return ConstantCode(.list(CELList(constants)))
    }

    private mutating func map(_ entries: [Node.Entry], _ node: Node) -> any Code {
        let codes = entries.map { entry in
            MapCode.Entry(key: compile(entry.key), value: compile(entry.value), isOptional: entry.isOptional)
        }
        let code = MapCode(entries: codes, site: site(node.range))
        var builder = CELMapBuilder(capacity: codes.count)
        for entry in codes {
            guard !entry.isOptional, let key = entry.key as? ConstantCode, let mapKey = CELMapKey(key.value),
                let value = entry.value as? ConstantCode, builder.add(mapKey, value.value)
            else { return code }
        }
        return ConstantCode(.map(builder.map))
    }

    private mutating func comprehension(_ comprehension: Comprehension, _ node: Node) -> any Code {
        let range = compile(comprehension.range)
        let first = newSlot()
        let second = comprehension.second.map { _ in newSlot() }
        var names = [(name: comprehension.first.text, slot: first)]
        if let name = comprehension.second?.text, let second { names.append((name, second)) }
        let (filter, body) = within(names) { compiler in
            (comprehension.filter.map { compiler.compile($0) }, compiler.compile(comprehension.body))
        }
        let cost = 1 + (comprehension.filter?.size ?? 0) + comprehension.body.size
        return ComprehensionCode(
            kind: comprehension.kind, range: range, firstSlot: first, secondSlot: second, filter: filter, body: body,
            cost: cost, site: site(node.range))
    }
}

extension Node {
    /// The number of nodes in this part of the tree.
    fileprivate var size: Int {
        var count = 1
        forEachChild { count += $0.size }
        return count
    }
}
