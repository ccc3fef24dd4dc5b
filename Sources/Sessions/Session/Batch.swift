package import Model
package import Store

/// What one writer wants to add to a journal in one commit.
package struct Batch: Sendable {
    package var drafts: [EntryDraft]
    package var evidence: [EvidenceRecord]
    /// What is taken out of earlier entries, of which the drafts tell.
    package var removals: [Removal]
    package var fence: Fence?

    package init(
        _ drafts: [EntryDraft], evidence: [EvidenceRecord] = [], removals: [Removal] = [], fence: Fence? = nil
    ) {
        self.drafts = drafts
        self.evidence = evidence
        self.removals = removals
        self.fence = fence
    }

    /// Several in one, in their order; none of them a run's.
    init(joining batches: [Batch]) {
        self.init(batches.flatMap(\.drafts), evidence: batches.flatMap(\.evidence))
    }
}
