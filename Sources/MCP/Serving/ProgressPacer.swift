/// Decides which progress messages go out: a burst at once, then so many a second (a token bucket).
struct ProgressPacer: Hashable, Sendable {
    private let interval: UInt64
    private let capacity: UInt64
    private var credit: UInt64
    private var last: UInt64?

    init(rate: Int) {
        let rate = UInt64(max(rate, 1))
        interval = 1_000_000_000 / rate
        capacity = interval &* rate
        credit = capacity
    }

    /// Whether a message may go out now, in nanoseconds of a clock that never goes back.
    mutating func admits(at now: UInt64) -> Bool {
        if let last, now > last { credit = min(capacity, credit &+ min(now - last, capacity)) }
        last = now
        guard credit >= interval else { return false }
        credit -= interval
        return true
    }
}
