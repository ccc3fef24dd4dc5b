/// A function of the caller's own.
///
/// ```swift
/// environment.declare(CELFunction("failure", parameters: [], result: .bool) { _ in .bool(run.hasFailed) })
/// ```
public struct CELFunction: Sendable {
    /// What evaluates a call; it gets the receiver, if there is one, before the arguments.
    public typealias Body = @Sendable (_ arguments: [CELValue]) throws(CELError) -> CELValue

    /// The name, which may be qualified (`strings.quote`).
    public let name: String
    /// Whether the first parameter is the receiver of the call, as in `x.name(y)`.
    public let isMember: Bool
    /// The types of the receiver and the arguments.
    public let parameters: [CELType]
    /// The type of the result.
    public let result: CELType
    let body: Body?

    /// A function.
    ///
    /// Without a body the activation is asked for the result (`CELActivation.call`).
    public init(
        _ name: String, isMember: Bool = false, parameters: [CELType], result: CELType, body: Body? = nil
    ) {
        self.name = name
        self.isMember = isMember
        self.parameters = parameters
        self.result = result
        self.body = body
    }

    var signature: Signature { Signature(isMember: isMember, parameters: parameters, result: result) }
}

/// The types that a function takes and gives.
struct Signature: Hashable, Sendable {
    let isMember: Bool
    let parameters: [CELType]
    let result: CELType

    static func global(_ parameters: [CELType], _ result: CELType) -> Signature {
        Signature(isMember: false, parameters: parameters, result: result)
    }

    static func member(_ parameters: [CELType], _ result: CELType) -> Signature {
        Signature(isMember: true, parameters: parameters, result: result)
    }
}
