import JSON

/// What a legacy connection has agreed on (2025-11-25, basic/lifecycle).
struct LegacyState: Sendable {
    let revision: Revision
    let capabilities: ClientCapabilities
    let info: Implementation?
    /// None until the client sets a level.
    var logLevel: LogLevel?
    /// The URIs that the client watches.
    var watched: Set<String> = []

    /// The client of one request.
    func profile(_ params: JSONObject?) throws(MCPError) -> ClientProfile {
        let meta: JSONObject
        switch params?["_meta"] {
        case nil: meta = [:]
        case .object(let object): meta = object
        default: throw .invalidParams("params._meta must be an object")
        }
        return ClientProfile(
            revision: revision, capabilities: capabilities, info: info, logLevel: logLevel,
            progressToken: try ClientProfile.progressToken(meta), trace: TraceContext(meta))
    }
}
