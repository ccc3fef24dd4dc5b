/// An expression ready to be evaluated many times, from any number of threads.
///
/// ```swift
/// let program = CELProgram(try CELExpression("a.b > 3 && c in ['x', 'y']"))
/// let value = try program.evaluate(["a": CELValue(json), "c": "x"])
/// ```
public struct CELProgram: Sendable {
    private let code: any Code
    private let slots: Int
    private let limits: CELLimits

    /// Compiles an expression.
    ///
    /// This does not fail: what is wrong with it is thrown when it is evaluated.
    ///
    /// - Parameters:
    ///   - expression: The expression.
    ///   - environment: The functions, container and names with points that it may use.
    ///   - check: What the checker found out; numbers out of JSON are then converted to the types declared for them.
    public init(_ expression: CELExpression, environment: CELEnvironment = .standard, check: CELCheck? = nil) {
        var compiler = Compiler(environment, expression.source, types: check?.types)
        compiler.countReferences(expression.root)
        code = compiler.compile(expression.root)
        slots = compiler.slotCount
        limits = expression.limits
    }

    /// The value of the expression.
    ///
    /// Throws what went wrong with the place in the text: a missing key, a type that does not fit, a number out of
    /// range, or `limitExceeded`.
    public func evaluate(
        _ variables: some CELActivation, limits: CELLimits? = nil
    ) throws(CELError) -> CELValue {
        var frame = Frame(activation: variables, slots: slots, limits: limits ?? self.limits)
        return try code.run(&frame)
    }

    /// The value of the expression for plain variables, or a dictionary literal of them.
    public func evaluate(_ variables: CELVariables = [:], limits: CELLimits? = nil) throws(CELError) -> CELValue {
        var frame = Frame(variables, slots: slots, limits: limits ?? self.limits)
        return try code.run(&frame)
    }
}
