import JSON
import Model
import Sessions
import Synchronization

extension Story {
    /// The only session as its journal tells it now.
    var sessionState: SessionState? {
        database.state.withLock { $0.folded.values.first }
    }

    /// Looks whether the journal holds together, and what it says.
    func conclusion() -> FinalState? {
        var previous = JournalHead.empty
        for entry in entries {
            let again = Entry(
                session: entry.session, sequence: previous.sequence + 1, time: entry.time, principal: entry.principal,
                kind: entry.kind, payload: entry.payload, previousHash: previous.hash)
            if again != entry { complain("entry \(entry.sequence) is not what its chain says") }
            previous = entry.head
        }
        guard let session = sessionState, let run = session.runs.last, run.status.isFinal else {
            complain("the run has not ended")
            return nil
        }
        for attempt in run.attempts where !attempt.status.isFinal {
            complain("the run has ended, and \(attempt.step.words) is \(attempt.status)")
        }
        for call in session.calls where !call.cached {
            let found = evidence(of: call.evidence, in: session)
            if found?.hash != call.evidenceHash { complain("the evidence of \(call.step?.words ?? "") is another") }
        }
        return FinalState(session) { evidence(of: $0, in: session) }
    }

    private func evidence(of id: EvidenceID, in session: SessionState) -> Evidence? {
        guard let place = session.place(of: id) else { return nil }
        return database.state.withLock { $0.evidence[place.session]?[place.sequence] }
    }

    /// What a process has folded step by step is what the journal says from its beginning.
    func compare(_ process: Process) async throws {
        guard !process.store.isLost, let session = sessionState else { return }
        let known = try await process.manager.session(session.id).state
        let wanted = FinalState(session) { _ in nil }
        if FinalState(known, evidence: { _ in nil }) != wanted || known.head != session.head {
            complain("process \(process.executor.number) has another state than the journal")
        }
    }
}
