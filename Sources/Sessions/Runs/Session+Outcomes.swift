import JSON
import Model
import Tooling
import Workflows

extension Session {
    /// How an attempt ended, as the machine is told of it; the output of a call is that of its evidence.
    ///
    /// - Parameter tools: Tell which whole numbers of stored evidence are doubles, for expressions tell them apart.
    func outcome(of attempt: StepAttempt, _ tools: ToolRegistry) async throws -> WorkflowMachine.StepOutcome {
        if let tombstone = attempt.tombstone {
            throw SessionsError.removed("what step \(attempt.step.path) gave", by: tombstone)
        }
        var output = attempt.output
        if output == nil, let id = attempt.evidence {
            guard let evidence = try await evidence(id) else {
                if let tombstone = current.tombstone(of: id) {
                    throw SessionsError.removed("the evidence \(id) of step \(attempt.step.path)", by: tombstone)
                }
                throw SessionsError(.corrupt, "the evidence \(id) of step \(attempt.step.path) is gone")
            }
            output = tools[evidence.tool]?.typed(evidence.output) ?? evidence.output
        }
        return WorkflowMachine.StepOutcome(
            status: attempt.status, output: output, evidence: attempt.evidence, error: attempt.error)
    }

    /// The top-level steps of a run that have ended for good: none of them is to be tried or asked about again.
    func finishedSteps(of run: RunState, _ workflow: Workflow, _ tools: ToolRegistry) async throws -> Set<String> {
        var machine = WorkflowMachine(
            workflow: workflow, inputs: run.inputs, session: run.session, run: run.id, maxParallel: .max)
        let waits = RunDriver.Waits(state, run: run.id)
        var open: Set<String> = []
        var events: [WorkflowMachine.Event] = [.begin]
        while !events.isEmpty {
            for action in machine.handle(events.removeFirst()) {
                switch action {
                case .perform(let step, _):
                    if let attempt = run.attempt(step), attempt.status.isFinal {
                        let isRead = machine.isRead(step)
                        let outcome =
                            isRead ? try await outcome(of: attempt, tools) : WorkflowMachine.StepOutcome(attempt)
                        events.append(.finished(step, outcome))
                    } else {
                        open.insert(step.outermost)
                    }
                case .delay(let step, _):
                    if run.attempt(step) != nil { events.append(.delayed(step)) } else { open.insert(step.outermost) }
                case .wait(let step, let wait):
                    let known = waits.wait(step, for: wait.bound)
                    let isDone = wait.isOwn(of: step) && run.attempt(step)?.status.isFinal == true
                    if let decided = known?.decision ?? (isDone ? known?.approvalElsewhere : nil) {
                        events.append(.decided(step, WorkflowMachine.Decision(decided)))
                    } else {
                        open.insert(step.outermost)
                    }
                case .settle, .finish: break
                }
            }
        }
        return Set(run.attempts.map(\.step.outermost)).subtracting(open)
    }
}

extension StepReference {
    /// The step of the run's own workflow: a path within a sub-workflow begins with that of the step which runs it.
    var outermost: String { String(path.prefix { $0 != "/" && $0 != "[" }) }
}

extension WorkflowMachine.StepOutcome {
    /// How an attempt ended whose output nothing reads.
    init(_ attempt: StepAttempt) {
        self.init(
            status: attempt.status, output: attempt.output, evidence: attempt.evidence, error: attempt.error)
    }
}
