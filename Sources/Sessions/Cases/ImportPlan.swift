import CaseFiles
import Model
import Store

/// Which entries of a case file are written, and to which journals.
struct ImportPlan: Sendable {
    /// What is done with one journal of the file.
    struct Part: Sendable {
        let journal: CaseJournal
        /// Where its entries go.
        let target: SessionID
        /// Where the target ends now; nil when there is nothing to be written.
        let base: JournalHead?
    }

    let parts: [Part]
    /// Whether the whole lineage becomes one session of a new identifier.
    let isFork: Bool

    init(parts: [Part], isFork: Bool) {
        self.parts = parts
        self.isFork = isFork
    }

    /// Takes everything in as one new session.
    init(forking head: CaseHead, as session: SessionID) {
        parts = head.journals.map { Part(journal: $0, target: session, base: .empty) }
        isFork = true
    }

    /// The session that the file was made of, as it is called here.
    var session: SessionID { parts.last?.target ?? .server }

    var writes: Bool { parts.contains { $0.base != nil } }

    func part(for session: SessionID) -> Part? { parts.first { $0.journal.session == session } }

    /// Each journal here once, the oldest first.
    var targets: [(session: SessionID, outcome: CaseImport.Outcome)] {
        if isFork { return [(session, .inserted)] }
        return parts.map { part in
            (part.target, part.base.map { $0 == .empty ? .inserted : .forwarded } ?? .unchanged)
        }
    }

    /// The hash of the last entry as the file has it.
    func hash(of journal: ImportedJournal, journals: [CaseJournal]) -> Digest {
        let known = isFork ? journals.last : journals.first { $0.session == journal.session }
        return known?.head.hash ?? .zero
    }
}
