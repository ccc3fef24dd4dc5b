package import Model

/// Where sessions are kept: journals, evidence, and what is needed to find them again.
///
/// Nothing above this protocol knows which database stands behind it, or assumes that only one process uses it. A call
/// that returned has been made durable: whoever is told of a fact may rely on it after a power cut.
package protocol SessionStore: Sendable {
    /// Adds entries and evidence to one journal, and takes out of earlier entries what it says, all or nothing.
    ///
    /// The write is optimistic: when the journal does not end where the append says, nothing is written and
    /// `behind` is returned; the writer reads the new entries, folds them and decides again. A sequence of 0 makes
    /// the session; when its first entry says that it is a fork, the entry that it goes on from has to be there.
    /// - Throws: `StoreError` of code `fenced` when another process has taken the run over.
    func append(_ append: Append) async throws -> AppendOutcome

    /// Entries after a sequence, in order, at most `limit`; none for an unknown session.
    func entries(of session: SessionID, after sequence: Int, limit: Int) async throws -> [Entry]

    /// The entries of these sequences that are there, in order.
    func entries(of session: SessionID, at sequences: [Int]) async throws -> [Entry]

    /// What is kept of a journal's outline, from the first page on; none is kept of a journal of which content was removed
    /// since.
    func outline(of session: SessionID) async throws -> [OutlinePage]

    /// Where a journal ends; nil for an unknown session.
    func head(of session: SessionID) async throws -> JournalHead?

    /// Sessions, the newest updated first; `cursor` is that of the page before.
    func sessions(limit: Int, cursor: String?) async throws -> SessionPage

    /// The same of the sessions that bear all these labels.
    func sessions(labelled labels: [String: String], limit: Int, cursor: String?) async throws -> SessionPage

    /// The same of the sessions in one of these states.
    func sessions(in states: Set<SessionStatus>, limit: Int, cursor: String?) async throws -> SessionPage

    /// Identifiers that begin with `prefix`, at most `limit`, the newest updated first.
    func sessions(withPrefix prefix: String, limit: Int) async throws -> [SessionID]

    /// Where all the words of a text stand in a title, a note, a finding's statement or what a call found in words: the
    /// sessions made last first, in each the newest entry first.
    ///
    /// Whatever was appended is found at once, and what was removed no longer.
    /// - Throws: `StoreError` of code `badSearch` or `badCursor`.
    func search(_ text: String, limit: Int, cursor: String?) async throws -> SearchPage

    /// Shows entries of all journals, the server's own among them, a batch at a time and no more than that at once.
    ///
    /// It takes as long as reading all that is stored, and tells nothing of chains: what `entries` gives is checked
    /// against them, the hashes of these entries mean nothing.
    /// - Parameter take: Is shown each batch, an empty one too, and how many journals are left where the store knows;
    ///   answers with the time before which no more are wanted.
    func scan(
        _ filter: EntryFilter, _ take: (_ found: [Entry], _ left: Int?) async throws -> Timestamp?
    ) async throws

    /// The forks of a session, with the last entry that each has from it, oldest first; while there are any it stays.
    func forks(of session: SessionID) async throws -> [Fork]

    /// What the call found of which this entry tells; nil when it tells of none, or it is gone.
    func evidence(in session: SessionID, at sequence: Int) async throws -> Evidence?

    /// The stored form of the same, byte for byte: what its hash is taken over.
    func evidenceRecord(in session: SessionID, at sequence: Int) async throws -> [UInt8]?

    /// What is kept for a principal at this moment: in the sessions that it owns, and of its calls without a session.
    ///
    /// - Parameter known: What was counted of the latter before.
    func holdings(of principal: String, beyond known: Holdings.Stray) async throws -> Holdings

    /// What of a journal was made elsewhere; `.local` for an unknown session.
    func provenance(of session: SessionID) async throws -> Provenance

    /// Begins to take in journals that were made elsewhere.
    func stage() async throws -> any ImportStage

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

    /// The fencing token that the run's appends have to carry; 0 for a run that was never driven here.
    func token(of run: RunID) async throws -> Int

    /// Whether a living process drives the run at this moment; asking changes nothing.
    func isDriven(_ run: RunID) async throws -> Bool

    /// The process that drives the run at this moment; nil when none does, or the store cannot tell which.
    func holder(of run: RunID) async throws -> HoldingProcess?

    /// The random key of the redaction tokens of a session, its forks and theirs; made at the first call, never exported.
    func redactionKey(of session: SessionID) async throws -> [UInt8]

    /// Ends the store's work; later calls fail.
    func close() async throws
}

/// A session that goes on from another.
package struct Fork: Hashable, Sendable {
    package let session: SessionID
    /// The last entry that it has from the other.
    package let sequence: Int

    package init(session: SessionID, sequence: Int) {
        self.session = session
        self.sequence = sequence
    }
}

extension SessionStore {
    package func outline(of session: SessionID) async throws -> [OutlinePage] { [] }

    package func entries(of session: SessionID, at sequences: [Int]) async throws -> [Entry] {
        var found: [Entry] = []
        for sequence in Set(sequences).sorted() where sequence > 0 {
            let next = try await entries(of: session, after: sequence - 1, limit: 1)
            found += next.filter { $0.sequence == sequence }
        }
        return found
    }

    package func holder(of run: RunID) async throws -> HoldingProcess? { nil }

    /// By going through the list of all; a page may hold fewer than there is room for, and have a next one.
    package func sessions(in states: Set<SessionStatus>, limit: Int, cursor: String?) async throws -> SessionPage {
        let page = try await sessions(limit: limit, cursor: cursor)
        return SessionPage(
            sessions: page.sessions.filter { states.contains($0.status) }, nextCursor: page.nextCursor)
    }
}

/// The right to drive a run, held until it is released or its process ends.
package protocol RunLease: Sendable {
    var run: RunID { get }
    /// Goes with each append of the run's entries.
    var token: Int { get }
    /// Lets another process take the run.
    func release() async
}

extension SessionStore {
    package func evidenceRecord(in session: SessionID, at sequence: Int) async throws -> [UInt8]? {
        try await evidence(in: session, at: sequence)?.record
    }

    package func provenance(of session: SessionID) async throws -> Provenance { .local }

    package func stage() async throws -> any ImportStage {
        throw StoreError(.readOnly, "this store takes in nothing that was made elsewhere")
    }
}
