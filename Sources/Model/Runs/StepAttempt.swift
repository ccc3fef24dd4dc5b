package import JSON

/// One attempt at a step.
package struct StepAttempt: Hashable, Sendable {
    package let step: StepReference
    package private(set) var started: Timestamp
    package private(set) var finished: Timestamp?
    package private(set) var status: StepStatus = .running
    /// Whether it has made a call.
    package private(set) var hasCalled = false
    package private(set) var evidence: EvidenceID?
    private var more: More = .nothing

    /// What is told of few: there are thousands of attempts, and room for it in each would double what they take.
    private enum More: Hashable, Sendable {
        case nothing
        indirect case told(Details)
    }

    private struct Details: Hashable, Sendable {
        var output: JSONValue?
        var error: ToolError?
        var reason: String?
        var tombstone: Int?

        var areEmpty: Bool { output == nil && error == nil && reason == nil && tombstone == nil }
    }

    init(step: StepReference, started: Timestamp) {
        self.step = step
        self.started = started
    }

    package var output: JSONValue? { details.output }
    package var error: ToolError? { details.error }
    package var reason: String? { details.reason }
    /// The entry that tells that what the attempt gave was removed; nil where it is there.
    package var tombstone: Int? { details.tombstone }

    private var details: Details {
        get {
            guard case .told(let details) = more else { return Details() }
            return details
        }
        set { more = newValue.areEmpty ? .nothing : .told(newValue) }
    }

    mutating func wait() { status = .waiting }

    mutating func noteCall() { hasCalled = true }

    mutating func leave(in session: SessionID, at time: Timestamp) {
        status = .cancelled
        finished = time
        details.reason = "left behind in \(session)"
    }

    /// The work after an approval begins.
    mutating func begin(at time: Timestamp) {
        started = time
        status = .running
    }

    mutating func finish(_ finished: StepFinished, at time: Timestamp) {
        finish(finished.status, finished.evidence, at: time)
        details = Details(
            output: finished.output, error: finished.error, reason: finished.reason, tombstone: tombstone)
    }

    /// Ends an attempt of which no more is told than this.
    mutating func finish(_ status: StepStatus, _ evidence: EvidenceID?, at time: Timestamp) {
        finished = time
        self.status = status
        self.evidence = evidence
        guard case .told = more else { return }
        details = Details(tombstone: tombstone)
    }

    mutating func remove(by tombstone: Int) { details.tombstone = tombstone }
}
