/// Builds the syntax tree by precedence climbing (cel-spec, "Grammar").
struct Parser {
    private static let reserved: Set<String> = [
        "as", "break", "const", "continue", "else", "for", "function", "if", "import", "let", "loop", "package",
        "namespace", "return", "var", "void", "while",
    ]
    private static let keywords: Set<String> = ["true", "false", "null", "in"]

    let source: SourceText
    let limits: CELLimits
    private var lexer: Lexer
    private(set) var token: Token
    private(set) var lastEnd = 0
    private(set) var nodeCount = 0
    private var level = 0

    init(_ source: SourceText, limits: CELLimits) throws(CELError) {
        self.source = source
        self.limits = limits
        guard source.bytes.count <= limits.sourceBytes else {
            throw CELError(
                .limitExceeded, "the expression has \(source.bytes.count) bytes; \(limits.sourceBytes) are allowed")
        }
        lexer = Lexer(source)
        token = try lexer.next()
    }

    static func parse(_ source: SourceText, limits: CELLimits) throws(CELError) -> (root: Node, nodeCount: Int) {
        var parser = try Parser(source, limits: limits)
        guard parser.token.kind != .end else {
            throw parser.failure("the expression is empty", at: parser.token.range)
        }
        let root = try parser.expression()
        guard parser.token.kind == .end else { throw parser.unexpected("an operator or the end") }
        return (root, parser.nodeCount)
    }

    // MARK: Tokens

    mutating func advance() throws(CELError) {
        lastEnd = Int(token.range.end)
        token = try lexer.next()
    }

    mutating func accept(_ symbol: Token.Symbol) throws(CELError) -> Bool {
        guard token.kind == .symbol(symbol) else { return false }
        try advance()
        return true
    }

    mutating func expect(_ symbol: Token.Symbol, _ purpose: String) throws(CELError) {
        guard try accept(symbol) else { throw unexpected("'\(symbol.rawValue)' \(purpose)") }
    }

    func failure(_ message: String, hint: String? = nil, at range: SourceRange) -> CELError {
        CELError(.syntax, message, hint: hint, at: source.span(range))
    }

    func unexpected(_ wanted: String) -> CELError {
        var hint: String?
        if case .double = token.kind, source.bytes[Int(token.range.start)] == UInt8(ascii: ".") {
            hint = "elements of a list are x[0], x[1] …"
        }
        if case .identifier(let name) = token.kind {
            let words = ["and": "&&", "or": "||", "not": "!", "is": "==", "AND": "&&", "OR": "||", "NOT": "!"]
            hint = words[name].map { "write '\($0)' for '\(name)'" }
        }
        return failure("expected \(wanted), found \(token.description)", hint: hint, at: token.range)
    }

    // MARK: Nodes

    mutating func node(_ kind: Node.Kind, from start: Int32) throws(CELError) -> Node {
        nodeCount += 1
        let range = SourceRange(Int(start), lastEnd)
        guard nodeCount <= limits.nodes else {
            throw CELError(
                .limitExceeded, "the expression has more than \(limits.nodes) parts", at: source.span(range))
        }
        let node = Node(id: nodeCount - 1, kind: kind, range: range)
        guard node.depth <= limits.boundedDepth else { throw tooDeep(at: range) }
        return node
    }

    private func tooDeep(at range: SourceRange) -> CELError {
        CELError(
            .limitExceeded, "the expression is nested deeper than \(limits.boundedDepth) levels",
            at: source.span(range))
    }

    // MARK: Expressions

    mutating func expression() throws(CELError) -> Node {
        level += 1
        defer { level -= 1 }
        guard level <= limits.boundedDepth else { throw tooDeep(at: token.range) }
        let start = token.range.start
        let condition = try binary(above: 0)
        guard try accept(.question) else { return condition }
        let yes = try binary(above: 0)
        try expect(.colon, "between the two results of '?'")
        let no = try expression()
        return try node(.conditional(condition, yes, no), from: start)
    }

    private enum Operator {
        case or, and
        case binary(BinaryOperator)
    }

