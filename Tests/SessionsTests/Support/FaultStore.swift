import Model
import Store
import Synchronization

/// An in-memory store that loses its process at the n-th append, and tells what it has committed.
final class FaultStore: SessionStore {
    /// Whether the append at which the process is lost was written.
    enum Fault: Sendable, CaseIterable { case before, after }

    struct Lost: Error {}

    /// What the store says that is not so.
    enum Lie: Sendable {
        /// After the first append there is nothing any more.
        case forgets
        /// The second entry is missing.
        case skips
        /// Evidence says something else than what was recorded.
        case forges
    }

    private struct State {
        var appends = 0
        var meanwhiles = 0
        var committed: [Entry] = []
        var leases: [any RunLease] = []
    }

    let inner: InMemoryStore
    private let failing: Int
    private let fault: Fault
    private let lie: Lie?
    private let state = Mutex(State())
    /// Called when an append is durable and its writer has not been told.
    private let afterAppend: @Sendable () async throws -> Void
    /// Called when it was counted what is kept, and nobody has been told.
    private let afterCount: @Sendable () async -> Void
    /// Called before entries after a place are read.
    private let beforeEntries: @Sendable (Int) async throws -> Void
    /// Called when they are read, and nobody has been given them.
    private let afterEntries: @Sendable (Int) async -> Void

    init(
        _ inner: InMemoryStore = InMemoryStore(), failing: Int = .max, _ fault: Fault = .before, lie: Lie? = nil,
        afterAppend: @escaping @Sendable () async throws -> Void = {},
        afterCount: @escaping @Sendable () async -> Void = {},
        beforeEntries: @escaping @Sendable (Int) async throws -> Void = { _ in },
        afterEntries: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        self.inner = inner
        self.failing = failing
        self.fault = fault
        self.lie = lie
        self.afterAppend = afterAppend
        self.afterCount = afterCount
        self.beforeEntries = beforeEntries
        self.afterEntries = afterEntries
    }

    var appends: Int { state.withLock { $0.appends } }
    /// Appends with which something is to be done meanwhile.
    var meanwhiles: Int { state.withLock { $0.meanwhiles } }
    var committed: [Entry] { state.withLock { $0.committed } }
    var leases: [any RunLease] { state.withLock { $0.leases } }

    func holdings(of principal: String, beyond known: Holdings.Stray) async throws -> Holdings {
        let holdings = try await inner.holdings(of: principal, beyond: known)
        await afterCount()
        return holdings
    }

    func append(_ append: Append) async throws -> AppendOutcome {
        let number = state.withLock { state in
            state.appends += 1
            state.meanwhiles += append.meanwhile == nil ? 0 : 1
            return state.appends
        }
        guard lie != .forgets || number == 1 else { return .behind(sequence: 0) }
        guard number < failing || (number == failing && fault == .after) else { throw Lost() }
        let outcome = try await inner.append(append)
        if outcome == .appended { state.withLock { $0.committed += append.entries } }
        guard number < failing else { throw Lost() }
        try await afterAppend()
        return outcome
    }

    func token(of run: RunID) async throws -> Int { try await inner.token(of: run) }
    func isDriven(_ run: RunID) async throws -> Bool { try await inner.isDriven(run) }
    func lease(_ run: RunID) async throws -> (any RunLease)? {
        let lease = try await inner.lease(run)
        if let lease { state.withLock { $0.leases.append(lease) } }
        return lease
    }

    func takeOver(_ run: RunID) async throws -> any RunLease {
        let lease = try await inner.takeOver(run)
        state.withLock { $0.leases.append(lease) }
        return lease
    }

    func entries(of session: SessionID, after sequence: Int, limit: Int) async throws -> [Entry] {
        guard lie != .forgets else { return [] }
        try await beforeEntries(sequence)
        let entries = try await inner.entries(of: session, after: sequence, limit: limit)
        await afterEntries(sequence)
        return lie == .skips ? entries.filter { $0.sequence != 2 } : entries
    }
    func outline(of session: SessionID) async throws -> [OutlinePage] { try await inner.outline(of: session) }
    func head(of session: SessionID) async throws -> JournalHead? { try await inner.head(of: session) }
    func sessions(limit: Int, cursor: String?) async throws -> SessionPage {
        try await inner.sessions(limit: limit, cursor: cursor)
    }
    func sessions(labelled labels: [String: String], limit: Int, cursor: String?) async throws -> SessionPage {
        try await inner.sessions(labelled: labels, limit: limit, cursor: cursor)
    }
    func search(_ text: String, limit: Int, cursor: String?) async throws -> SearchPage {
        try await inner.search(text, limit: limit, cursor: cursor)
    }
    func sessions(withPrefix prefix: String, limit: Int) async throws -> [SessionID] {
        try await inner.sessions(withPrefix: prefix, limit: limit)
    }
    func forks(of session: SessionID) async throws -> [Fork] { try await inner.forks(of: session) }
    func evidence(in session: SessionID, at sequence: Int) async throws -> Evidence? {
        guard let evidence = try await inner.evidence(in: session, at: sequence), lie == .forges else {
            return try await inner.evidence(in: session, at: sequence)
        }
        return Evidence(
            id: evidence.id, tool: evidence.tool, version: evidence.version, arguments: evidence.arguments,
            window: evidence.window, sources: evidence.sources, coverage: evidence.coverage, started: evidence.started,
            finished: evidence.finished, output: evidence.output, body: evidence.body, summary: "forged")
    }
    func blob(_ sha256: Digest, range: Range<Int>) async throws -> [UInt8]? {
        try await inner.blob(sha256, range: range)
    }
    func newestEvidence(in session: SessionID, key: Digest) async throws -> Int? {
        try await inner.newestEvidence(in: session, key: key)
    }
    func redactionKey(of session: SessionID) async throws -> [UInt8] { try await inner.redactionKey(of: session) }
    func close() async throws { await inner.close() }
}
