/// A word of an expression's text.
struct Token: Sendable {
    enum Kind: Hashable, Sendable {
        case identifier(String)
        /// A name between backticks.
        case quotedName(String)
        case int(UInt64)
        case uint(UInt64)
        case double(Double)
        case string(String)
        case bytes([UInt8])
        case symbol(Symbol)
        case end
    }

    enum Symbol: String, Hashable, Sendable {
        case and = "&&", or = "||"
        case equal = "==", notEqual = "!=", less = "<", lessOrEqual = "<=", greater = ">", greaterOrEqual = ">="
        case plus = "+", minus = "-", times = "*", divide = "/", modulo = "%", not = "!"
        case leftParenthesis = "(", rightParenthesis = ")", leftBracket = "[", rightBracket = "]"
        case leftBrace = "{", rightBrace = "}"
        case dot = ".", comma = ",", colon = ":", question = "?"
    }

    let kind: Kind
    let range: SourceRange

    /// The token as a message names it.
    var description: String {
        switch kind {
        case .identifier(let name): "'\(name)'"
        case .quotedName(let name): "'`\(name)`'"
        case .int, .uint, .double: "a number"
        case .string: "a text"
        case .bytes: "bytes"
        case .symbol(let symbol): "'\(symbol.rawValue)'"
        case .end: "the end of the expression"
        }
    }
}
