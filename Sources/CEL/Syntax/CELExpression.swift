/// An expression that has been read: a syntax tree with its text.
///
/// ```swift
/// let expression = try CELExpression("size(steps.patterns.output.new) > 0")
/// expression.references        // [["steps", "patterns", "output", "new"]]
/// ```
public struct CELExpression: Sendable {
    let source: SourceText
    let root: Node
    let nodeCount: Int
    let limits: CELLimits

    /// The expression's text.
    public let text: String

    /// Reads an expression; throws `syntax`, `invalidMacro`, `unsupported` or `limitExceeded` with the place.
    public init(_ text: String, limits: CELLimits = .standard) throws(CELError) {
        self.text = text
        self.limits = limits
        source = SourceText(text)
        (root, nodeCount) = try Parser.parse(source, limits: limits)
    }

    /// The levels of the syntax tree.
    public var depth: Int { root.depth }

    /// The literal that the whole expression is, if it is one.
    public var literal: CELValue? {
        guard case .literal(let value) = root.kind else { return nil }
        return value
    }
}
