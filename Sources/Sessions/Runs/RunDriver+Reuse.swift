import JSON
import Model
import Policy
import Workflows

extension RunDriver {
    /// Whether what an earlier step found is still there, and may be read by whoever makes this run.
    func mayTakeOver(_ earlier: StepAttempt) async throws -> Bool {
        guard earlier.tombstone == nil else { return false }
        guard let id = earlier.evidence else { return true }
        guard let evidence = try await session.evidence(id) else { return false }
        let session = session
        let judge = EvidenceJudge(executor.evidenceAccess(rights)) { try await session.evidence($0) }
        return try await judge.allows(evidence)
    }

    /// Journals that an earlier run's step stands for one of this run, and tells the machine what came of it.
    func takeOver(
        _ earlier: StepAttempt, as step: StepReference, _ plan: inout Plan
    ) async throws -> WorkflowMachine.Event {
        let outcome = try await session.outcome(of: earlier, executor.registry)
        if let id = earlier.evidence, let evidence = try await session.evidence(id) {
            plan.drafts.append(
                .callFinished(
                    CallFinished(call: CallID(from: executor.identifiers), evidence: evidence, cached: true, step: step)
                ))
        }
        let reason = "taken over from \(earlier.step.run)"
        plan.drafts.append(
            .stepFinished(
                StepFinished(
                    step, status: outcome.status, evidence: earlier.evidence, output: earlier.output, reason: reason)))
        plan.news.append(.stepFinished(step, outcome.status, summary: reason))
        return .finished(step, outcome)
    }
}
