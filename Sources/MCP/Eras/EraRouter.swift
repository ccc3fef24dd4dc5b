public import JSON

/// Decides which era a request belongs to (2026-07-28, basic/versioning and the transports' "Backward compatibility").
///
/// It is a pure function of what is listed in `Evidence`. A process or endpoint serves both eras at the same time.
public struct EraRouter: Hashable, Sendable {
    /// What is known when a request arrives.
    public struct Evidence: Hashable, Sendable {
        /// How it arrived.
        public enum Channel: Hashable, Sendable {
            /// A stream of lines, whose connection may have been opened by `initialize`.
            case stream(negotiated: Revision?)
            /// A POST with its `MCP-Protocol-Version` header and what is known of its `Mcp-Session-Id`.
            case http(version: String?, session: Session)
        }

        /// What is known of the session that an HTTP request names.
        public enum Session: Hashable, Sendable {
            /// It names none.
            case none
            /// It names one that is open, at this revision.
            case open(Revision)
            /// It names one that is unknown or has ended.
            case unknown
        }

        /// How it arrived.
        public var channel: Channel
        /// The method.
        public var method: String
        /// `_meta`'s protocol version, of whatever type.
        public var metaVersion: JSONValue?

        /// Evidence.
        public init(channel: Channel, method: String, metaVersion: JSONValue? = nil) {
            self.channel = channel
            self.method = method
            self.metaVersion = metaVersion
        }
    }

    /// Where a request goes.
    public enum Route: Hashable, Sendable {
        /// To the checks of the modern era, stateless.
        case modern
        /// To the handshake, which opens a legacy connection.
        case handshake
        /// To the legacy era at a revision.
        case legacy(Revision)
        /// To HTTP status 404: the session is unknown or has ended.
        case unknownSession
        /// A lone `ping` without evidence of an era, answered with `{}`.
        case ping
        /// Nowhere: there is no evidence of an era.
        case undecided
    }

    /// The revisions served.
    public var served: [Revision]
    /// Whether HTTP serves legacy requests without a session.
    public var servesSessionlessHTTP: Bool

    /// A router.
    public init(served: [Revision], servesSessionlessHTTP: Bool = false) {
        self.served = served
        self.servesSessionlessHTTP = servesSessionlessHTTP
    }

    /// Where a request goes; the first rule that fits decides.
    public func route(_ evidence: Evidence) -> Route {
        switch evidence.channel {
        case .stream(let negotiated): streamRoute(evidence, negotiated)
        case .http(let version, let session): httpRoute(evidence, version, session)
        }
    }

    private func streamRoute(_ evidence: Evidence, _ negotiated: Revision?) -> Route {
        // On a stream `initialize` always opens the legacy era, so that a client which probes again recovers.
        if evidence.method == Method.initialize.rawValue { return .handshake }
        if evidence.metaVersion != nil || evidence.method == Method.discover.rawValue { return .modern }
        if let negotiated { return .legacy(negotiated) }
        return evidence.method == Method.ping.rawValue ? .ping : .undecided
    }

    private func httpRoute(_ evidence: Evidence, _ version: String?, _ session: Evidence.Session) -> Route {
        let legacy = version.flatMap(Revision.init(rawValue:)).flatMap { $0.isLegacy ? $0 : nil }
        if evidence.metaVersion != nil || (version != nil && legacy == nil) { return .modern }
        if evidence.method == Method.discover.rawValue { return .modern }
        if evidence.method == Method.initialize.rawValue { return .handshake }
        switch session {
        case .open(let revision): return .legacy(revision)
        case .unknown: return .unknownSession
        case .none: break
        }
        guard servesSessionlessHTTP else { return .undecided }
        return .legacy(legacy ?? .v2025March)
    }
}
