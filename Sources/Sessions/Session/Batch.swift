package import Model
package import Store

/// What one writer wants to add to a journal in one commit.
package struct Batch: Sendable {
    package var drafts: [EntryDraft]
    package var evidence: [EvidenceRecord]
    package var fence: Fence?

    package init(_ drafts: [EntryDraft], evidence: [EvidenceRecord] = [], fence: Fence? = nil) {
        self.drafts = drafts
        self.evidence = evidence
        self.fence = fence
    }
}
