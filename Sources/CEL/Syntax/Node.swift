/// A node of the syntax tree, numbered so that the checker can keep what it finds out beside the tree.
final class Node: Sendable {
    struct Name: Sendable {
        let text: String
        let range: SourceRange
    }

    struct Entry: Sendable {
        let key: Node
        let value: Node
        let isOptional: Bool
    }

    struct Element: Sendable {
        let node: Node
        let isOptional: Bool
    }

    indirect enum Kind: Sendable {
        case literal(CELValue)
        case identifier(String, isAbsolute: Bool)
        case select(Node, Name, isOptional: Bool)
        /// `has(operand.field)`.
        case has(Node, Name)
        case index(Node, Node, isOptional: Bool)
        case call(Name, [Node])
        case memberCall(Node, Name, [Node])
        case unary(UnaryOperator, Node)
        case binary(BinaryOperator, Node, Node)
        /// Two or more operands of one chain of `&&` or `||`.
        case logical(isAnd: Bool, [Node])
        case conditional(Node, Node, Node)
        case list([Element])
        case map([Entry])
        case comprehension(Comprehension)
        /// `cel.bind(variable, value, body)`.
        case bind(Name, Node, Node)
        /// `operand.optMap(variable, body)`, or `optFlatMap`.
        case optionalMap(Node, Name, Node, isFlat: Bool)
    }

    let id: Int
    let kind: Kind
    let range: SourceRange
    let depth: Int

    init(id: Int, kind: Kind, range: SourceRange) {
        self.id = id
        self.kind = kind
        self.range = range
        var depth = 0
        Self.forEachChild(of: kind) { depth = max(depth, $0.depth) }
        self.depth = depth + 1
    }

    func forEachChild(_ body: (Node) -> Void) { Self.forEachChild(of: kind, body) }

    private static func forEachChild(of kind: Kind, _ body: (Node) -> Void) {
        switch kind {
        case .literal, .identifier: break
        case .select(let operand, _, _), .has(let operand, _), .unary(_, let operand): body(operand)
        case .index(let left, let right, _), .binary(_, let left, let right), .bind(_, let left, let right),
            .optionalMap(let left, _, let right, _):
            body(left)
            body(right)
        case .call(_, let arguments), .logical(_, let arguments): arguments.forEach(body)
        case .memberCall(let target, _, let arguments):
            body(target)
            arguments.forEach(body)
        case .conditional(let condition, let yes, let no):
            body(condition)
            body(yes)
            body(no)
        case .list(let elements): for element in elements { body(element.node) }
        case .map(let entries):
            for entry in entries {
                body(entry.key)
                body(entry.value)
            }
        case .comprehension(let comprehension):
            body(comprehension.range)
            if let filter = comprehension.filter { body(filter) }
            body(comprehension.body)
        }
    }

    /// The names of a chain such as `a.b.c`; nil for anything else.
    var path: [String]? {
        switch kind {
        case .identifier(let name, _): [name]
        case .select(let operand, let field, isOptional: false): operand.path.map { $0 + [field.text] }
        default: nil
        }
    }
}

/// An operator with one operand.
enum UnaryOperator: String, Sendable {
    case not = "!"
    case negate = "-"
}

/// An operator with two operands, but for the logical ones.
enum BinaryOperator: String, Sendable {
    case equal = "==", notEqual = "!=", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
    case contains = "in"
    case add = "+", subtract = "-", multiply = "*", divide = "/", modulo = "%"
}

/// A macro that visits the elements of a list or the entries of a map.
struct Comprehension: Sendable {
    enum Kind: String, Sendable {
        case all, exists, existsOne, map, filter, transformList, transformMap, transformMapEntry
    }

    let kind: Kind
    let range: Node
    /// The element or key; with two variables the index or key.
    let first: Node.Name
    /// The element or value, in the forms with two variables.
    let second: Node.Name?
    /// What an element must meet to be transformed.
    let filter: Node?
    /// The condition or the new element.
    let body: Node
}
