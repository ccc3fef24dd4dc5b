internal import Glibc

/// Something unusual in a series.
package struct Anomaly: Sendable {
    package enum Kind: String, Sendable {
        /// A single value.
        case point
        /// The level of a while.
        case level
        /// A value, or the level of a while, that is not what this time of day had.
        case season
        /// How much the values vary.
        case variability
    }

    /// The first sample that showed it.
    package let index: Int
    /// The last one that did.
    package fileprivate(set) var end: Int
    package fileprivate(set) var kind: Kind
    /// How far beyond what was usual, at the least 1.
    package fileprivate(set) var score: Double
    /// Where it was greatest.
    package fileprivate(set) var peak: Int
    /// What was usual there.
    package fileprivate(set) var expected: Double
}

/// Finds what is unusual in a series, sample after sample, each judged by those before it alone.
///
/// Five measures are kept, each against its own history: how far a value lies from the middle of a day, how far the mean of
/// an hour does, how far either lies from what the days before had at this time, and how much the values of two hours vary.
/// One setting serves all series.
package struct AnomalyDetector {
    /// What is told first stays unless something else is so many times as unusual: a value that leaps makes the hour vary.
    private static let lead = 1.5

    /// Samples of a day, or of a quarter of a shorter series.
    private let day: Int
    private let hour: Int
    private let hasSeason: Bool
    private let values: [Double]

    /// - Parameter interval: Seconds between samples, as a rule.
    package init(_ values: [Double], interval: Double) {
        self.values = values
        let whole = Int((86_400 / max(interval, 0.001)).rounded())
        hasSeason = whole >= 4 && values.count > whole * 2
        day = min(max(whole, 24), max(24, values.count / 4))
        hour = max(6, day / 24)
    }

    /// Everything unusual, in the order of time.
    package func anomalies() -> [Anomaly] {
        guard values.count >= 40 else { return [] }
        let minimum = min(day, values.count / 8)
        var point = TailHistory(minimum: minimum)
        var level = TailHistory(minimum: minimum)
        var season = TailHistory(minimum: minimum)
        var seasonLevel = TailHistory(minimum: minimum)
        var spread = TailHistory(minimum: minimum)
        var middle = RunningMedian(day)
        var short = RunningMean(hour)
        var rest = RunningMean(hour)
        var width = RunningSpread(max(12, day / 12))
        var found: [Anomaly] = []
        for (index, value) in values.enumerated() {
            let usual = middle.value ?? value
            middle.add(value)
            let mean = short.add(value)
            let deviation = width.add(value)
            var best: (kind: Anomaly.Kind, score: Double, expected: Double) = (.point, 0, usual)
            func consider(_ kind: Anomaly.Kind, _ score: Double, _ expected: Double) {
                if score > best.score * (best.score > 1 ? Self.lead : 1) { best = (kind, score, expected) }
            }
            if index >= 10 { consider(.point, point.surprise(abs(value - usual)), usual) }
            if index >= 20 { consider(.level, level.surprise(abs(mean - usual)), usual) }
            if index >= width.length { consider(.variability, spread.surprise(deviation), usual) }
            if hasSeason, let expected = seasonal(index) {
                let difference = rest.add(value - expected)
                consider(.season, season.surprise(abs(value - expected)), expected)
                if index >= day + hour { consider(.season, seasonLevel.surprise(abs(difference)), expected) }
            }
            if best.score > 1 { note(index, best, in: &found) }
        }
        return found
    }

    /// What belongs together is one: a quarter of a day has to pass before the next.
    private func note(
        _ index: Int, _ best: (kind: Anomaly.Kind, score: Double, expected: Double), in found: inout [Anomaly]
    ) {
        guard let last = found.last, index - last.index <= day / 4 else {
            let new = Anomaly(
                index: index, end: index, kind: best.kind, score: best.score, peak: index, expected: best.expected)
            found.append(new)
            return
        }
        found[found.count - 1].end = index
        guard best.score > last.score * Self.lead else { return }
        found[found.count - 1].score = best.score
        found[found.count - 1].kind = best.kind
        found[found.count - 1].peak = index
        found[found.count - 1].expected = best.expected
    }

    /// The middle of what up to seven days before had at this time.
    private func seasonal(_ index: Int) -> Double? {
        guard index >= day else { return nil }
        var earlier: [Double] = []
        earlier.reserveCapacity(21)
        for back in 1...7 {
            let place = index - back * day
            for near in place - 1...place + 1 where near >= 0 { earlier.append(values[near]) }
        }
        earlier.sort()
        return earlier.isEmpty ? nil : earlier[earlier.count / 2]
    }
}

/// The mean of the last values.
private struct RunningMean {
    private let length: Int
    private var ring: [Double] = []
    private var oldest = 0
    private var sum = 0.0

    init(_ length: Int) { self.length = length }

    mutating func add(_ value: Double) -> Double {
        if ring.count < length {
            ring.append(value)
        } else {
            sum -= ring[oldest]
            ring[oldest] = value
            oldest = (oldest + 1) % length
        }
        sum += value
        return sum / Double(ring.count)
    }
}

/// The standard deviation of the last values.
private struct RunningSpread {
    let length: Int
    private var ring: [Double] = []
    private var oldest = 0
    private var sum = 0.0
    private var squares = 0.0
    /// Far from zero the digits that matter would be lost.
    private var origin: Double?

    init(_ length: Int) { self.length = length }

    mutating func add(_ value: Double) -> Double {
        let origin = origin ?? value
        self.origin = origin
        let moved = value - origin
        if ring.count < length {
            ring.append(moved)
        } else {
            sum -= ring[oldest]
            squares -= ring[oldest] * ring[oldest]
            ring[oldest] = moved
            oldest = (oldest + 1) % length
        }
        sum += moved
        squares += moved * moved
        let count = Double(ring.count)
        let mean = sum / count
        return max(0, squares / count - mean * mean).squareRoot()
    }
}
