/// Decides who may ask; a transport asks it at each request.
public protocol HTTPGate: Sendable {
    /// Who sends a request, by the token that it bears.
    func admit(_ token: String) async -> Admittance

    /// Ends every stream and what it waits for; no request is admitted any more.
    func close() async
}

/// What a gate says of a token.
public enum Admittance: Sendable {
    /// The request may be answered.
    case admitted(Admission)
    /// The token is unknown, expired or revoked.
    case refused
    /// It cannot be told now; the same request may be sent again after so many seconds.
    case unavailable(retryAfter: Int)
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
