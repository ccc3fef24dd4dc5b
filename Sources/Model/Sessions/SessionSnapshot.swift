/// All that a reader of a session needs at one moment: its state, its journal and the evidence it refers to.
package struct SessionSnapshot: Sendable {
    package let state: SessionState
    package let entries: [Entry]
    package let evidence: [EvidenceID: Evidence]

    package init(state: SessionState, entries: [Entry], evidence: [EvidenceID: Evidence]) {
        self.state = state
        self.entries = entries
        self.evidence = evidence
    }
}