    private func binaryOperator() -> (precedence: Int, kind: Operator)? {
        switch token.kind {
        case .symbol(let symbol):
            switch symbol {
            case .or: return (1, .or)
            case .and: return (2, .and)
            case .plus, .minus: return BinaryOperator(rawValue: symbol.rawValue).map { (4, .binary($0)) }
            case .times, .divide, .modulo: return BinaryOperator(rawValue: symbol.rawValue).map { (5, .binary($0)) }
            case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
                return BinaryOperator(rawValue: symbol.rawValue).map { (3, .binary($0)) }
            default: return nil
            }
        case .identifier("in"): return (3, .binary(.contains))
        default: return nil
        }
    }

    /// Reads operands joined by operators that bind more strongly than `precedence`.
    private mutating func binary(above precedence: Int) throws(CELError) -> Node {
        let start = token.range.start
        var left = try unary()
        while let (strength, kind) = binaryOperator(), strength > precedence {
            switch kind {
            case .binary(let binaryOperator):
                try advance()
                let right = try binary(above: strength)
                left = try node(.binary(binaryOperator, left, right), from: start)
            case .and, .or:
                left = try logicalChain(left, strength, from: start)
            }
        }
        return left
    }

    /// Reads a whole chain of one logical operator into one node, so that long chains stay flat.
    private mutating func logicalChain(_ first: Node, _ strength: Int, from start: Int32) throws(CELError) -> Node {
        let symbol: Token.Symbol = strength == 2 ? .and : .or
        var operands = [first]
        while try accept(symbol) { operands.append(try binary(above: strength)) }
        return try node(.logical(isAnd: symbol == .and, operands), from: start)
    }

    private mutating func unary() throws(CELError) -> Node {
        let start = token.range.start
        if try accept(.not) {
            var count = 1
            while try accept(.not) { count += 1 }
            return try repeated(.not, count, from: start)
        }
        guard token.kind == .symbol(.minus) else { return try member() }
        var count = 0
        while token.kind == .symbol(.minus) {
            try advance()
            count += 1
        }
        if case .int(let value) = token.kind {
            return try repeated(.negate, count - 1, from: start, operand: try negativeInteger(value, from: start))
        }
        if case .double(let value) = token.kind {
            try advance()
            let literal = try node(.literal(.double(-value)), from: start)
            return try repeated(.negate, count - 1, from: start, operand: try postfix(literal, from: start))
        }
        return try repeated(.negate, count, from: start)
    }

    private mutating func negativeInteger(_ value: UInt64, from start: Int32) throws(CELError) -> Node {
        try advance()
        let negative = Int64(truncatingIfNeeded: 0 &- value)
        return try postfix(try node(.literal(.int(negative)), from: start), from: start)
    }

    /// Applies an operator to the member that follows; two of the same cancel out.
    private mutating func repeated(
        _ unaryOperator: UnaryOperator, _ count: Int, from start: Int32, operand: Node? = nil
    ) throws(CELError) -> Node {
        var result: Node
        if let operand { result = operand } else { result = try member() }
        // Two of them are kept of an even number, so that the operand's type is still checked.
        for _ in 0..<(count == 0 ? 0 : count % 2 == 0 ? 2 : 1) {
            result = try node(.unary(unaryOperator, result), from: start)
        }
        return result
    }

    // MARK: Names

    /// The name in front, which may stand where a variable or function does.
    mutating func identifier(_ purpose: String) throws(CELError) -> Node.Name {
        guard case .identifier(let name) = token.kind else { throw unexpected(purpose) }
        let range = token.range
        guard !Self.keywords.contains(name) else { throw unexpected(purpose) }
        guard !Self.reserved.contains(name) else {
            throw failure("'\(name)' is a reserved word and cannot be a name", at: range)
        }
        try advance()
        return Node.Name(text: name, range: range)
    }

    /// The name after a point, for which reserved words are allowed and backticks too.
    mutating func selector() throws(CELError) -> (name: Node.Name, isQuoted: Bool) {
        let range = token.range
        switch token.kind {
        case .identifier(let name) where !Self.keywords.contains(name):
            try advance()
            return (Node.Name(text: name, range: range), false)
        case .identifier(let name):
            throw failure("'\(name)' cannot stand after '.'", hint: "write ['\(name)']", at: range)
        case .quotedName(let name):
            try advance()
            return (Node.Name(text: name, range: range), true)
        case .int, .uint:
            throw failure(
                "expected a field's name after '.', found a number", hint: "elements of a list are x[0], x[1] …",
                at: range)
        default: throw unexpected("a field's name after '.'")
        }
    }
}
