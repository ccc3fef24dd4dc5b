#if HTTP
import MCP
import MCPHTTP
import Model
import Policy
import Server
import Sessions
import Store

/// Admits whoever bears the installation's own token, or one that stands in the server's journal.
///
/// Each principal has a server of its own, made at its first request: its tasks, subscriptions, connections and the runs
/// that are driven for it are nobody else's, and go with its token.
actor TokenGate: HTTPGate {
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
    private var tokens: [TokenAdded] = []
    private var houses: [String: House] = [:]
    private var isClosed = false

    /// - Parameters:
    ///   - server: what the bearer of the installation's token is served by.
    ///   - make: makes a server for another principal.
    init(
        installation: AccessToken, server: InvestigationServer, manager: SessionManager,
        make: @escaping @Sendable (TokenAdded) throws -> InvestigationServer
    ) {
        self.installation = installation.digest
        ownServer = server
        own = Admission(caller: InvestigationServer.localCaller, endpoint: HTTPEndpoint(server.mcp))
        self.manager = manager
        self.make = make
    }

    func admit(_ text: String) async -> Admission? {
        guard !isClosed else { return nil }
        let digest = AccessToken.digest(of: text)
        // All are compared, whichever it is.
        let found = tokens.reduce(nil as TokenAdded?) { $1.hash.matches(digest) ? $1 : $0 }
        if digest.matches(installation) { return own }
        guard let found, found.isValid(at: manager.clock.now) else { return nil }
        if let house = houses[found.name], house.token.hash == found.hash { return house.admission }
        guard houses[found.name] == nil, let server = try? make(found) else { return nil }
        let admission = Admission(caller: Caller(found.name), endpoint: HTTPEndpoint(server.mcp))
        houses[found.name] = House(token: found, server: server, admission: admission)
        return admission
    }

    /// Reads which tokens there are, and ends what is done for those that are no longer valid.
    ///
    /// - Parameter expel: closes the connections of a caller.
    func look(_ expel: @Sendable (Caller) -> Void) async {
        // A look that fails is made again at the next turn.
        guard let fresh = try? await manager.tokens() else { return }
        tokens = fresh
        let now = manager.clock.now
        let valid = Set(fresh.filter { $0.isValid(at: now) }.map(\.hash))
        for (name, house) in houses where !valid.contains(house.token.hash) {
            houses[name] = nil
            expel(house.admission.caller)
            Task { await Self.end(house) }
        }
    }

    func close() async {
        isClosed = true
        await own.endpoint.close()
        for house in houses.values { await house.admission.endpoint.close() }
    }

    /// Stops what the servers do in the background; unfinished runs can be resumed.
    func end() async {
        isClosed = true
        await ownServer.close()
        for house in houses.values { await house.server.close() }
    }

    private static func end(_ house: House) async {
        await house.admission.endpoint.close()
        await house.server.close()
    }
}
#endif
