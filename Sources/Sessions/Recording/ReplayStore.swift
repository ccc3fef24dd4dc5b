import Model
import Store

/// Keeps a replay in memory, under the redaction key of the recorded session, so that the same secret has the same token.
struct ReplayStore: SessionStore {
    private let inner = InMemoryStore()
    private let key: [UInt8]

    init(key: [UInt8]) { self.key = key }

    func redactionKey(of session: SessionID) async throws -> [UInt8] { key }

    func append(_ append: Append) async throws -> AppendOutcome { try await inner.append(append) }
    func entries(of session: SessionID, after sequence: Int, limit: Int) async throws -> [Entry] {
        try await inner.entries(of: session, after: sequence, limit: limit)
    }
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
        try await inner.evidence(in: session, at: sequence)
    }
    func blob(_ sha256: Digest, range: Range<Int>) async throws -> [UInt8]? {
        try await inner.blob(sha256, range: range)
    }
    func newestEvidence(in session: SessionID, key: Digest) async throws -> Int? {
        try await inner.newestEvidence(in: session, key: key)
    }
    func token(of run: RunID) async throws -> Int { try await inner.token(of: run) }
    func isDriven(_ run: RunID) async throws -> Bool { try await inner.isDriven(run) }
    func lease(_ run: RunID) async throws -> (any RunLease)? { try await inner.lease(run) }
    func takeOver(_ run: RunID) async throws -> any RunLease { try await inner.takeOver(run) }
    func close() async throws { await inner.close() }
}
