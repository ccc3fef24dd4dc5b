/// Gives an evaluation the values of its variables, one by one as they are needed.
public protocol CELActivation: Sendable {
    /// The value of a variable; nil when there is none of that name. Called at most once for each place where a variable
    /// stands, or once in all if it stands in several.
    func value(of name: String) throws(CELError) -> CELValue?

    /// The result of a declared function that has no body of its own; nil when it is not known.
    func call(_ function: String, _ arguments: [CELValue]) throws(CELError) -> CELValue?
}

extension CELActivation {
    /// Knows no function.
    public func call(_ function: String, _ arguments: [CELValue]) throws(CELError) -> CELValue? { nil }
}

/// Variables whose values a closure gives when they are needed.
public struct CELLazyVariables: CELActivation {
    private let resolve: @Sendable (String) throws(CELError) -> CELValue?

    /// Variables of a closure; nil stands for a name that it does not know.
    public init(_ resolve: @escaping @Sendable (String) throws(CELError) -> CELValue?) { self.resolve = resolve }

    /// The value of a variable.
    public func value(of name: String) throws(CELError) -> CELValue? { try resolve(name) }
}
