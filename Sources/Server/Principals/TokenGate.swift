package import MCP
package import Model
package import Policy
package import Sessions

/// Admits whoever bears the installation's own token, or one that stands in the server's journal.
///
/// Each principal has a server of its own, made at its first request: its tasks, subscriptions, connections and the runs
/// that are driven for it are nobody else's, and go with its token. While the journal cannot be read, nobody can tell
/// what was revoked: after a short grace nobody but the installation's own client is admitted, and what was begun ends.
package actor TokenGate: HTTPGate {
    /// What serves one principal.
    private struct House {
        let token: TokenAdded
        let server: InvestigationServer
        let admission: Admission
    }

    private let installation: Digest
    private let ownServer: InvestigationServer
    private let own: Admission
    private let manager: SessionManager
    private let make: @Sendable (TokenAdded) throws -> InvestigationServer
    private let uptime: @Sendable () -> Duration
    /// Nil before the journal was read.
    private var tokens: [TokenAdded]?
    /// When the first look began since the last one that was answered; nil while none waits or has failed since.
    private var unanswered: Duration?
    private var houses: [String: House] = [:]
    private var isClosed = false

    /// How long what was read last counts while the journal cannot be read.
    package static let grace = Duration.seconds(5)

    /// - Parameters:
    ///   - server: what the bearer of the installation's token is served by.
    ///   - uptime: a clock that only runs forward.
    ///   - make: makes a server for another principal.
    package init(
        installation: AccessToken, server: InvestigationServer, manager: SessionManager,
        uptime: @escaping @Sendable () -> Duration,
        make: @escaping @Sendable (TokenAdded) throws -> InvestigationServer
    ) {
        self.installation = installation.digest
        ownServer = server
        own = Admission(caller: InvestigationServer.localCaller, endpoint: HTTPEndpoint(server.mcp))
        self.manager = manager
        self.uptime = uptime
        self.make = make
    }

    package func admit(_ text: String) async -> Admittance {
        guard !isClosed else { return .refused }
        let digest = AccessToken.digest(of: text)
        // All are compared, whichever it is.
        let found = (tokens ?? []).reduce(nil as TokenAdded?) { $1.hash.matches(digest) ? $1 : $0 }
        if digest.matches(installation) { return .admitted(own) }
        // Said to everybody alike, so that it tells nothing of the token.
        guard !isBlind else { return .unavailable(retryAfter: 1) }
        guard let found, found.isValid(at: manager.clock.now) else { return .refused }
        if let house = houses[found.name], house.token.hash == found.hash { return .admitted(house.admission) }
        guard houses[found.name] == nil, let server = try? make(found) else { return .refused }
        let admission = Admission(caller: Caller(found.name), endpoint: HTTPEndpoint(server.mcp))
        houses[found.name] = House(token: found, server: server, admission: admission)
        return .admitted(admission)
    }

    /// Reads which tokens there are, and ends what is done for those that are no longer valid.
    ///
    /// - Parameter expel: closes the connections of a caller.
    package func look(_ expel: @Sendable (Caller) -> Void) async {
        unanswered = unanswered ?? uptime()
        // A look that fails is made again at the next turn.
        if let fresh = try? await manager.tokens() {
            tokens = fresh
            unanswered = nil
        }
        judge(expel)
    }

    /// Ends what is done for those that are no longer valid by what was read last; called beside `look`, which may wait
    /// for the journal without end.
    ///
    /// - Parameter expel: closes the connections of a caller.
    package func judge(_ expel: @Sendable (Caller) -> Void) {
        let now = manager.clock.now
        let valid = isBlind ? [] : Set((tokens ?? []).filter { $0.isValid(at: now) }.map(\.hash))
        for (name, house) in houses where !valid.contains(house.token.hash) {
            houses[name] = nil
            expel(house.admission.caller)
            Task { await Self.end(house) }
        }
    }

    /// Whether the journal has given no answer for so long that what it said counts no longer.
    ///
    /// The age of the last answer tells nothing of that: a process or machine that stood still has not asked.
    private var isBlind: Bool { tokens == nil || unanswered.map { uptime() - $0 > Self.grace } ?? false }

    package func close() async {
        isClosed = true
        await own.endpoint.close()
        for house in houses.values { await house.admission.endpoint.close() }
    }

    /// Stops what the servers do in the background; unfinished runs can be resumed.
    package func end() async {
        isClosed = true
        await ownServer.close()
        for house in houses.values { await house.server.close() }
    }

    private static func end(_ house: House) async {
        await house.admission.endpoint.close()
        await house.server.close()
    }
}
