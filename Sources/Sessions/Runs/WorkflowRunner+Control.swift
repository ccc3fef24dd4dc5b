import JSON
package import Model
import Policy
import Store
import Workflows

extension WorkflowRunner {
    /// Ends a run, whoever drives it: its calls are cancelled, and what was finished stays.
    ///
    /// - Parameter patience: Looks at a run that another process drives before this returns with the run still going;
    ///   the request stands in the journal, and that process ends the run when it looks.
    /// - Throws: `SessionsError` of code `ended` when it has ended already.
    package func cancel(
        _ run: RunID, of session: Session, reason: String?, patience: Int = 10,
        watch: @escaping @Sendable (RunProgress) -> Void
    ) async throws -> Ended {
        let redactor = try await executor.callerRedactor(of: session)
        let request = CancelRequested(run: run, reason: reason.map { redactor.redact($0) }, author: principal)
        let (now, author) = (manager.clock.now, principal.name)
        try await session.append { state in
            guard let known = state.run(run) else { throw Self.unknown(run) }
            guard !known.status.isFinal else {
                throw SessionsError(.ended, "\(run) has ended already: \(known.status.rawValue)")
            }
            guard known.cancellation == nil else { return Batch([]) }
            return Batch([EntryDraft(.cancelRequested(request), principal: author, time: now)])
        }
        for _ in 0...patience {
            if let lease = try await manager.store.lease(run) {
                do {
                    let ended = try await take(run, of: session, lease, watch)
                    await lease.release()
                    return ended
                } catch {
                    await lease.release()
                    throw error
                }
            }
            if let status = try await session.refresh().run(run)?.status, status.isFinal {
                return Ended(session: session, run: run, status: status)
            }
            try await pause()
        }
        return Ended(session: session, run: run, status: .running)
    }

    /// Ends a run that nobody drives and somebody wants to end; its text is not needed for it, and may not load any more.
    func end(
        _ run: RunState, of session: Session, _ lease: any RunLease,
        _ watch: @escaping @Sendable (RunProgress) -> Void
    ) async throws -> Ended {
        let cancelled = run.attempts.filter { !$0.status.isFinal }.map { attempt in
            StepFinished(attempt.step, status: .cancelled, reason: "the run was cancelled")
        }
        let events =
            [.runTaken(RunTaken(run: run.id, token: lease.token))] + cancelled.map { Event.stepFinished($0) }
            + [.runFinished(RunFinished(run: run.id, status: .cancelled, outputs: [:]))]
        let now = manager.clock.now
        let drafts = events.map { EntryDraft($0, principal: principal.name, time: now) }
        try await session.append(Batch(drafts, fence: Fence(run: run.id, token: lease.token)))
        watch(.runStarted(session: session.id, run: run.id, workflow: run.workflow))
        for step in cancelled { watch(.stepFinished(step.step, .cancelled, summary: step.reason)) }
        watch(.runFinished(.cancelled))
        return Ended(session: session, run: run.id, status: .cancelled)
    }

    /// Starts a run of the same text and inputs as an earlier one, which takes over the steps that cannot depend on one.
    ///
    /// - Throws: `SessionsError` of code `validation` for an unknown step.
    package func rerun(
        _ earlier: RunID, of session: Session, from step: String, watch: @escaping @Sendable (RunProgress) -> Void
    ) async throws -> Ended {
        guard let known = try await session.refresh().run(earlier) else { throw Self.unknown(earlier) }
        guard !known.needsAcceptance else { throw Self.notAccepted(earlier, known.workflow) }
        let workflow = try load(known.text, known.workflow, known.children)
        guard workflow.step(step) != nil else {
            throw SessionsError(
                .validation, "\(known.workflow) has no step `\(step)`",
                hint: "its steps are \(workflow.steps.map(\.id).joined(separator: ", "))")
        }
        return try await start(
            workflow, inputs: known.inputs, in: .existing(session), reuse: RunReuse(run: earlier, from: step),
            watch: watch)
    }

    /// Whether an unfinished run can go on with another text.
    func check(
        _ changed: Workflow, against pinned: Workflow, of run: RunState, in session: Session
    ) async throws {
        guard changed.name == pinned.name else {
            throw SessionsError(
                .validation, "\(run.id) is a run of \(pinned.name), not of \(changed.name)",
                hint: "--with takes a changed file of the same workflow")
        }
        try refuseSecrets(inTextOf: changed)
        do {
            _ = try changed.resolveInputs(given: run.inputs)
        } catch {
            throw SessionsError(
                .validation, "the run's inputs do not fit the changed workflow: \(error.message)",
                hint: "start a new run with `casebook run`")
        }
        let finished = try await session.finishedSteps(of: run, pinned, executor.registry)
        let settled = pinned.settledSteps(finished: finished, begun: Set(run.attempts.map(\.step.outermost)))
        let change = pinned.firstChange(in: changed, among: settled) ?? pinned.firstChild(in: changed, among: settled)
        guard let change else { return }
        let what = finished.contains(change.step) ? "has ended" : "has begun, or was agreed to,"
        throw SessionsError(
            .validation, "step `\(change.step)` \(what) in this run, but in the changed workflow \(change.what)",
            hint: "leave finished steps as they are, or start a new run")
    }

    private static func unknown(_ run: RunID) -> SessionsError {
        SessionsError(.notFound, "there is no run \(run) in this session", hint: "`casebook sessions show` lists them")
    }
}

extension Workflow {
    /// The steps that a changed text has to leave as they are: those that have ended, and, of those with many calls,
    /// which an agreement does not show one by one, those that have begun or stand behind a gate that was decided.
    fileprivate func settledSteps(finished: Set<String>, begun: Set<String>) -> Set<String> {
        let others = steps.filter { step in
            guard step.child != nil || step.fanOut != nil else { return false }
            return begun.contains(step.id)
                || step.needs.contains { need in
                    guard case .approval = steps[need].action else { return false }
                    return finished.contains(steps[need].id)
                }
        }
        return finished.union(others.map(\.id))
    }

    /// The first of some steps whose workflow has another text, or uses another.
    fileprivate func firstChild(in other: Workflow, among ids: Set<String>) -> (step: String, what: String)? {
        for step in steps where ids.contains(step.id) {
            guard let before = step.child, let after = other.step(step.id)?.child else { continue }
            guard before.text == after.text, before.children == after.children else {
                return (step.id, "the workflow `\(before.name)`, which it uses, is not the same")
            }
        }
        return nil
    }
}

extension WorkflowStep {
    /// The workflow that the step uses.
    fileprivate var child: Workflow? {
        guard case .workflow(let child) = action else { return nil }
        return child.workflow
    }
}
