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
    let room: StorageRoom?
    let budget: Budget
    /// What the journal says of this run's attempts.
    let recorded: RunState
    /// What an earlier run has finished and this one takes over.
    let reusable: ReusableSteps
    /// Ends after the time between two looks at whether somebody wants the run to end.
    let pause: @Sendable () async throws -> Void
    let watch: @Sendable (RunProgress) -> Void

    /// Something that a child task ended with.
    private enum Performed: Sendable {
        case called(StepReference, CallOutcome)
        case found(StepReference, Finding)
        case delayed(StepReference)
        /// Somebody wants the run to end.
        case cancelRequested
    }

    /// What is to be done once the commit is durable.
    struct Plan {
        var drafts: [Event] = []
        var evidence: [EvidenceRecord] = []
        /// Of the calls that the drafts tell of.
        var accounts: [CallAccount] = []
        var starts: [(StepReference, WorkflowMachine.Work)] = []
        var delays: [(StepReference, Duration)] = []
        var news: [RunProgress] = []
        var end: RunStatus?
    }

    /// Where a drive stands.
    struct Course {
        var machine: WorkflowMachine
        var waits: Waits
        var isCancelled = false
        /// Steps that somebody was asked about in this drive, whatever the journal says of an earlier one.
        var begun: Set<StepReference> = []
        /// Questions that have not been answered.
        var asked: [(step: StepReference, wait: WorkflowMachine.Wait)] = []
    }

    /// Drives the run to its end, or until nothing can go on before a person has answered.
    ///
    /// - Throws: `CancellationError` when the task is cancelled, and what the store throws; the run can then be resumed.
    @concurrent
    func drive(_ machine: WorkflowMachine) async throws -> RunStatus {
        try await withThrowingTaskGroup(of: Performed.self) { group in
            defer { group.cancelAll() }
            var course = Course(machine: machine, waits: Waits(await session.state, run: run))
            let meter = BudgetMeter(BudgetUse(of: recorded))
            var plan = Plan()
            try await advance(&course, by: [.begin], &plan)
            let cancellation = CallCancellation()
            let ended = EndedWork()
            group.addTask { try await awaitCancel(cancellation, ended) }
            var outstanding = 0
            while true {
                try await commit(plan)
                if let end = plan.end { return end }
                // Work that nothing else is under way beside needs no task of its own.
                let only = outstanding == 0 && plan.delays.isEmpty && plan.starts.count == 1 ? plan.starts.first : nil
                if only == nil { start(plan, cancellation, meter, ended, in: &group) }
                outstanding += plan.starts.count + plan.delays.count
                plan = Plan()
                guard outstanding > 0 else {
                    try await waitForAnswers(&course, &plan)
                    continue
                }
                let performed: [Performed]
                if let (step, work) = only {
                    performed = [try await perform(work, at: step, cancellation, meter)()]
                } else {
                    performed = try await next(of: &group, ended)
                }
                if let fault = cancellation.fault { throw fault }
                if cancellation.isCancelled, !course.isCancelled {
                    course.isCancelled = true
                    try await advance(&course, by: [.cancel], &plan)
                }
                let events = performed.compactMap { settle($0, &plan) }
                outstanding -= events.count
                try await advance(&course, by: events, &plan)
            }
        }
    }

    /// What has ended since the last look, at least one.
    private func next(
        of group: inout ThrowingTaskGroup<Performed, any Error>, _ ended: EndedWork
    ) async throws -> [Performed] {
        var performed: [Performed] = []
        repeat {
            guard let next = try await group.next() else { break }
            performed.append(next)
            if performed.count == 1 { _ = ended.take() }
        } while ended.take()
        return performed
    }

    private func isToBeCancelled() async -> Bool {
        await session.reading { [run] in $0.run(run)?.cancellation != nil }
    }

    /// What the journal says of earlier tokens may have been written elsewhere, under tokens of another store.
    private func isTakenOver() async -> Bool {
        guard let token = try? await store.token(of: run) else { return false }
        return token > lease.token
    }

    /// Looks now and then whether somebody wants the run to end, or has taken it over; ends its calls when so.
    private func awaitCancel(_ cancellation: CallCancellation, _ ended: EndedWork) async throws -> Performed {
        while true {
            try await pause()
            do {
                // A call of a run that somebody else drives now is of no use to anyone.
                if await isTakenOver() { throw StoreError.fenced(run) }
                try await look()
            } catch {
                cancellation.fail(error)
                throw error
            }
            guard await isToBeCancelled() else { continue }
            cancellation.cancel()
            ended.add()
            return .cancelRequested
        }
    }

    /// Reads what others have added; also, where the run was gone on with from an outline, all that this told of.
    ///
    /// A look that fails is no reason to end a run, the next commit tells what is wrong with the store; a journal that does
    /// not hold is.
    private func look() async throws {
        do {
            try await session.refresh()
        } catch let error as SessionsError where error.kind == .corrupt {
            throw error
        } catch let error as StoreError where error.kind == .corrupt {
            throw error
        } catch {}
    }

    /// Nothing is under way: either somebody has answered meanwhile, or the run has to wait.
    private func waitForAnswers(_ course: inout Course, _ plan: inout Plan) async throws {
        let state = try await session.refresh()
        // Asked for too late for the last look, and nobody looks while a run waits.
        if !course.isCancelled, state.run(run)?.cancellation != nil {
            course.isCancelled = true
            return try await advance(&course, by: [.cancel], &plan)
        }
        course.waits.take(state, run: run)
        let asked = course.asked
        course.asked = []
        var answers: [WorkflowMachine.Event] = []
        for (step, wait) in asked {
            if let event = answer(to: step, wait, course.waits, &plan.drafts) {
                answers.append(event)
            } else {
                course.asked.append((step, wait))
            }
        }
        guard answers.isEmpty else { return try await advance(&course, by: answers, &plan) }
        guard !course.asked.isEmpty else {
            throw SessionsError(.corrupt, "run \(run) has nothing left to do and has not ended")
        }
        plan.drafts.append(.runPaused(RunPaused(run: run)))
        plan.news.append(.runFinished(.waiting))
        plan.end = .waiting
    }

    /// Lets the machine decide until it wants something that is not in the journal.
    private func advance(
        _ course: inout Course, by first: [WorkflowMachine.Event], _ plan: inout Plan
    ) async throws {
        var events = first
        while !events.isEmpty {
            for action in course.machine.handle(events.removeFirst()) {
                switch action {
                case .perform(let step, let work):
                    let attempt = recorded.attempt(step)
                    if let attempt, attempt.status.isFinal {
                        events.append(.finished(step, try await outcome(of: attempt, in: course)))
                    } else if case .call = work, let earlier = reusable[step], try await mayTakeOver(earlier) {
                        // A finding is recorded anew, since this run has to tell it too.
                        events.append(try await takeOver(earlier, as: step, &plan))
                    } else {
                        if attempt?.status != .running {
                            plan.drafts.append(.stepStarted(StepStarted(step)))
                        }
                        plan.starts.append((step, work))
                        plan.news.append(.stepStarted(step))
                    }
                case .settle(let step, let status, let output, let reason, let error):
                    guard recorded.attempt(step)?.status.isFinal != true || course.begun.contains(step) else {
                        continue
                    }
                    plan.drafts.append(
                        .stepFinished(StepFinished(step, status: status, output: output, error: error, reason: reason)))
                    plan.news.append(.stepFinished(step, status, summary: reason ?? error?.message))
                case .delay(let step, let duration):
                    guard recorded.attempt(step) == nil else {
                        events.append(.delayed(step))
                        continue
                    }
                    plan.delays.append((step, duration))
                case .wait(let step, let wait):
                    if let event = answer(to: step, wait, course.waits, &plan.drafts) {
                        events.append(event)
                    } else {
                        course.asked.append((step, wait))
                        course.begun.insert(step)
                        plan.news.append(.stepWaiting(step, message: wait.message))
                    }
                case .finish(let status, let outputs, let error):
                    let end = RunFinished(run: run, status: status, outputs: outputs, error: error)
                    plan.drafts.append(.runFinished(end))
                    plan.news.append(.runFinished(status))
                    plan.end = status
                }
            }
        }
    }

    /// How a recorded attempt ended; its evidence is fetched only where something can read it.
    private func outcome(of attempt: StepAttempt, in course: Course) async throws -> WorkflowMachine.StepOutcome {
        guard course.machine.isRead(attempt.step) else { return WorkflowMachine.StepOutcome(attempt) }
        return try await session.outcome(of: attempt, executor.registry)
    }

    private func commit(_ plan: Plan) async throws {
        defer { for account in plan.accounts { account.close() } }
        let now = executor.clock.now
        // Messages, reasons, outputs and errors of a run can join harmless texts into a secret.
        let redactor = try await executor.callerRedactor(of: session)
        let drafts = plan.drafts.map { event in
            EntryDraft(event.mappingTexts { redactor.redact($0) }, principal: principal.name, time: now)
        }
        try await session.append(
            Batch(drafts, evidence: plan.evidence, fence: Fence(run: run, token: lease.token)))
        for news in plan.news { watch(news) }
    }

    /// Begins what the plan says.
    private func start(
        _ plan: Plan, _ cancellation: CallCancellation, _ meter: BudgetMeter, _ ended: EndedWork,
        in group: inout ThrowingTaskGroup<Performed, any Error>
    ) {
        for (step, duration) in plan.delays {
            group.addTask { [timer = executor.timer] in
                try await timer.sleep(for: duration)
                ended.add()
                return .delayed(step)
            }
        }
        for (step, work) in plan.starts {
            let work = perform(work, at: step, cancellation, meter)
            group.addTask {
                let performed = try await work()
                ended.add()
                return performed
            }
        }
    }

    /// The work of a step, ready to be done in whatever task.
    private func perform(
        _ work: WorkflowMachine.Work, at step: StepReference, _ cancellation: CallCancellation, _ meter: BudgetMeter
    ) -> @Sendable () async throws -> Performed {
        switch work {
        case .call(let tool, let version, let arguments, let cache, let timeout):
            let request = CallRequest(
                tool: tool, version: version, arguments: arguments, cache: cache,
                timeout: timeout ?? CallRequest.standardTimeout, step: step)
            let scope = CallScope(
                session: session, principal: principal, rights: rights, budget: budget,
                used: meter.beginCall(), meter: meter, cancellation: cancellation, room: room)
            return { [executor, watch] in
                let outcome = try await executor.perform(request, in: scope) { watch(.stepProgress(step, $0)) }
                return .called(step, outcome)
            }
        case .finding(let draft):
            let author = Principal(name: principal.name, kind: .workflow)
            let recorder = FindingRecorder(store: store, executor: executor, rights: rights)
            return { [session] in
                .found(step, try await recorder.finding(from: draft, by: author, at: step, in: session))
            }
        }
    }

    /// What is to be journalled of something that was performed, and what the machine is told of it.
    private func settle(_ performed: Performed, _ plan: inout Plan) -> WorkflowMachine.Event? {
        switch performed {
        case .cancelRequested: return nil
        case .delayed(let step): return .delayed(step)
        case .called(let step, let call):
            plan.drafts.append(call.event)
            plan.accounts.append(call.account)
            plan.evidence += call.record.map { [$0] } ?? []
            let outcome: WorkflowMachine.StepOutcome
            switch call.result {
            case .success(let evidence):
                outcome = .init(status: .succeeded, output: evidence.output, evidence: evidence.id, error: nil)
                plan.news.append(.stepFinished(step, .succeeded, summary: evidence.summary))
            case .failure(let error):
                outcome = .init(status: StepStatus(of: error), output: nil, evidence: nil, error: error)
                plan.news.append(.stepFinished(step, outcome.status, summary: error.message))
            }
            // The output stands in the evidence.
            plan.drafts.append(
                .stepFinished(
                    StepFinished(step, status: outcome.status, evidence: outcome.evidence, error: outcome.error)))
            return .finished(step, outcome)
        case .found(let step, let finding):
            let output: JSONValue = [
                "finding": .string(finding.id.rawValue), "verdict": .string(finding.verdict.rawValue),
            ]
            plan.drafts.append(.findingRecorded(FindingRecorded(finding)))
            plan.drafts.append(.stepFinished(StepFinished(step, status: .succeeded, output: output)))
            plan.news += [.findingRecorded(finding), .stepFinished(step, .succeeded, summary: finding.statement)]
            return .finished(step, .init(status: .succeeded, output: output, evidence: nil, error: nil))
        }
    }
}

extension StepStatus {
    /// How a step ended that ended in this error.
    fileprivate init(of error: ToolError) {
        switch error.kind {
        case .timeout: self = .timedOut
        case .cancelled: self = .cancelled
        default: self = .failed
        }
    }
}
