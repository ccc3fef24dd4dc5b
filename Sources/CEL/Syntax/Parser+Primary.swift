extension Parser {
    mutating func member() throws(CELError) -> Node {
        let start = token.range.start
        return try postfix(try primary(), from: start)
    }

    /// Reads the selections, indexes and calls that follow an operand.
    mutating func postfix(_ operand: Node, from start: Int32) throws(CELError) -> Node {
        var result = operand
        while true {
            switch token.kind {
            case .symbol(.dot):
                try advance()
                result = try selection(result, from: start)
            case .symbol(.leftBracket):
                try advance()
                let isOptional = try accept(.question)
                let index = try expression()
                try expect(.rightBracket, "after the index")
                result = try node(.index(result, index, isOptional: isOptional), from: start)
            case .symbol(.leftBrace) where result.path != nil:
                throw unsupportedMessage(result)
            default: return result
            }
        }
    }

    private func unsupportedMessage(_ name: Node) -> CELError {
        CELError(
            .unsupported, "messages such as \(source.text(name.range)){…} are not supported",
            hint: "write a map: {'field': value}", at: source.span(name.range))
    }

    private mutating func selection(_ operand: Node, from start: Int32) throws(CELError) -> Node {
        let isOptional = try accept(.question)
        let (name, isQuoted) = try selector()
        guard !isOptional, !isQuoted, token.kind == .symbol(.leftParenthesis) else {
            return try node(.select(operand, name, isOptional: isOptional), from: start)
        }
        let arguments = try self.arguments(of: name)
        if let macro = try memberMacro(operand, name, arguments, from: start) { return macro }
        return try node(.memberCall(operand, name, arguments), from: start)
    }

    /// The arguments of a call, from the opening parenthesis on.
    private mutating func arguments(of name: Node.Name) throws(CELError) -> [Node] {
        try advance()
        var arguments: [Node] = []
        while token.kind != .symbol(.rightParenthesis) {
            arguments.append(try expression())
            guard try accept(.comma) else { break }
        }
        try expect(.rightParenthesis, "after the arguments of '\(name.text)'")
        return arguments
    }

    private mutating func primary() throws(CELError) -> Node {
        let start = token.range.start
        switch token.kind {
        case .int(let value):
            guard let int = Int64(exactly: value) else {
                throw failure("the number is beyond 64 bits", hint: "write \(value)u for a uint", at: token.range)
            }
            return try literal(.int(int))
        case .uint(let value): return try literal(.uint(value))
        case .double(let value): return try literal(.double(value))
        case .string(let value): return try literal(.string(value))
        case .bytes(let value): return try literal(.bytes(value))
        case .identifier("true"): return try literal(.bool(true))
        case .identifier("false"): return try literal(.bool(false))
        case .identifier("null"): return try literal(.null)
        case .identifier: return try nameOrCall(isAbsolute: false, from: start)
        case .symbol(.dot):
            try advance()
            return try nameOrCall(isAbsolute: true, from: start)
        case .symbol(.leftParenthesis):
            try advance()
            let inner = try expression()
            try expect(.rightParenthesis, "to close the one before")
            return inner
        case .symbol(.leftBracket): return try list(from: start)
        case .symbol(.leftBrace): return try map(from: start)
        default: throw unexpected("a value")
        }
    }

    private mutating func literal(_ value: CELValue) throws(CELError) -> Node {
        let start = token.range.start
        try advance()
        return try node(.literal(value), from: start)
    }

    private mutating func nameOrCall(isAbsolute: Bool, from start: Int32) throws(CELError) -> Node {
        let name = try identifier("a value")
        guard token.kind == .symbol(.leftParenthesis) else {
            return try node(.identifier(name.text, isAbsolute: isAbsolute), from: start)
        }
        let arguments = try self.arguments(of: name)
        if name.text == "has", !isAbsolute { return try hasMacro(name, arguments, from: start) }
        return try node(.call(name, arguments), from: start)
    }

    private mutating func list(from start: Int32) throws(CELError) -> Node {
        try advance()
        var elements: [Node.Element] = []
        while token.kind != .symbol(.rightBracket) {
            let isOptional = try accept(.question)
            elements.append(Node.Element(node: try expression(), isOptional: isOptional))
            guard try accept(.comma) else { break }
        }
        try expect(.rightBracket, "or ',' after an element")
        return try node(.list(elements), from: start)
    }

    private mutating func map(from start: Int32) throws(CELError) -> Node {
        try advance()
        var entries: [Node.Entry] = []
        while token.kind != .symbol(.rightBrace) {
            let isOptional = try accept(.question)
            let key = try expression()
            try expect(.colon, "after the key")
            entries.append(Node.Entry(key: key, value: try expression(), isOptional: isOptional))
            guard try accept(.comma) else { break }
        }
        try expect(.rightBrace, "or ',' after an entry")
        return try node(.map(entries), from: start)
    }
}
