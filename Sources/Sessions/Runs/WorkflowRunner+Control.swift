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

    /// Starts a run of the same text and inputs as an earlier one, which takes over the steps that cannot depend on one.
    ///
    /// - Throws: `SessionsError` of code `validation` for an unknown step.
    package func rerun(
        _ earlier: RunID, of session: Session, from step: String, watch: @escaping @Sendable (RunProgress) -> Void
    ) async throws -> Ended {
        guard let known = try await session.refresh().run(earlier) else { throw Self.unknown(earlier) }
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
        guard let change = pinned.firstChange(in: changed, among: finished) else { return }
        throw SessionsError(
            .validation, "step `\(change.step)` has ended in this run, but in the changed workflow \(change.what)",
            hint: "leave finished steps as they are, or start a new run")
    }

    private static func unknown(_ run: RunID) -> SessionsError {
        SessionsError(.notFound, "there is no run \(run) in this session", hint: "`casebook sessions show` lists them")
    }
}
