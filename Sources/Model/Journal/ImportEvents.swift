/// A local person agreed that the workflow of a run which came with a case file is driven here.
package struct WorkflowAccepted: EventPayload {
    // Not of the kinds that carry a fencing token: whoever agrees does not drive the run.
    package static var kind: String { "workflow.accepted" }
    package let run: RunID
    /// The hash that was shown, `RunState.textHash`; another text has to be accepted again.
    package let textHash: Digest
    package let author: Principal

    package init(run: RunID, textHash: Digest, author: Principal) {
        self.run = run
        self.textHash = textHash
        self.author = author
    }
}

/// A journal was taken in from a case file; stands in the server's own journal.
package struct SessionImported: EventPayload {
    package static var kind: String { "session.imported" }
    package let session: SessionID
    /// The entries that came in, the first and the last.
    package let first: Int
    package let last: Int
    /// Hash of the last one.
    package let hash: Digest
    /// SHA-256 of the whole file.
    package let file: Digest
    /// The public key under which the file was signed, in hexadecimal; nil without a signature.
    package let key: String?
    /// How many entries lost a part to this installation's redaction.
    package let withheld: Int
    /// The session that the file calls it, where it was taken in under a new identifier.
    package let original: SessionID?

    package init(
        session: SessionID, first: Int, last: Int, hash: Digest, file: Digest, key: String?, withheld: Int,
        original: SessionID?
    ) {
        self.session = session
        self.first = first
        self.last = last
        self.hash = hash
        self.file = file
        self.key = key
        self.withheld = withheld
        self.original = original
    }
}
