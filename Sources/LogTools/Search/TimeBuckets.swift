package import Model

/// Counts by equal stretches of time.
package struct TimeBuckets: Hashable, Sendable {
    /// Counts of one stretch.
    package struct Bucket: Hashable, Sendable, Codable {
        package let start: Timestamp
        package let count: Int
    }

    private static let widths: [Int64] = [
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21_600, 43_200, 86_400, 604_800, 2_592_000,
    ]

    /// In nanoseconds.
    package let width: Int64
    private let origin: Int64
    private var counts: [Int]

    /// Divides a span into at most `maximum` stretches of a round length.
    package init(_ span: TimeSpan, maximum: Int = 60) {
        let second: Int64 = 1_000_000_000
        let length = span.length
        var width = (Self.widths.first { length / ($0 * second) < Int64(maximum - 1) } ?? 0) * second
        if width == 0 { width = length / Int64(maximum - 1) + 1 }
        self.width = width
        let remainder = span.start.nanoseconds % width
        origin = span.start.nanoseconds.saturatingAdd(remainder < 0 ? -(remainder + width) : -remainder)
        let last = span.end.nanoseconds.saturatingAdd(-1)
        counts = [Int](repeating: 0, count: max(1, Int(clamping: (last - origin) / width) + 1))
    }

    package mutating func add(_ instant: Int64, count: Int = 1) {
        let index = Int(clamping: (instant - origin) / width)
        guard counts.indices.contains(index) else { return }
        counts[index] += count
    }

    /// Adds the counts of the same stretches.
    mutating func add(_ other: TimeBuckets) {
        for (index, count) in other.counts.enumerated() where count > 0 { counts[index] += count }
    }

    package var buckets: [Bucket] {
        counts.enumerated().map { index, count in
            Bucket(start: Timestamp(nanoseconds: origin + Int64(index) * width), count: count)
        }
    }
}
