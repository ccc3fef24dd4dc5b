import Model
import Store
import Synchronization

/// An in-memory store that cannot be read while its test says so.
final class FaultyReads: SessionStore {
    private let inner = InMemoryStore()
    private let unreadable = Mutex(false)
    /// What reading a journal waits for.
    let barrier = Mutex<Barrier?>(nil)

    var isUnreadable: Bool {
        get { unreadable.withLock { $0 } }
        set { unreadable.withLock { $0 = newValue } }
    }

    private var readable: InMemoryStore {
        get throws {
            guard !isUnreadable else { throw StoreError(.corrupt, "the disk cannot be read") }
            return inner
        }
    }

    func append(_ append: Append) async throws -> AppendOutcome { try await inner.append(append) }
    func token(of run: RunID) async throws -> Int { try await inner.token(of: run) }
    func isDriven(_ run: RunID) async throws -> Bool { try await inner.isDriven(run) }
    func lease(_ run: RunID) async throws -> (any RunLease)? { try await inner.lease(run) }
    func takeOver(_ run: RunID) async throws -> any RunLease { try await inner.takeOver(run) }
    func entries(of session: SessionID, after sequence: Int, limit: Int) async throws -> [Entry] {
        await barrier.withLock { $0 }?.wait()
        return try await readable.entries(of: session, after: sequence, limit: limit)
    }
    func head(of session: SessionID) async throws -> JournalHead? {
        await barrier.withLock { $0 }?.wait()
        return try await readable.head(of: session)
    }
    func sessions(limit: Int, cursor: String?) async throws -> SessionPage {
        try await readable.sessions(limit: limit, cursor: cursor)
    }
    func sessions(labelled labels: [String: String], limit: Int, cursor: String?) async throws -> SessionPage {
        try await readable.sessions(labelled: labels, limit: limit, cursor: cursor)
    }
    func search(_ text: String, limit: Int, cursor: String?) async throws -> SearchPage {
        try await readable.search(text, limit: limit, cursor: cursor)
    }
    func sessions(withPrefix prefix: String, limit: Int) async throws -> [SessionID] {
        try await readable.sessions(withPrefix: prefix, limit: limit)
    }
    func forks(of session: SessionID) async throws -> [Fork] { try await readable.forks(of: session) }
    func evidence(in session: SessionID, at sequence: Int) async throws -> Evidence? {
        try await readable.evidence(in: session, at: sequence)
    }
    func blob(_ sha256: Digest, range: Range<Int>) async throws -> [UInt8]? {
        try await readable.blob(sha256, range: range)
    }
    func newestEvidence(in session: SessionID, key: Digest) async throws -> Int? {
        try await readable.newestEvidence(in: session, key: key)
    }
    func redactionKey(of session: SessionID) async throws -> [UInt8] { try await inner.redactionKey(of: session) }
    func close() async throws { await inner.close() }
}
