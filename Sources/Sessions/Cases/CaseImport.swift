package import CaseFiles
package import Model

/// What became of a case file that was taken in.
package struct CaseImport: Sendable {
    /// What was done with one of its journals.
    package enum Outcome: String, Sendable {
        /// It was not known here.
        case inserted
        /// It was known, and went on elsewhere.
        case forwarded
        /// Everything in it is here already.
        case unchanged
    }

    /// One journal of the lineage, the oldest first.
    package struct Journal: Sendable {
        package let session: SessionID
        package let outcome: Outcome
        /// Where it ends now, or ended already.
        package let sequence: Int
        /// What is not there and no entry tells of, by entry: what redaction kept out, and what was gone.
        package let withheld: [Int: WithheldParts]
        /// The parts of it that the redaction of this installation kept out.
        package let hidden: [Int: WithheldParts]
    }

    /// The session that the file was made of, under the identifier that it has here.
    package let session: SessionID
    package let journals: [Journal]
    package let report: CaseReport
    /// Unfinished runs that nobody here has accepted yet.
    package let runs: [RunID]
}
