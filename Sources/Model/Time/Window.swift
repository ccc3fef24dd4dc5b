/// A half-open stretch of time: `start` belongs to it, `end` does not.
package struct TimeSpan: Hashable, Sendable, Codable {
    package let start: Timestamp
    package let end: Timestamp

    /// Takes start and end; an end before the start is drawn up to it.
    package init(start: Timestamp, end: Timestamp) {
        self.start = start
        self.end = max(start, end)
    }

    /// Nanoseconds from start to end.
    package var length: Int64 { end.nanoseconds(since: start) }

    package var isEmpty: Bool { start == end }

    package func contains(_ instant: Timestamp) -> Bool { start <= instant && instant < end }

    /// The part that both spans share; empty at the later start when there is none.
    package func intersection(_ other: TimeSpan) -> TimeSpan {
        let start = max(self.start, other.start)
        return TimeSpan(start: start, end: min(end, other.end))
    }

    /// The smallest span that holds both.
    package func union(_ other: TimeSpan) -> TimeSpan {
        TimeSpan(start: min(start, other.start), end: max(end, other.end))
    }
}

/// The time that an investigation is about, and the normal time that it is compared with.
package struct Window: Hashable, Sendable, Codable {
    package let start: Timestamp
    package let end: Timestamp
    package let baseline: TimeSpan

    /// Takes a span; without a baseline the equal span before it is used.
    package init(_ span: TimeSpan, baseline: TimeSpan? = nil) {
        start = span.start
        end = span.end
        self.baseline =
            baseline ?? TimeSpan(start: span.start.advanced(byNanoseconds: -span.length), end: span.start)
    }

    package var span: TimeSpan { TimeSpan(start: start, end: end) }
}

extension Window {
    /// The window of a session that was given none: the hour before the end of the data, clamped to the data.
    package init(defaultFor extent: TimeSpan) {
        let hour: Int64 = 3_600_000_000_000
        // Windows are journalled in whole milliseconds; rounded outward, the last line stays within.
        let end = Timestamp(milliseconds: extent.end.advanced(byNanoseconds: 999_999).milliseconds)
        let start = max(Timestamp(milliseconds: extent.start.milliseconds), end.advanced(byNanoseconds: -hour))
        self.init(TimeSpan(start: start, end: end))
    }
}
