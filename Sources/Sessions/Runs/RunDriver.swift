import JSON
import Model
import Policy
import Store
import Tooling
import Workflows

/// Performs what the workflow machine decides, one run from its start, or from where it was left, to its end.
///
/// The machine is asked again from the beginning: a step that the journal has finished is answered from the journal and
/// not made again, and what was not journalled did not happen. One commit ends a step and starts the ones after it.
struct RunDriver: Sendable {
    let run: RunID
    let session: Session
    let lease: any RunLease
    let executor: ToolExecutor
    let store: any SessionStore
    let principal: Principal
    let rights: Rights
    let budget: Budget
    /// What the journal says of this run's attempts.
    let recorded: [StepReference: StepAttempt]
    let watch: @Sendable (RunProgress) -> Void

    /// Something that a child task ended with.
    private enum Performed: Sendable {
        case called(StepReference, CallOutcome)
        case found(StepReference, Finding?, reason: String?)
        case delayed(StepReference)
    }

    /// What is to be done once the commit is durable.
    private struct Plan {
        var drafts: [Event] = []
        var evidence: [EvidenceRecord] = []
        var starts: [(StepReference, WorkflowMachine.Work)] = []
        var delays: [(StepReference, Duration)] = []
        var news: [RunProgress] = []
        var end: RunFinished?
    }

    /// Drives the run to its end.
    /// - Throws: `CancellationError` when the task is cancelled, and what the store throws; the run can then be resumed.
    func drive(_ machine: WorkflowMachine) async throws -> RunFinished {
        try await withThrowingTaskGroup(of: Performed.self) { group in
            defer { group.cancelAll() }
            var machine = machine
            var used = BudgetUse(calls: recorded.values.count { $0.evidence != nil })
            var plan = Plan()
            try await advance(&machine, by: .begin, &plan)
            while true {
                try await commit(plan)
                if let end = plan.end { return end }
                start(plan, used: used, in: &group)
                guard let performed = try await group.next() else {
                    throw SessionsError(.corrupt, "run \(run) has nothing left to do and has not ended")
                }
                plan = Plan()
                let event = settle(performed, &plan, &used)
                try await advance(&machine, by: event, &plan)
            }
        }
    }

    /// Lets the machine decide until it wants something that is not in the journal.
    private func advance(
        _ machine: inout WorkflowMachine, by first: WorkflowMachine.Event, _ plan: inout Plan
    ) async throws {
        var events = [first]
        while !events.isEmpty {
            for action in machine.handle(events.removeFirst()) {
                switch action {
                case .perform(let step, let work):
                    if let attempt = recorded[step], attempt.status.isFinal {
                        events.append(.finished(step, try await outcome(of: attempt)))
                    } else {
                        if recorded[step] == nil { plan.drafts.append(.stepStarted(StepStarted(step))) }
                        plan.starts.append((step, work))
                        plan.news.append(.stepStarted(step))
                    }
                case .settle(let step, let status, let output, let reason, let error):
                    guard recorded[step]?.status.isFinal != true else { continue }
                    plan.drafts.append(
                        .stepFinished(StepFinished(step, status: status, output: output, error: error, reason: reason)))
                    plan.news.append(.stepFinished(step, status, summary: reason ?? error?.message))
                case .delay(let step, let duration):
                    if recorded[step] != nil { events.append(.delayed(step)) } else { plan.delays.append((step, duration)) }
                case .wait(let step, let wait):
                    throw SessionsError(
                        .validation, "step `\(step.path)` waits for a person: \(wait.message)",
                        hint: "approvals and questions cannot be answered yet")
                case .finish(let status, let outputs, let error):
                    let end = RunFinished(run: run, status: status, outputs: outputs, error: error)
                    plan.drafts.append(.runFinished(end))
                    plan.news.append(.runFinished(status))
                    plan.end = end
                }
            }
        }
    }

