import Model
import Workflows

/// What an earlier run of the same text has finished and a new one takes over: all that cannot depend on the step from
/// which it is made anew.
struct ReusableSteps: Sendable {
    private struct Place: Hashable {
        let path: String
        let iteration: Int?
    }

    private var attempts: [Place: StepAttempt] = [:]

    /// Takes over nothing.
    init() {}

    init(_ earlier: RunState, of workflow: Workflow, from step: String) {
        let remade = workflow.stepsDepending(on: step) ?? []
        for attempt in earlier.attempts where attempt.status == .succeeded {
            guard !remade.contains(attempt.step.outermost) else { continue }
            attempts[Place(path: attempt.step.path, iteration: attempt.step.iteration)] = attempt
        }
    }

    /// The last attempt of the earlier run at this step, where it succeeded.
    subscript(step: StepReference) -> StepAttempt? { attempts[Place(path: step.path, iteration: step.iteration)] }
}
