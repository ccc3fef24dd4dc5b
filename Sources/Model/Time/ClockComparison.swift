/// By how much a source's clock is seen to be ahead of this host's, of all that tells it.
///
/// What is told is the least that must be so: 0 stands for clocks of which nothing shows that they differ.
package struct ClockComparison: Hashable, Sendable {
    /// Clocks that differ by less agree, in nanoseconds: what is compared is told to the second at times.
    package static let tolerance: Int64 = 2_000_000_000

    /// In nanoseconds; nil while nothing tells.
    private var ahead: Int64?

    package init() {}

    /// Milliseconds; nil where nothing tells.
    package var skew: Int? {
        ahead.map { $0.magnitude > Self.tolerance.magnitude ? Int($0 / 1_000_000) : 0 }
    }

    /// Takes an instant by the source's clock, and when it was written down by this host's.
    ///
    /// One that is older than its writing says nothing: it may have waited, or the file is a copy.
    package mutating func see(_ instant: Timestamp, writtenAt written: Timestamp) {
        let difference = instant.nanoseconds(since: written)
        if difference >= -Self.tolerance { see(difference) }
    }

    /// Takes what the source's clock showed, to the second, at some moment between two of this host's.
    package mutating func see(second: Timestamp, from asked: Timestamp, to answered: Timestamp) {
        let least = second.nanoseconds(since: answered)
        let most = second.advanced(byNanoseconds: 1_000_000_000).nanoseconds(since: asked)
        see(least > 0 ? least : min(most, 0))
    }

    /// Takes what another comparison has seen of the same clock.
    package mutating func take(_ other: ClockComparison) {
        if let difference = other.ahead { see(difference) }
    }

    private mutating func see(_ difference: Int64) {
        guard let ahead else { return self.ahead = difference }
        if difference.magnitude > ahead.magnitude { self.ahead = difference }
    }
}
