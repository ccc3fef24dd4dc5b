/// Infers the type of every node (cel-spec, "Overall Type Checking").
struct Checker {
    let environment: CELEnvironment
    let source: SourceText
    var unifier = Unifier()
    private var types: [CELType] = []
    private var errors: [CELError] = []
    private var locals: [(name: String, type: CELType)] = []

    init(_ environment: CELEnvironment, _ source: SourceText) {
        self.environment = environment
        self.source = source
    }

    mutating func run(
        _ root: Node, nodeCount: Int, expecting expected: CELType?
    ) -> (type: CELType, errors: [CELError], types: [CELType]) {
        types = Array(repeating: .dyn, count: nodeCount)
        let type = infer(root)
        if let expected, !unifier.fits(type, expected) {
            report(.typeMismatch, "the expression is \(shown(type)), but must be \(expected)", at: root.range)
        }
        types = types.map { unifier.substitute($0, unboundAsDyn: true) }
        errors.sort { ($0.span?.start.offset ?? 0) < ($1.span?.start.offset ?? 0) }
        return (unifier.substitute(type, unboundAsDyn: true), errors, types)
    }

    // MARK: Messages

    mutating func report(_ code: CELError.Code, _ message: String, hint: String? = nil, at range: SourceRange) {
        errors.append(CELError(code, message, hint: hint, at: source.span(range)))
    }

    func shown(_ type: CELType) -> String { unifier.substitute(type, unboundAsDyn: true).description }

    // MARK: Scopes

    func isLocal(_ name: String) -> Bool { locals.contains { $0.name == name } }

    mutating func within(_ names: [(name: String, type: CELType)], _ body: (inout Checker) -> CELType) -> CELType {
        locals += names
        defer { locals.removeLast(names.count) }
        return body(&self)
    }

    // MARK: Inference

    @discardableResult
    mutating func infer(_ node: Node) -> CELType {
        let type = unifier.substitute(typeOf(node))
        types[node.id] = type
        return type
    }

    private mutating func typeOf(_ node: Node) -> CELType {
        switch node.kind {
        case .literal(let value): return Self.type(of: value)
        case .identifier(let name, let isAbsolute): return identifier(node, name, isAbsolute)
        case .select(let operand, let field, let isOptional):
            if let type = declaredPath(node) { return type }
            return select(infer(operand), field, isOptional: isOptional, from: operand)
        case .has(let operand, let field):
            _ = select(infer(operand), field, isOptional: false, from: operand)
            return .bool
        case .index(let operand, let index, let isOptional): return self.index(operand, index, isOptional, node)
        case .call(let name, let arguments): return call(name.text, nil, arguments, name, node)
        case .memberCall(let target, let name, let arguments): return memberCall(target, name, arguments, node)
        case .unary(let unaryOperator, let operand): return unary(unaryOperator, operand, node)
        case .binary(let binaryOperator, let left, let right): return binary(binaryOperator, left, right, node)
        case .logical(let isAnd, let operands): return logical(isAnd, operands)
        case .conditional(let condition, let yes, let no): return conditional(condition, yes, no, node)
        case .list(let elements): return list(elements)
        case .map(let entries): return map(entries)
        case .comprehension(let comprehension): return self.comprehension(comprehension)
        case .bind(let name, let value, let body):
            let type = infer(value)
            return within([(name.text, type)]) { $0.infer(body) }
        case .optionalMap(let operand, let name, let body, let isFlat):
            return optionalMap(operand, name, body, isFlat)
        }
    }

    private static func type(of value: CELValue) -> CELType {
        switch value {
        case .null: .null
        case .bool: .bool
        case .int: .int
        case .uint: .uint
        case .double: .double
        case .string: .string
        case .bytes: .bytes
        default: .dyn
        }
    }

    private mutating func identifier(_ node: Node, _ name: String, _ isAbsolute: Bool) -> CELType {
        if !isAbsolute, let local = locals.last(where: { $0.name == name }) { return local.type }
        switch environment.resolve([name], isAbsolute: isAbsolute) {
        case .variable(let name): return environment.variables[name] ?? .dyn
        case .type: return .type
        case nil:
            let known = Set(environment.variables.keys).union(locals.map(\.name))
            let function = environment.functionName(name) != nil ? "call the function: \(name)(…)" : nil
            report(
                .unknownVariable, "undeclared reference to '\(name)'",
                hint: Suggestion.hint(for: name, among: known) ?? function ?? listed(known), at: node.range)
            return .dyn
        }
    }

    private func listed(_ names: Set<String>) -> String? {
        guard !names.isEmpty, names.count <= 8 else { return nil }
        return "known are: \(names.sorted().joined(separator: ", "))"
    }

    /// The type of a chain of selections that is the name of a variable or type.
    private func declaredPath(_ node: Node) -> CELType? {
        guard let path = node.path, let root = path.first, case .select = node.kind else { return nil }
        let isAbsolute = node.startsAbsolute
        guard isAbsolute || !isLocal(root) else { return nil }
        switch environment.resolve(path, isAbsolute: isAbsolute) {
        case .variable(let name): return environment.variables[name]
        case .type: return .type
        case nil: return nil
        }
    }
}

extension Node {
    /// Whether a chain of selections starts with a point.
    var startsAbsolute: Bool {
        switch kind {
        case .identifier(_, let isAbsolute): isAbsolute
        case .select(let operand, _, _): operand.startsAbsolute
        default: false
        }
    }
}
