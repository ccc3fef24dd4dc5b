import Synchronization

/// Bounds how many refusals of one principal are written down, so that nobody fills the server's only journal with what
/// is not there.
final class RefusalMeter: Sendable {
    enum Verdict {
        /// It is written down.
        case written
        /// That there are more is written down instead.
        case summed
        /// Nothing is.
        case passed
    }

    /// What is written down of a principal within a minute.
    static let most = 30

    private struct Minute {
        var begin: Duration
        var count = 0
    }

    private let minute = Mutex<Minute?>(nil)

    /// - Parameter now: The time on a clock that only runs forward.
    func note(at now: Duration) -> Verdict {
        minute.withLock { minute in
            var current = minute ?? Minute(begin: now)
            if now - current.begin >= .seconds(60) { current = Minute(begin: now) }
            current.count += 1
            minute = current
            guard current.count > Self.most else { return .written }
            return current.count == Self.most + 1 ? .summed : .passed
        }
    }
}
