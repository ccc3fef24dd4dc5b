/// A variable that an expression reads, with the fields selected from it.
public struct CELReference: Hashable, Sendable {
    /// The variable's name and the fields and constant keys selected one after another.
    ///
    /// Such as `steps`, `patterns`, `output`. It ends where an index is computed or counts elements.
    public let path: [String]
    /// Where the reference stands.
    public let span: CELSpan
}

extension CELExpression {
    /// The paths that the expression reads, each once, in the order of the text.
    ///
    /// Variables of macros and names of types and functions are not among them.
    public var references: [[String]] {
        var seen: Set<[String]> = []
        return locatedReferences.map(\.path).filter { seen.insert($0).inserted }
    }

    /// The same paths with their places, repeated as often as they stand in the text.
    public var locatedReferences: [CELReference] {
        var collector = ReferenceCollector()
        collector.visit(root)
        return collector.found.map { CELReference(path: $0.path, span: source.span($0.range)) }
    }
}

/// Walks a tree and notes the paths that start at a variable.
private struct ReferenceCollector {
    private(set) var found: [(path: [String], range: SourceRange)] = []
    private var locals: [String] = []

    mutating func visit(_ node: Node) {
        if let path = path(of: node) { return note(path, node.range) }
        switch node.kind {
        case .select(let operand, _, _): visit(operand)
        case .index(let operand, let index, _):
            visit(operand)
            if stringLiteral(index) == nil { visit(index) }
        case .has(let operand, let field):
            if let path = path(of: operand) { note(path + [field.text], node.range) } else { visit(operand) }
        case .memberCall(let target, let name, let arguments):
            let qualified = target.path.map { ($0 + [name.text]).joined(separator: ".") }
            let isFunction = qualified.map { StandardLibrary.functions[$0] != nil } ?? false
            if !isFunction { visit(target) }
            arguments.forEach { visit($0) }
        case .comprehension(let comprehension):
            visit(comprehension.range)
            let names = [comprehension.first.text] + (comprehension.second.map { [$0.text] } ?? [])
            within(names) { collector in
                if let filter = comprehension.filter { collector.visit(filter) }
                collector.visit(comprehension.body)
            }
        case .bind(let name, let value, let body), .optionalMap(let value, let name, let body, _):
            visit(value)
            within([name.text]) { $0.visit(body) }
        default:
            var children: [Node] = []
            node.forEachChild { children.append($0) }
            children.forEach { visit($0) }
        }
    }

    private mutating func within(_ names: [String], _ body: (inout ReferenceCollector) -> Void) {
        locals += names
        body(&self)
        locals.removeLast(names.count)
    }

    private mutating func note(_ path: [String], _ range: SourceRange) {
        guard !StandardLibrary.types.keys.contains(path.joined(separator: ".")) else { return }
        found.append((path, range))
    }

    private func stringLiteral(_ node: Node) -> String? {
        guard case .literal(.string(let text)) = node.kind else { return nil }
        return text
    }

    /// The path that a whole node is; nil when it does not start at a variable.
    private func path(of node: Node) -> [String]? {
        switch node.kind {
        case .identifier(let name, let isAbsolute): isAbsolute || !locals.contains(name) ? [name] : nil
        case .select(let operand, let field, _): path(of: operand).map { $0 + [field.text] }
        case .index(let operand, let index, _):
            stringLiteral(index).flatMap { key in path(of: operand).map { $0 + [key] } }
        default: nil
        }
    }
}
