/// Finds the changes of level in one signal.
struct ChangeDetector {
    /// The largest size that is told; beyond it the number says nothing more.
    static let largestSize = 100.0

    private let signal: Signal
    private let even: EvenSignal

    /// A place where a signal's level changes.
    private struct Cut {
        let index: Int
        let statistic: Double
        /// The levels next to it; nil when they are those of the whole stretches.
        var levels: (before: Double, after: Double)?
        /// How abrupt it is; nil when that is still to be told.
        var abruptness: Double?
    }

    /// Counts of so many an interval vary as measurements do.
    private static let manyCounts = 10.0

    /// All changes of a signal in the order of time.
    /// - Parameter even: The same signal.
    static func changes(in signal: Signal, _ even: EvenSignal) -> [LevelChange] {
        let detector = ChangeDetector(signal: signal, even: even)
        let isLong = signal.values.count >= StepFinder.leastCount
        switch signal.shape {
        case .counts:
            if isLong, let usual = Order.median(signal.increments), usual >= manyCounts { return detector.steps() }
            let score = CountScore(signal.increments, seconds: signal.seconds)
            return detector.changes(Segmenter(score)) { level, other in
                let mean = signal.seconds.reduce(0, +) / Double(signal.seconds.count)
                return (score.dispersion * max(level + other, 1 / mean) / 2 / mean).squareRoot()
            }
        case .rate, .level:
            guard !isLong else { return detector.steps() }
            let score = LevelScore(signal.values)
            return detector.changes(Segmenter(score)) { _, _ in score.sigma }
        }
    }

    private func steps() -> [LevelChange] {
        let values = even.values
        let noise = LocalNoise(values)
        let finder = StepFinder(values, noise: noise)
        let place = StepPlace(values)
        let found = finder.steps()
        var cuts: [Cut] = []
        for (number, step) in found.enumerated() {
            let low = cuts.last?.index ?? 0
            let high = number + 1 < found.count ? found[number + 1].index : values.count
            let index = place.place(
                step.index, reach: step.reach, slope: finder.slope(step, at: step.index), within: low..<high,
                sigma: noise.around(step.index))
            let levels = finder.levels(step, at: index)
            // Where a slope was allowed for, the difference is a step's alone.
            let abruptness = step.hasSlope ? 1 : Self.abruptness(values, low..<high, index, levels, noise.around(index))
            cuts.append(
                Cut(
                    index: index, statistic: step.statistic,
                    levels: (even.level(levels.before), even.level(levels.after)), abruptness: abruptness))
        }
        return changes(cuts, threshold: finder.threshold) { index, before, after in
            even.isProportional ? noise.around(index) * (before + after) / 2 : noise.around(index)
        }
    }

    private func changes(
        _ segmenter: Segmenter<some SplitScoring>, noise: (Double, Double) -> Double
    ) -> [LevelChange] {
        let cuts = segmenter.cuts().map { Cut(index: $0.index, statistic: $0.statistic) }
        return changes(cuts, threshold: segmenter.threshold) { _, before, after in noise(before, after) }
    }

    private func changes(
        _ cuts: [Cut], threshold: Double, noise: (Int, Double, Double) -> Double
    ) -> [LevelChange] {
        var changes: [LevelChange] = []
        for (place, cut) in cuts.enumerated() {
            let low = place > 0 ? cuts[place - 1].index : 0
            let high = place + 1 < cuts.count ? cuts[place + 1].index : signal.values.count
            let before = cut.levels?.before ?? level(low, cut.index)
            let after = cut.levels?.after ?? level(cut.index, high)
            let sigma = noise(cut.index, before, after)
            let abruptness =
                cut.abruptness ?? Self.abruptness(signal.values, low..<high, cut.index, (before, after), sigma)
            guard before != after, abruptness > 0.3 else { continue }
            let size = min(abs(after - before) / sigma, Self.largestSize)
            let strength = cut.statistic * cut.statistic
            let certainty = strength / (strength + threshold * threshold)
            changes.append(
                LevelChange(
                    series: signal.series, earliest: signal.time(before: cut.index), time: signal.times[cut.index],
                    before: before, after: after, size: size, statistic: cut.statistic,
                    confidence: min(1, certainty * (0.6 + 0.4 * abruptness)),
                    novelty: novelty(cut.index, before, after), duration: high - cut.index,
                    lastsToEnd: high == signal.values.count, shape: signal.shape))
        }
        return changes
    }

    /// The level of a stretch; of rare events the mean, for their median is zero.
    private func level(_ low: Int, _ high: Int) -> Double {
        let median = Order.median(signal.values[low..<high]) ?? 0
        guard signal.shape == .counts else { return median }
        let amount = signal.increments[low..<high].reduce(0, +)
        guard amount < 10 * Double(high - low) else { return median }
        return amount / signal.seconds[low..<high].reduce(0, +)
    }

    /// How much of the difference comes about within a few samples: 1 for a step, near 0 for a slow slope.
    private static func abruptness(
        _ values: [Double], _ within: Range<Int>, _ cut: Int, _ levels: (before: Double, after: Double), _ sigma: Double
    ) -> Double {
        let difference = levels.after - levels.before
        let ratio = 5 * sigma / max(abs(difference), .leastNormalMagnitude)
        let width = Int(min(max(5, 2 * ratio * ratio), 1e6))
        let left = values[max(within.lowerBound, cut - width)..<cut]
        let right = values[cut..<min(within.upperBound, cut + width)]
        let jump = right.reduce(0, +) / Double(right.count) - left.reduce(0, +) / Double(left.count)
        return min(1, max(0, jump / difference))
    }

    private func novelty(_ cut: Int, _ before: Double, _ after: Double) -> Double {
        let isRise = after > before
        let beyond = signal.values[0..<cut].count { isRise ? $0 >= after : $0 <= after }
        // Nothing had ever been there: a lone event or two do not make the new level an old one.
        guard before == 0 || beyond > 0 else { return 1 }
        return 1 - Double(beyond) / Double(cut)
    }
}
