/// Seals what a handler wants back at a retry, since the client that carries it is not trusted (mrtr, "requestState").
public protocol StateKeeper: Sendable {
    /// A token for a state, bound to caller and request.
    func seal(_ state: String, for binding: StateBinding) async throws -> String

    /// The state of a token.
    ///
    /// - Throws: `MCPError` with `invalidParams` when the token is forged, expired or bound to something else.
    func open(_ token: String, for binding: StateBinding) async throws -> String
}
