package import Model

/// One atomic addition to a journal: an object, because it passes through many hands.
package final class Append: Sendable {
    package let session: SessionID
    /// The sequence at which the writer believes the journal to end.
    package let expecting: Int
    /// Sealed, in order, the first following `expecting`.
    package let entries: [Entry]
    /// What calls found, by the sequence of the entry that tells of it.
    package let evidence: [Int: EvidenceRecord]
    /// What is taken out of earlier entries, of which the appended ones tell.
    package let removals: [Removal]
    /// Present when entries of a run are among them.
    package let fence: Fence?
    /// The session after these entries, for lists; nil for the server's journal, which is not listed.
    package let summary: SessionSummary?
    /// Pages of the journal's outline, of entries before these; each takes the place of one of its number.
    package let outline: [OutlinePage]
    /// Something of the writer's own that is better done beside the wait for the disk than later; the store does it at most
    /// once.
    package let meanwhile: (@Sendable () -> Void)?

    package init(
        session: SessionID, expecting: Int, entries: [Entry], evidence: [Int: EvidenceRecord] = [:],
        removals: [Removal] = [], fence: Fence? = nil, summary: SessionSummary?, outline: [OutlinePage] = [],
        meanwhile: (@Sendable () -> Void)? = nil
    ) {
        self.session = session
        self.expecting = expecting
        self.entries = entries
        self.evidence = evidence
        self.removals = removals
        self.fence = fence
        self.summary = summary
        self.outline = outline
        self.meanwhile = meanwhile
    }
}

extension Append {
    /// What a new session goes on from; nil when these entries do not make a fork.
    ///
    /// - Throws: `StoreError` of code `badAppend` when the entry that ought to say so does not.
    package var origin: SessionForked? {
        get throws(StoreError) {
            guard let first = entries.first, first.sequence == 1, first.kind == SessionForked.kind else { return nil }
            guard case .sessionForked(let forked) = Event(first), forked.sequence > 0 else {
                throw StoreError(.badAppend, "the first entry of \(session) does not say what it goes on from")
            }
            // The server's own journal is no session, whoever knows a hash in it.
            guard forked.parent != .server else { throw .badOrigin(forked) }
            return forked
        }
    }
}

extension StoreError {
    /// A fork goes on from an entry that is there, and no other.
    package static func badOrigin(_ forked: SessionForked) -> StoreError {
        StoreError(
            .badAppend, "there is no such entry \(forked.sequence) of \(forked.parent) to go on from",
            hint: "was that session deleted, or not yet imported?")
    }
}

/// What is taken out of an entry that is there.
package struct Removal: Hashable, Sendable {
    package let sequence: Int
    package let parts: Set<RemovablePart>

    package init(sequence: Int, parts: Set<RemovablePart>) {
        self.sequence = sequence
        self.parts = parts
    }
}

/// Evidence as it is handed to the store: an object, because it passes through many hands.
package final class EvidenceRecord: Sendable {
    package let evidence: Evidence
    /// The stored form of the evidence, which is made once: its hash stands in the journal.
    package let bytes: [UInt8]
    /// The evidence key, under which the newest evidence is found again.
    package let key: Digest?
    /// The redacted bytes that `evidence.body` describes.
    package let body: [UInt8]?

    package init(evidence: Evidence, key: Digest?, body: [UInt8]?) {
        self.evidence = evidence
        bytes = evidence.record
        self.key = key
        self.body = body
    }

    /// Evidence that was made elsewhere, in the form in which it was stored there.
    ///
    /// It has no key: a call made here is not answered by it.
    /// - Throws: when the bytes are not those that this version would store.
    package init(imported bytes: [UInt8], body: [UInt8]?) throws {
        evidence = try Evidence(record: bytes)
        guard evidence.record == bytes else {
            throw StoreError(.badAppend, "evidence \(evidence.id) is not in the form that this version writes")
        }
        self.bytes = bytes
        key = nil
        self.body = body
    }

    /// SHA-256 of the stored form.
    package var hash: Digest { Digest(of: bytes) }
}

/// A run's fencing token, compared in the same transaction.
package struct Fence: Hashable, Sendable {
    package let run: RunID
    package let token: Int

    package init(run: RunID, token: Int) {
        self.run = run
        self.token = token
    }
}

/// What became of an append.
package enum AppendOutcome: Hashable, Sendable {
    /// Durable.
    case appended
    /// Nothing was written: the journal ends at another sequence.
    case behind(sequence: Int)
}

/// A page of a list of sessions.
package struct SessionPage: Sendable {
    package let sessions: [SessionSummary]
    /// Fetches the next page; nil at the end.
    package let nextCursor: String?

    package init(sessions: [SessionSummary], nextCursor: String?) {
        self.sessions = sessions
        self.nextCursor = nextCursor
    }
}
