/// A clock on which no time passes.
///
/// In a replay nothing takes time: pauses between attempts are over at once, and no deadline is ever reached, since what
/// a recorded call ended in does not depend on how fast this machine is.
struct StillTimer: Clock {
    /// What becomes of whoever sleeps.
    enum Sleep: Sendable {
        /// It wakes at once.
        case ends
        /// It is sent away and never woken.
        case fails
    }

    struct Instant: InstantProtocol {
        func advanced(by duration: Duration) -> Instant { self }
        func duration(to other: Instant) -> Duration { .zero }
        static func < (left: Instant, right: Instant) -> Bool { false }
    }

    let sleep: Sleep

    var now: Instant { Instant() }
    var minimumResolution: Duration { .zero }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        if case .fails = sleep { throw CancellationError() }
    }
}
