package import JSON
package import Model

/// A store whose content can be cleared up.
package protocol KeepingStore: SessionStore {
    /// The bodies to which entries of a session refer, in the order of the entries.
    func bodies(of session: SessionID) async throws -> [StoredBody]

    /// Sessions with an entry that refers to a body, in the order in which they were made; `cursor` is that of the page
    /// before.
    func sessionsWithBodies(limit: Int, cursor: String?) async throws -> SessionPage

    /// Whether a text stands in a payload, an evidence record or a body of a session, or in the title and labels that lists
    /// show of it.
    func contains(_ text: EscapedText, in session: SessionID) async throws -> Bool

    /// Every entry that refers to a body.
    func places(ofBody sha256: Digest) async throws -> [EntryPlace]

    /// Removes a session with all that belongs to it alone.
    ///
    /// - Returns: `behind` when its journal, or that of the note, does not end where the deletion says; nothing was
    ///   removed then.
    /// - Throws: `StoreError` of code `inUse` when other sessions begin in it.
    func delete(_ deletion: SessionDeletion) async throws -> AppendOutcome

    /// Sees to it that what was removed can no longer be read from the files: no free page, log or index keeps it.
    ///
    /// It takes as long as writing the whole anew, and others wait for it.
    /// - Throws: `StoreError` of code `busy` when somebody else read for so long that a part had to stay.
    func wipe() async throws
}

/// A body and the entry that refers to it.
package struct StoredBody: Hashable, Sendable {
    package let sequence: Int
    package let time: Timestamp
    package let sha256: Digest
    /// In bytes.
    package let length: Int

    package init(sequence: Int, time: Timestamp, sha256: Digest, length: Int) {
        self.sequence = sequence
        self.time = time
        self.sha256 = sha256
        self.length = length
    }
}

/// The removal of a session, and what is noted of it elsewhere in the same commit.
package struct SessionDeletion: Sendable {
    package let session: SessionID
    /// Where the session's journal is believed to end.
    package let head: JournalHead
    /// The tombstone, in the server's own journal.
    package let note: Append

    package init(session: SessionID, head: JournalHead, note: Append) {
        self.session = session
        self.head = head
        self.note = note
    }
}
