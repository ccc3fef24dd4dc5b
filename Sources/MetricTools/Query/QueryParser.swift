package import Model

/// Reads the supported part of PromQL and refuses the rest by name and position.
///
/// Supported are selectors, `rate increase delta`, `sum avg min max count` with `by` or `without`, and arithmetic with a
/// number.
package struct QueryParser {
    private static let maximumDepth = 64
    /// The most operations of a query, each of which stands within the next.
    private static let maximumOperations = 256

    private let tokens: [QueryToken]
    private let parameters: [String: String]
    private var index = 0
    private var depth = 0
    private var operations = 0

    /// Reads a query.
    ///
    /// - Parameter parameters: Values of the `$name`s, which may stand for label values only. They become values as they
    ///   are, without ever being part of the query's text.
    /// - Throws: `ToolError` of kind `validation`.
    package static func parse(_ query: String, parameters: [String: String] = [:]) throws(ToolError) -> Query {
        var parser = QueryParser(tokens: try QueryTokenizer.tokens(query), parameters: parameters)
        let parsed = try parser.sum()
        guard parser.token.kind == .end else { throw parser.unsupported() }
        guard !parsed.isScalar else {
            throw QueryTokenizer.problem("a number is not a query for series", at: 1)
        }
        return parsed
    }

    private init(tokens: [QueryToken], parameters: [String: String]) {
        self.tokens = tokens
        self.parameters = parameters
    }

    private var token: QueryToken { tokens[min(index, tokens.count - 1)] }

    private mutating func take(_ symbol: String) -> Bool {
        guard token.kind == .symbol(symbol) else { return false }
        index += 1
        return true
    }

    private mutating func expect(_ symbol: String) throws(ToolError) {
        guard take(symbol) else {
            throw QueryTokenizer.problem("expected `\(symbol)` and found \(token.description)", at: token.position)
        }
    }

    private func unsupported() -> ToolError {
        let what =
            switch token.kind {
            case .symbol(let symbol) where ["==", "!=", ">", "<", ">=", "<="].contains(symbol):
                "comparisons (`\(symbol)`) are not supported"
            case .symbol(let symbol) where ["%", "^"].contains(symbol): "the operator `\(symbol)` is not supported"
            case .symbol("@"): "the `@` modifier is not supported"
            case .symbol(":"): "subqueries are not supported"
            case .symbol("["): "a range may stand only within rate, increase and delta"
            case .identifier(let name) where name.hasPrefix(":"): "subqueries are not supported"
            case .identifier("offset"): "`offset` is not supported"
            case .identifier(let name) where ["and", "or", "unless"].contains(name): "`\(name)` is not supported"
            case .parameter(let name): "`$\(name)` may stand for a label's value only"
            case .end: "the query ends too early"
            default: "unexpected \(token.description)"
            }
        return QueryTokenizer.problem(what, at: token.position)
    }

    private mutating func sum() throws(ToolError) -> Query {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else {
            throw QueryTokenizer.problem("nesting of more than \(Self.maximumDepth)", at: token.position)
        }
        var left = try product()
        while case .symbol(let symbol) = token.kind, symbol == "+" || symbol == "-" {
            left = try arithmetic(symbol, left) { parser throws(ToolError) in try parser.product() }
        }
        return left
    }

    private mutating func product() throws(ToolError) -> Query {
        var left = try unary()
        while case .symbol(let symbol) = token.kind, symbol == "*" || symbol == "/" {
            left = try arithmetic(symbol, left) { parser throws(ToolError) in try parser.unary() }
        }
        return left
    }

    private mutating func arithmetic(
        _ symbol: String, _ left: Query, _ operand: (inout QueryParser) throws(ToolError) -> Query
    ) throws(ToolError) -> Query {
        let position = token.position
        operations += 1
        guard operations <= Self.maximumOperations else {
            throw QueryTokenizer.problem("more than \(Self.maximumOperations) operations", at: position)
        }
        index += 1
        let right = try operand(&self)
        guard left.isScalar || right.isScalar else {
            throw QueryTokenizer.problem("`\(symbol)` between two sets of series is not supported", at: position)
        }
        guard let symbol = Query.Operator(rawValue: symbol) else { throw unsupported() }
        return .arithmetic(symbol, left, right)
    }

    private mutating func unary() throws(ToolError) -> Query {
        var isNegative = false
        while true {
            if take("-") { isNegative.toggle() } else if !take("+") { break }
        }
        let operand = try primary()
        return isNegative ? .negated(operand) : operand
    }

    private mutating func primary() throws(ToolError) -> Query {
        switch token.kind {
        case .number(let value):
            index += 1
            return .number(value)
        case .symbol("("):
            index += 1
            let inner = try sum()
            try expect(")")
            return inner
        case .symbol("{"): return try instant(name: nil)
        case .identifier(let name): return try named(name)
        default: throw unsupported()
        }
    }

    private mutating func named(_ name: String) throws(ToolError) -> Query {
        let start = token.position
        index += 1
        if let aggregation = Query.Aggregation(rawValue: name), isCallAhead { return try aggregate(aggregation) }
        guard token.kind == .symbol("(") else {
            if ["inf", "nan"].contains(name.lowercased()) {
                return .number(name.lowercased() == "nan" ? .nan : .infinity)
            }
            return try instant(name: name)
        }
        guard let function = Query.Function(rawValue: name) else {
            throw QueryTokenizer.problem("the function `\(name)` is not supported", at: start)
        }
        try expect("(")
        let selector = try selector(name: nil, acceptsName: true)
        guard take("[") else {
            throw QueryTokenizer.problem("\(name) needs a range such as [1m]", at: token.position)
        }
        guard case .duration(let range) = token.kind, range > 0 else {
            throw QueryTokenizer.problem("expected a duration such as 1m", at: token.position)
        }
        index += 1
        guard take("]") else { throw unsupported() }
        guard take(")") else { throw unsupported() }
        return .function(function, selector, range: range)
    }

    private var isCallAhead: Bool {
        token.kind == .symbol("(") || token.kind == .identifier("by") || token.kind == .identifier("without")
    }

    private mutating func aggregate(_ aggregation: Query.Aggregation) throws(ToolError) -> Query {
        var grouping = try grouping()
        try expect("(")
        let position = token.position
        let inner = try sum()
        guard take(")") else { throw unsupported() }
        guard !inner.isScalar else {
            throw QueryTokenizer.problem("\(aggregation.rawValue) needs series, not a number", at: position)
        }
        if grouping == nil { grouping = try self.grouping() }
        return .aggregate(aggregation, grouping ?? .by([]), inner)
    }

    private mutating func grouping() throws(ToolError) -> Query.Grouping? {
        guard case .identifier(let word) = token.kind, word == "by" || word == "without" else { return nil }
        index += 1
        try expect("(")
        var labels: [String] = []
        while case .identifier(let label) = token.kind {
            labels.append(label)
            index += 1
            guard take(",") else { break }
        }
        try expect(")")
        return word == "by" ? .by(labels) : .without(labels)
    }

    private mutating func instant(name: String?) throws(ToolError) -> Query {
        .selector(try selector(name: name, acceptsName: false))
    }

    private mutating func selector(name given: String?, acceptsName: Bool) throws(ToolError) -> Selector {
        var matchers: [Matcher] = []
        let start = token.position
        if let given {
            matchers.append(try Matcher("__name__", .equal, given))
        } else if acceptsName, case .identifier(let name) = token.kind {
            matchers.append(try Matcher("__name__", .equal, name))
            index += 1
            if token.kind == .symbol("(") {
                throw QueryTokenizer.problem("rate, increase and delta take a selector with a range", at: start)
            }
        }
        if take("{") {
            while token.kind != .symbol("}") {
                matchers.append(try matcher())
                guard take(",") else { break }
            }
            try expect("}")
        }
        guard matchers.contains(where: { !$0.accepts("") }) else {
            throw QueryTokenizer.problem(
                "a selector needs a name or a condition that the empty text does not meet", at: start)
        }
        return Selector(matchers)
    }

    private mutating func matcher() throws(ToolError) -> Matcher {
        guard case .identifier(let label) = token.kind else { throw unsupported() }
        index += 1
        guard case .symbol(let symbol) = token.kind, let operation = Matcher.Operation(rawValue: symbol) else {
            throw QueryTokenizer.problem("expected =, !=, =~ or !~ and found \(token.description)", at: token.position)
        }
        index += 1
        defer { index += 1 }
        switch token.kind {
        case .text(let value): return try Matcher(label, operation, value)
        case .parameter(let name):
            guard let value = parameters[name] else {
                throw QueryTokenizer.problem("no parameter is named \(name)", at: token.position, "give it in `params`")
            }
            // Whoever gives the value must not be able to widen the query by a pattern.
            let isPattern = operation == .matches || operation == .matchesNot
            return try Matcher(label, operation, isPattern ? PromQLText.regularExpression(value) : value)
        default:
            throw QueryTokenizer.problem("expected a quoted value and found \(token.description)", at: token.position)
        }
    }
}
