internal import Scanning

/// How often one message came, and when after each of the given times.
struct FollowCounts: PlacedTally {
    /// What came after one of the times.
    struct After: Sendable {
        /// From the time to the first line, in nanoseconds.
        var lag: Int64
        var count: Int
    }

    var count = 0
    var first = Int64.max
    var last = Int64.min
    var level: LogLevel?
    var example: MinedLine.Place?
    private(set) var after: [Int: After] = [:]
    private let times: FollowedTimes?

    init() { times = FollowedTimes.current }

    mutating func add(_ line: MinedLine, _ bytes: Span<UInt8>, _ variables: [Range<Int>]) {
        count += 1
        first = min(first, line.instant)
        last = max(last, line.instant)
        if let level = line.facts.level { self.level = self.level.map { max($0, level) } ?? level }
        let index = times?.index(before: line.instant)
        // A line that follows one of the times shows more than one that does not.
        if example == nil || after.isEmpty && index != nil { example = line.place }
        guard let times, let index else { return }
        let lag = line.instant - times.instants[index]
        if let own = after[index] {
            after[index] = After(lag: min(own.lag, lag), count: own.count + 1)
        } else {
            after[index] = After(lag: lag, count: 1)
        }
    }

    mutating func add(_ other: FollowCounts) {
        if other.example != nil, example == nil || after.isEmpty && !other.after.isEmpty { example = other.example }
        count += other.count
        first = min(first, other.first)
        last = max(last, other.last)
        if let level = other.level { self.level = self.level.map { max($0, level) } ?? level }
        for (index, theirs) in other.after {
            let own = after[index] ?? After(lag: .max, count: 0)
            after[index] = After(lag: min(own.lag, theirs.lag), count: own.count + theirs.count)
        }
    }

    mutating func place(_ put: (inout MinedLine.Place) -> Void) {
        if var place = example {
            put(&place)
            example = place
        }
    }
}

/// The times that are given, and how long after them something follows.
struct FollowedTimes: Sendable {
    /// Of the call that is made.
    @TaskLocal static var current: FollowedTimes?

    /// In order.
    let instants: [Int64]
    /// In nanoseconds.
    let within: Int64

    /// The last of the times that is not after an instant and not too long before it.
    func index(before instant: Int64) -> Int? {
        var (low, high) = (0, instants.count)
        while low < high {
            let middle = (low + high) / 2
            if instants[middle] <= instant { low = middle + 1 } else { high = middle }
        }
        guard low > 0, instant - instants[low - 1] <= within else { return nil }
        return low - 1
    }

    /// How much time in a span follows one of the times, in nanoseconds.
    func covered(from start: Int64, to end: Int64) -> Int64 {
        var covered: Int64 = 0
        for (index, instant) in instants.enumerated() {
            let next = index + 1 < instants.count ? instants[index + 1] : Int64.max
            let stop = min(end, next, instant.saturatingAdd(within))
            covered += max(0, stop - max(start, instant))
        }
        return covered
    }
}
