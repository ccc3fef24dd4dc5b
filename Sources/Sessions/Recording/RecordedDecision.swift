package import JSON
package import Model

/// What a person, or the time, answered to a step.
package struct RecordedDecision: Hashable, Sendable, Codable {
    package let step: StepPlace
    package let purpose: WaitRequested.Purpose
    package let decision: WaitDecided.Decision
    package let answer: JSONValue?
    package let reason: String?

    /// Nil for a question that nobody has answered.
    package init?(_ wait: WaitState) {
        guard let decided = wait.decision ?? wait.approvalElsewhere else { return nil }
        step = StepPlace(wait.request.step)
        purpose = wait.request.purpose
        decision = decided.decision
        answer = decided.answer
        reason = decided.reason
    }
}
