package import Model

/// Journals that are being taken in, entry by entry, and that nobody sees before they are published as a whole.
///
/// What a process that died has left of one is removed when the next is begun.
package protocol ImportStage: Sendable {
    /// Adds entries of one journal, each following the one before, with what calls found by the sequence of its entry.
    ///
    /// Evidence without a body that it describes is kept so: the body was withheld, or is gone.
    func add(_ entries: [Entry], evidence: [Int: EvidenceRecord]) async throws

    /// Makes everything visible in one commit, or nothing of it.
    ///
    /// - Parameter telling: goes into the server's own journal in the same commit.
    /// - Returns: `behind` when one of the journals, the server's among them, does not end where it was taken to end;
    ///   nothing is visible then, and all of it is still staged.
    func publish(_ journals: [ImportedJournal], telling: Append?) async throws -> AppendOutcome

    /// Drops what was not published; a second call does nothing.
    func discard() async
}

/// How a staged journal is joined to what is there.
package struct ImportedJournal: Sendable {
    package let session: SessionID
    /// Where the journal ends here; `.empty` for one that is not known.
    package let base: JournalHead
    /// The last of its staged entries.
    package let last: Int
    /// What redaction kept out, by the sequence of its entry.
    package let withheld: [Int: WithheldParts]
    /// The session after these entries, for lists.
    package let summary: SessionSummary

    package init(
        session: SessionID, base: JournalHead, last: Int, withheld: [Int: WithheldParts], summary: SessionSummary
    ) {
        self.session = session
        self.base = base
        self.last = last
        self.withheld = withheld
        self.summary = summary
    }
}
