#if HTTP
public import MCP

/// Decides who may ask; the server asks it at each request.
public protocol HTTPGate: Sendable {
    /// Who sends a request, by the token that it bears.
    ///
    /// - Returns: nil for a token that is unknown, expired or revoked.
    func admit(_ token: String) async -> Admission?

    /// Ends every stream and what it waits for; no request is admitted any more.
    func close() async
}

/// A request that may be answered.
public struct Admission: Sendable {
    /// Who asks.
    public let caller: Caller
    /// What answers.
    public let endpoint: HTTPEndpoint

    /// An admission.
    public init(caller: Caller, endpoint: HTTPEndpoint) {
        self.caller = caller
        self.endpoint = endpoint
    }
}
#endif