    private func outcome(of attempt: StepAttempt) async throws -> WorkflowMachine.StepOutcome {
        var output = attempt.output
        if output == nil, let id = attempt.evidence {
            guard let evidence = try await store.evidence(id) else {
                throw SessionsError(.corrupt, "the evidence \(id) of step \(attempt.step.path) is gone")
            }
            output = evidence.output
        }
        return WorkflowMachine.StepOutcome(
            status: attempt.status, output: output, evidence: attempt.evidence, error: attempt.error)
    }

    private func commit(_ plan: Plan) async throws {
        guard !plan.drafts.isEmpty else { return }
        let now = executor.clock.now
        let drafts = plan.drafts.map { EntryDraft($0, principal: principal.name, time: now) }
        try await session.append(
            Batch(drafts, evidence: plan.evidence, fence: Fence(run: run, token: lease.token)))
        for news in plan.news { watch(news) }
    }

    private func start(
        _ plan: Plan, used: BudgetUse, in group: inout ThrowingTaskGroup<Performed, any Error>
    ) {
        for (step, work) in plan.starts {
            switch work {
            case .call(let tool, let version, let arguments, let cache, let timeout):
                let request = CallRequest(
                    tool: tool, version: version, arguments: arguments, cache: cache,
                    timeout: timeout ?? CallRequest.standardTimeout, step: step)
                let scope = CallScope(session: session, principal: principal, rights: rights, budget: budget, used: used)
                group.addTask { [executor, watch] in
                    .called(step, try await executor.perform(request, in: scope) { watch(.stepProgress(step, $0)) })
                }
            case .finding(let draft):
                group.addTask {
                    let finding = try await FindingRecorder(store: store, executor: executor)
                        .finding(from: draft, by: Principal(name: principal.name, kind: .workflow), at: step, in: session)
                    return .found(step, finding, reason: nil)
                }
            }
        }
        for (step, duration) in plan.delays {
            group.addTask { [timer = executor.timer] in
                try await timer.sleep(for: duration)
                return .delayed(step)
            }
        }
    }

    /// What is to be journalled of something that was performed, and what the machine is told of it.
    private func settle(
        _ performed: Performed, _ plan: inout Plan, _ used: inout BudgetUse
    ) -> WorkflowMachine.Event {
        switch performed {
        case .delayed(let step): return .delayed(step)
        case .called(let step, let call):
            used.add(call.used)
            plan.drafts.append(call.event)
            plan.evidence += call.record.map { [$0] } ?? []
            let outcome: WorkflowMachine.StepOutcome
            switch call.result {
            case .success(let evidence):
                outcome = .init(status: .succeeded, output: evidence.output, evidence: evidence.id, error: nil)
                plan.news.append(.stepFinished(step, .succeeded, summary: evidence.summary))
            case .failure(let error):
                outcome = .init(
                    status: error.kind == .timeout ? .timedOut : .failed, output: nil, evidence: nil, error: error)
                plan.news.append(.stepFinished(step, outcome.status, summary: error.message))
            }
            // The output stands in the evidence.
            plan.drafts.append(
                .stepFinished(
                    StepFinished(step, status: outcome.status, evidence: outcome.evidence, error: outcome.error)))
            return .finished(step, outcome)
        case .found(let step, let finding, let reason):
            var output: JSONValue = .null
            if let finding {
                plan.drafts.append(.findingRecorded(FindingRecorded(finding)))
                plan.news.append(.findingRecorded(finding))
                output = ["finding": .string(finding.id.rawValue), "verdict": .string(finding.verdict.rawValue)]
            }
            plan.drafts.append(
                .stepFinished(StepFinished(step, status: .succeeded, output: output, reason: reason)))
            plan.news.append(.stepFinished(step, .succeeded, summary: finding?.statement ?? reason))
            return .finished(step, .init(status: .succeeded, output: output, evidence: nil, error: nil))
        }
    }
}
