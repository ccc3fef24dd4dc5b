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
/// an hour does, how far either lies from what the days or weeks before had at this time, and how much the values of two
/// hours vary. What came as high twice in the last week is usual: a series of spikes is no series of alarms. One setting
/// serves all series, and nothing depends on how many values follow.
package struct AnomalyDetector {
    /// What is told first stays unless something else is so many times as unusual: a value that leaps makes the hour vary.
    private static let lead = 1.5
    /// A measure passes its unusual level once in so many samples, and not more often than once in so many days.
    private static let returnPeriod = (samples: 5000.0, days: 17.0)
    /// The most samples of a day; when they are more often, less than a day is remembered.
    private static let longestDay = 8640.0

    /// The most samples of an hour, so that in a short series there are many.
    private static let longestHour = 30
    /// With fewer values before it nothing is unusual.
    private static let leastHistory = 40

    /// Samples of a day.
    private let day: Int
    private let values: [Double]
    private let returnPeriod: Double

    /// - Parameter interval: Seconds between samples, as a rule.
    package init(_ values: [Double], interval: Double) {
        self.values = values
        returnPeriod = max(Self.returnPeriod.samples, Self.returnPeriod.days * 86_400 / max(interval, 0.001))
        day = Int(min(max(86_400 / max(interval, 0.001), 24), Self.longestDay).rounded())
    }

    /// Everything unusual, in the order of time.
    package func anomalies() -> [Anomaly] {
        guard values.count >= 40 else { return [] }
        let hour = min(max(6, day / 24), Self.longestHour)
        let minimum = Self.leastHistory
        var point = TailHistory(minimum: minimum, returnPeriod: returnPeriod)
        var level = TailHistory(minimum: minimum, returnPeriod: returnPeriod)
        var season = TailHistory(minimum: day, returnPeriod: returnPeriod)
        var seasonLevel = TailHistory(minimum: day, returnPeriod: returnPeriod)
        var spread = TailHistory(minimum: minimum, returnPeriod: returnPeriod)
        var middle = RunningMedian(day)
        var short = RunningMean(hour)
        var rest = RunningMean(hour)
        var width = RunningSpread(2 * hour)
        var earlier = SeasonalMiddle(day: day)
        var peaks = KnownPeaks(memory: 7 * day, apart: day / 4)
        var found: [Anomaly] = []
        for (index, value) in values.enumerated() {
            // Nobody waits for what comes now; who called finds out itself.
            if index % 4096 == 0, Task.isCancelled { break }
            let usual = middle.value ?? value
            middle.add(value)
            let mean = short.add(value)
            let deviation = width.add(value)
            var best: (kind: Anomaly.Kind, score: Double, expected: Double) = (.point, 0, usual)
            func consider(_ kind: Anomaly.Kind, _ score: Double, _ expected: Double) {
                // A value that leaps makes the hours vary, which tells nothing more.
                if kind == .variability, best.score > 1 { return }
                if score > best.score * (best.score > 1 ? Self.lead : 1) { best = (kind, score, expected) }
            }
            if index >= 10 { consider(.point, point.surprise(abs(value - usual)), usual) }
            if index >= 20 { consider(.level, level.surprise(abs(mean - usual)), usual) }
            if index >= width.length { consider(.variability, spread.surprise(deviation), usual) }
            if let expected = earlier.expected(values, at: index) {
                let difference = rest.add(value - expected)
                consider(.season, season.surprise(abs(value - expected)), expected)
                if index >= day + hour { consider(.season, seasonLevel.surprise(abs(difference)), expected) }
            }
            guard best.score > 1 else { continue }
            let isUsual = peaks.isUsual(abs(value - best.expected), at: index, isPoint: best.kind == .point)
            if let last = found.last, index - last.index <= day / 4 {
                extend(&found[found.count - 1], to: index, best)
            } else if !isUsual {
                found.append(
                    Anomaly(
                        index: index, end: index, kind: best.kind, score: best.score, peak: index,
                        expected: best.expected))
            }
        }
        return found
    }

    /// What belongs together is one: a quarter of a day has to pass before the next.
    private func extend(
        _ anomaly: inout Anomaly, to index: Int, _ best: (kind: Anomaly.Kind, score: Double, expected: Double)
    ) {
        anomaly.end = index
        guard best.score > anomaly.score * Self.lead, best.kind != .variability else { return }
        anomaly.score = best.score
        anomaly.kind = best.kind
        anomaly.peak = index
        anomaly.expected = best.expected
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
