/// The smallest part of a query.
struct QueryToken: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case identifier(String)
        case number(Double)
        /// Milliseconds.
        case duration(Int64)
        case text(String)
        /// `$name`.
        case parameter(String)
        case symbol(String)
        case end
    }

    let kind: Kind
    /// The first byte, counted from 1.
    let position: Int

    /// The token as an error names it.
    var description: String {
        switch kind {
        case .identifier(let name): name
        case .number(let value): "\(value)"
        case .duration(let length): PromQLText.duration(length)
        case .text: "a text"
        case .parameter(let name): "$\(name)"
        case .symbol(let symbol): symbol
        case .end: "the end of the query"
        }
    }
}
