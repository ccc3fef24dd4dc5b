package import Model

/// Where sessions are kept: journals, evidence, and what is needed to find them again.
///
/// Nothing above this protocol knows which database stands behind it, or assumes that only one process uses it. A call
/// that returned has been made durable: whoever is told of a fact may rely on it after a power cut.
package protocol SessionStore: Sendable {
    /// Adds entries and evidence to one journal, all or nothing.
    ///
    /// The write is optimistic: when the journal does not end where the append says, nothing is written and
    /// `behind` is returned; the writer reads the new entries, folds them and decides again. A sequence of 0 makes
    /// the session.
    /// - Throws: `StoreError` of code `fenced` when another process has taken the run over.
    func append(_ append: Append) async throws -> AppendOutcome

    /// Entries after a sequence, in order, at most `limit`; none for an unknown session.
    func entries(of session: SessionID, after sequence: Int, limit: Int) async throws -> [Entry]

    /// Where a journal ends; nil for an unknown session.
    func head(of session: SessionID) async throws -> JournalHead?

    /// Sessions, the newest updated first; `cursor` is that of the page before.
    func sessions(limit: Int, cursor: String?) async throws -> SessionPage

    /// Identifiers that begin with `prefix`, at most `limit`, the newest updated first.
    func sessions(withPrefix prefix: String, limit: Int) async throws -> [SessionID]

    /// What the call found of which this entry tells; nil when it tells of none, or it is gone.
    func evidence(in session: SessionID, at sequence: Int) async throws -> Evidence?

    /// A piece of a blob; fewer bytes than asked for at its end, nil when there is no such blob.
    func blob(_ sha256: Digest, range: Range<Int>) async throws -> [UInt8]?

    /// The entry of the newest evidence in a session under an evidence key, by its sequence.
    func newestEvidence(in session: SessionID, key: Digest) async throws -> Int?

    /// Takes a run to drive it; nil while a living process drives it.
    ///
    /// The token is higher than every earlier one of the run, so that a process which lost the run can no longer write.
    func lease(_ run: RunID) async throws -> (any RunLease)?

    /// Takes a run from whoever drives it, be it dead, stopped or at work.
    ///
    /// The token is raised as with `lease`, so nothing of an earlier driver's is written once this returns: its next
    /// append fails as `fenced`. For a person who knows that the driver will not go on by itself.
    func takeOver(_ run: RunID) async throws -> any RunLease

    /// Whether a living process drives the run at this moment; asking changes nothing.
    func isDriven(_ run: RunID) async throws -> Bool

    /// The process that drives the run at this moment; nil when none does, or the store cannot tell which.
    func holder(of run: RunID) async throws -> HoldingProcess?

    /// The random key of the redaction tokens of a session and its forks; made at the first call, never exported.
    func redactionKey(of session: SessionID) async throws -> [UInt8]

    /// Ends the store's work; later calls fail.
    func close() async throws
}

extension SessionStore {
    package func holder(of run: RunID) async throws -> HoldingProcess? { nil }
}

/// The right to drive a run, held until it is released or its process ends.
package protocol RunLease: Sendable {
    var run: RunID { get }
    /// Goes with each append of the run's entries.
    var token: Int { get }
    /// Lets another process take the run.
    func release() async
}
