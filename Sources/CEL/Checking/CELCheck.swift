/// What the checker found out about an expression.
public struct CELCheck: Sendable {
    /// The type of the result; `dyn` where it depends on the values.
    public let type: CELType
    /// Everything that is wrong, in the order of the text.
    public let errors: [CELError]
    /// Selections and indexes of what may be absent, without a guard around them.
    public let unguarded: [CELUnguardedAccess]

    let types: [CELType]

    /// Whether nothing is wrong.
    public var isValid: Bool { errors.isEmpty }
}

/// A selection or an index that fails when there is nothing there.
public struct CELUnguardedAccess: Hashable, Sendable {
    /// The kind of access.
    public enum Kind: String, Hashable, Sendable {
        /// An element of a list by its number.
        case index
        /// An entry of a map by its key.
        case key
        /// A field that the object's type declares as optional, or does not declare.
        case field
    }

    /// The kind of access.
    public let kind: Kind
    /// The text of the access, such as `steps.a.output.points[0]`.
    public let text: String
    /// How to write it so that it cannot fail.
    public let hint: String
    /// Where it stands.
    public let span: CELSpan
}

extension CELExpression {
    /// Checks the expression against declared names.
    ///
    /// - Parameters:
    ///   - environment: The variables and functions.
    ///   - expected: The type that the result must have, if it matters.
    ///   - assuming: Expressions known to be true wherever this one is evaluated, such as a step's `if`; they count as
    ///     guards.
    public func check(
        in environment: CELEnvironment, expecting expected: CELType? = nil, assuming: [CELExpression] = []
    ) -> CELCheck {
        var checker = Checker(environment, source)
        let found = checker.run(root, nodeCount: nodeCount, expecting: expected)
        var guards = GuardAnalysis(source: source, types: found.types)
        for expression in assuming { guards.assume(expression.root) }
        guards.visit(root)
        return CELCheck(type: found.type, errors: found.errors, unguarded: guards.found, types: found.types)
    }
}
