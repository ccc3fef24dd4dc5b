import JSON
import Model
import Workflows

extension RunDriver {
    /// What the journal knows of the waits of this run, and what this driver has asked.
    struct Waits {
        private var byStep: [StepReference: WaitState]

        init(_ state: SessionState, run: RunID) {
            byStep = [:]
            take(state, run: run)
        }

        /// Takes in what others have decided meanwhile.
        mutating func take(_ state: SessionState, run: RunID) {
            for wait in state.waits where wait.request.step.run == run { byStep[wait.request.step] = wait }
        }

        /// The wait of a step for exactly this action; one for another action does not count.
        func wait(_ step: StepReference, for action: JSONValue) -> WaitState? {
            guard let wait = byStep[step], wait.request.actionHash == Digest(of: action.canonicalBytes()) else {
                return nil
            }
            return wait
        }
    }

    /// What the machine is told of a step that waits: an answer from the journal, or nothing when it has to be awaited.
    func answer(
        to step: StepReference, _ wait: WorkflowMachine.Wait, _ waits: Waits, _ drafts: inout [Event]
    ) -> WorkflowMachine.Event? {
        let now = executor.clock.now
        let known = waits.wait(step, for: wait.bound)
        if let known, isDone(step, wait, known) { return .decided(step, .approved) }
        guard let known, counts(known, for: wait) else {
            drafts.append(.waitRequested(request(step, wait, at: now)))
            return nil
        }
        if let decided = known.decision { return .decided(step, WorkflowMachine.Decision(decided)) }
        guard known.isExpired(at: now) else { return nil }
        drafts.append(.waitDecided(WaitDecided(id: known.request.id, decision: .expired, author: principal)))
        return .decided(step, .expired)
    }

    /// Whether a call was approved and made elsewhere: nothing is let through any more, its result is in the journal.
    ///
    /// A gate guards what is yet to be done and is asked about again.
    private func isDone(_ step: StepReference, _ wait: WorkflowMachine.Wait, _ known: WaitState) -> Bool {
        known.approvalElsewhere != nil && known.decision == nil && wait.isOwn(of: step)
            && recorded.attempt(step)?.status.isFinal == true
    }

    /// Whether a question stands as it is; one that was asked elsewhere is asked again in this program's own words,
    /// unless it was refused there, or answered with what is wanted.
    private func counts(_ known: WaitState, for wait: WorkflowMachine.Wait) -> Bool {
        guard known.isImported else { return true }
        guard let decided = known.decision else { return false }
        guard decided.decision == .answered else { return true }
        guard case .question(let schema) = wait.subject, let form = try? JSONSchema(schema.json) else { return false }
        return form.validate(decided.answer ?? .null).isEmpty
    }

    private func request(_ step: StepReference, _ wait: WorkflowMachine.Wait, at now: Timestamp) -> WaitRequested {
        let expires = wait.expires.map { now.advanced(byNanoseconds: Int64(clamping: Int128($0 / .nanoseconds(1)))) }
        switch wait.subject {
        case .approval(_, let groups, _):
            return WaitRequested(
                id: WaitID(from: executor.identifiers), step: step, purpose: .approval, message: wait.message,
                action: wait.bound, groups: groups, schema: .null, expires: expires)
        case .question(let schema):
            return WaitRequested(
                id: WaitID(from: executor.identifiers), step: step, purpose: .question, message: wait.message,
                action: wait.bound, groups: [], schema: schema.json, expires: expires)
        }
    }
}

extension WorkflowMachine.Decision {
    /// What the journal says was decided, as the machine knows it.
    init(_ decided: WaitDecided) {
        switch decided.decision {
        case .approved: self = .approved
        case .denied: self = .denied(reason: decided.reason)
        case .answered: self = .answered(decided.answer ?? .null)
        case .expired: self = .expired
        }
    }
}

extension WorkflowMachine.Wait {
    /// Whether agreement to it is agreement to the call of the step itself, not to what a gate guards.
    func isOwn(of step: StepReference) -> Bool {
        guard case .approval(let calls, _, _) = subject else { return false }
        return calls.map(\.step) == [step.path]
    }
}
