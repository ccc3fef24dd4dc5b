import JSON

/// What is known of the client of one request: from its `_meta`, or from the connection's `initialize`.
public struct ClientProfile: Hashable, Sendable {
    /// The revision that the answer has to be in.
    public let revision: Revision
    /// What the client can do.
    public let capabilities: ClientCapabilities
    /// Who it says that it is; for display alone.
    public let info: Implementation?
    /// The least level of log messages that it wants; nil for none.
    public let logLevel: LogLevel?
    /// The token of its progress notifications; nil when it wants none.
    public let progressToken: RequestID?
    /// The trace that the request belongs to.
    public let trace: TraceContext?
}

extension ClientProfile {
    /// Steps 1, 3 and 4 of the modern ladder: the members of `_meta`, each of which must have its form.
    ///
    /// `checkingHeaders` runs between the first and the second: a client that contradicts itself is told of that
    /// before it is told that its revision is unknown.
    static func modern(
        _ params: JSONObject?, served: [Revision], checkingHeaders: () throws(MCPError) -> Void
    ) throws(MCPError) -> ClientProfile {
        guard case .object(let meta)? = params?["_meta"], let version = meta[MetaKey.protocolVersion],
            let declared = meta[MetaKey.clientCapabilities]
        else { throw .missingMeta(served: served) }
        try checkingHeaders()
        guard case .string(let name) = version else {
            throw .invalidParams("\(MetaKey.protocolVersion) must be a string")
        }
        guard let revision = Revision(rawValue: name), !revision.isLegacy, served.contains(revision) else {
            throw .unsupportedVersion(requested: name, supported: served)
        }
        guard case .object(let capabilities) = declared else {
            throw .invalidParams("\(MetaKey.clientCapabilities) must be an object")
        }
        let info = Implementation(meta[MetaKey.clientInfo])
        guard info != nil || meta[MetaKey.clientInfo] == nil else {
            throw .invalidParams("\(MetaKey.clientInfo) must be an object with a name and a version")
        }
        let level = try logLevel(meta[MetaKey.logLevel])
        return ClientProfile(
            revision: revision, capabilities: ClientCapabilities(capabilities), info: info, logLevel: level,
            progressToken: try progressToken(meta), trace: TraceContext(meta))
    }

    static func progressToken(_ meta: JSONObject) throws(MCPError) -> RequestID? {
        guard let value = meta[MetaKey.progressToken] else { return nil }
        guard let token = RequestID(value) else {
            throw .invalidParams("progressToken must be a string or an integer")
        }
        return token
    }

    static func logLevel(_ value: JSONValue?) throws(MCPError) -> LogLevel? {
        guard let value else { return nil }
        guard let level = value.stringValue.flatMap(LogLevel.init(rawValue:)) else {
            let names = LogLevel.allCases.map(\.rawValue).joined(separator: ", ")
            throw .invalidParams("The log level must be one of \(names)")
        }
        return level
    }
}

extension MCPError {
    /// A request without evidence of its era, or a modern one without its `_meta`.
    static func missingMeta(served: [Revision]) -> MCPError {
        let names = served.map(\.rawValue).joined(separator: ", ")
        return .invalidParams(
            "params._meta must be an object with \(MetaKey.protocolVersion) and \(MetaKey.clientCapabilities), "
                + "or the connection must begin with initialize; served revisions: \(names)")
    }
}
