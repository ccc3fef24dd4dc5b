/// Counts the calls of one principal: how many there are at once, and how many in a minute.
///
/// A minute's calls can be made at once, and come back one by one: an honest burst is not refused.
package struct CallMeter: Sendable {
    /// Why a call is not taken.
    package enum Refusal: Hashable, Sendable {
        /// As many are being answered as may be.
        case crowded(limit: Int)
        /// As many were made as may be; the next one may be made after this time.
        case tooFast(limit: Int, wait: Duration)
    }

    private let limits: PrincipalLimits
    private var open = 0
    /// Calls that may be made at `seen`, up to a minute's.
    private var left: Double
    private var seen: Duration?

    package init(_ limits: PrincipalLimits) {
        self.limits = limits
        left = Double(limits.callsPerMinute ?? 0)
    }

    /// Takes a call in, or says why not.
    ///
    /// - Parameter now: The time on a clock that only runs forward.
    package mutating func begin(at now: Duration) -> Refusal? {
        if let most = limits.calls, open >= most { return .crowded(limit: most) }
        if let most = limits.callsPerMinute {
            refill(to: now, most: Double(most))
            guard left >= 1 else {
                guard most > 0 else { return .tooFast(limit: 0, wait: .seconds(60)) }
                return .tooFast(limit: most, wait: .seconds((1 - left) * 60 / Double(most)))
            }
            left -= 1
        }
        open += 1
        return nil
    }

    /// Notes that a call that was taken in has been answered.
    package mutating func end() { open = max(open - 1, 0) }

    private mutating func refill(to now: Duration, most: Double) {
        defer { seen = max(seen ?? now, now) }
        guard let seen, now > seen else { return }
        left = min(most, left + (now - seen) / .seconds(60) * most)
    }
}
