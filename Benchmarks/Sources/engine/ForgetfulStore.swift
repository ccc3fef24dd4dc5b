import Model
import Store

/// A store that keeps nothing, so that what is left to measure is the engine.
struct ForgetfulStore: SessionStore {
    /// A lease that nobody else can want.
    private struct Lease: RunLease {
        let run: RunID
        let token = 1
        func release() async {}
    }

    func append(_ append: Append) async throws -> AppendOutcome { .appended }
    func entries(of session: SessionID, after sequence: Int, limit: Int) async throws -> [Entry] { [] }
    func head(of session: SessionID) async throws -> JournalHead? { nil }
    func sessions(limit: Int, cursor: String?) async throws -> SessionPage {
        SessionPage(sessions: [], nextCursor: nil)
    }
    func sessions(labelled labels: [String: String], limit: Int, cursor: String?) async throws -> SessionPage {
        SessionPage(sessions: [], nextCursor: nil)
    }
    func search(_ text: String, limit: Int, cursor: String?) async throws -> SearchPage {
        SearchPage(hits: [], nextCursor: nil)
    }
    func sessions(withPrefix prefix: String, limit: Int) async throws -> [SessionID] { [] }
    func forks(of session: SessionID) async throws -> [Fork] { [] }
    func evidence(in session: SessionID, at sequence: Int) async throws -> Evidence? { nil }
    func blob(_ sha256: Digest, range: Range<Int>) async throws -> [UInt8]? { nil }
    func newestEvidence(in session: SessionID, key: Digest) async throws -> Int? { nil }
    func token(of run: RunID) async throws -> Int { 1 }
    func isDriven(_ run: RunID) async throws -> Bool { false }
    func lease(_ run: RunID) async throws -> (any RunLease)? { Lease(run: run) }
    func takeOver(_ run: RunID) async throws -> any RunLease { Lease(run: run) }
    func redactionKey(of session: SessionID) async throws -> [UInt8] { Array(repeating: 7, count: 32) }
    func close() async throws {}
}
