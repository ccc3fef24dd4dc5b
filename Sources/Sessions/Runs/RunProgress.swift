package import Model
package import Tooling

/// What happens in a run, for whoever watches it; told after it was made durable.
package enum RunProgress: Sendable {
    case runStarted(session: SessionID, run: RunID, workflow: String)
    case stepStarted(StepReference)
    /// How far a tool is; never stored.
    case stepProgress(StepReference, Progress)
    /// The summary is the evidence's, or the reason why there is none.
    case stepFinished(StepReference, StepStatus, summary: String?)
    case stepWaiting(StepReference, message: String)
    case findingRecorded(Finding)
    case runFinished(RunStatus)
}
