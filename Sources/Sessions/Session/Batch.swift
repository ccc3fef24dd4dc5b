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

    /// Its evidence by the sequence of the entry that tells of it.
    ///
    /// - Throws: `SessionsError` of code `corrupt` when none does.
    func places(in new: [(event: Event, entry: Entry)]) throws -> [Int: EvidenceRecord] {
        guard !evidence.isEmpty else { return [:] }
        var places: [Int: EvidenceRecord] = [:]
        for record in evidence {
            let place = new.firstIndex { new in
                guard case .callFinished(let call) = new.event else { return false }
                return !call.cached && call.evidence == record.evidence.id
            }
            guard let place else {
                throw SessionsError(.corrupt, "no entry tells of the evidence \(record.evidence.id)")
            }
            places[new[place].entry.sequence] = record
        }
        return places
    }
}
