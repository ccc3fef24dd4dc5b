/// An instant in UTC, in nanoseconds since 1970, from the year 1678 to 2262.
package struct Timestamp: Hashable, Sendable, Comparable {
    /// Nanoseconds since 1970-01-01T00:00:00Z, leap seconds not counted.
    package let nanoseconds: Int64

    package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// Takes milliseconds since 1970, clamped to what nanoseconds can hold.
    package init(milliseconds: Int64) {
        let (product, overflow) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
        nanoseconds = overflow ? (milliseconds < 0 ? .min : .max) : product
    }

    /// Takes seconds since 1970, rounded to the nearest nanosecond that a double tells apart; nil when out of range.
    package init?(seconds: Double) {
        guard let value = Int64(exactly: (seconds * 1e9).rounded()) else { return nil }
        nanoseconds = value
    }

    /// Whole milliseconds since 1970, rounded down.
    package var milliseconds: Int64 {
        let (quotient, remainder) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// Seconds since 1970.
    package var seconds: Double { Double(nanoseconds) / 1e9 }

    package static func < (left: Self, right: Self) -> Bool { left.nanoseconds < right.nanoseconds }

    /// Moves by a number of nanoseconds; stays at the ends of the range rather than wrap round.
    package func advanced(byNanoseconds delta: Int64) -> Timestamp {
        let (sum, overflow) = nanoseconds.addingReportingOverflow(delta)
        return Timestamp(nanoseconds: overflow ? (delta < 0 ? .min : .max) : sum)
    }

    /// Nanoseconds from `other` to this; clamped.
    package func nanoseconds(since other: Timestamp) -> Int64 {
        let (difference, overflow) = nanoseconds.subtractingReportingOverflow(other.nanoseconds)
        return overflow ? (nanoseconds < 0 ? .min : .max) : difference
    }
}
