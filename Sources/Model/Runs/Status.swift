/// Where a step stands.
package enum StepStatus: String, Sendable, Codable, CaseIterable {
    case pending, running, waiting, skipped, succeeded, failed, cancelled, timedOut

    /// True when nothing more will happen to the step.
    package var isFinal: Bool {
        switch self {
        case .pending, .running, .waiting: false
        case .skipped, .succeeded, .failed, .cancelled, .timedOut: true
        }
    }

    /// True of an end that counts as a failure.
    package var isFailure: Bool {
        switch self {
        case .pending, .running, .waiting, .skipped, .succeeded: false
        case .failed, .cancelled, .timedOut: true
        }
    }
}

/// Where a run stands.
package enum RunStatus: String, Sendable, Codable, CaseIterable {
    case running, waiting, succeeded, failed, cancelled

    package var isFinal: Bool { self != .running && self != .waiting }
}
