/// Finds the changes of level in one signal.
struct ChangeDetector {
    /// The largest size that is told; beyond it the number says nothing more.
    static let largestSize = 100.0

    private let signal: Signal

    /// All changes of a signal in the order of time.
    static func changes(in signal: Signal) -> [LevelChange] {
        let detector = ChangeDetector(signal: signal)
        switch signal.shape {
        case .counts:
            let score = CountScore(signal.increments, seconds: signal.seconds)
            return detector.changes(Segmenter(score)) { level, other in
                let mean = signal.seconds.reduce(0, +) / Double(signal.seconds.count)
                return (score.dispersion * max(level + other, 1 / mean) / 2 / mean).squareRoot()
            }
        case .rate, .level:
            let score = LevelScore(signal.values)
            return detector.changes(Segmenter(score)) { _, _ in score.sigma }
        }
    }

    private func changes(
        _ segmenter: Segmenter<some SplitScoring>, noise: (Double, Double) -> Double
    ) -> [LevelChange] {
        let cuts = segmenter.cuts()
        var changes: [LevelChange] = []
        for (place, cut) in cuts.enumerated() {
            let low = place > 0 ? cuts[place - 1].index : 0
            let high = place + 1 < cuts.count ? cuts[place + 1].index : signal.values.count
            let before = level(low, cut.index)
            let after = level(cut.index, high)
            let sigma = noise(before, after)
            let abruptness = abruptness(low, cut.index, high, before, after, sigma)
            guard before != after, abruptness > 0.3 else { continue }
            let size = min(abs(after - before) / sigma, Self.largestSize)
            let strength = cut.statistic * cut.statistic
            let certainty = strength / (strength + segmenter.threshold * segmenter.threshold)
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
    private func abruptness(
        _ low: Int, _ cut: Int, _ high: Int, _ before: Double, _ after: Double, _ sigma: Double
    ) -> Double {
        let ratio = 5 * sigma / max(abs(after - before), .leastNormalMagnitude)
        let width = Int(min(max(5, 2 * ratio * ratio), 1e6))
        let left = signal.values[max(low, cut - width)..<cut]
        let right = signal.values[cut..<min(high, cut + width)]
        let jump = right.reduce(0, +) / Double(right.count) - left.reduce(0, +) / Double(left.count)
        return min(1, max(0, jump / (after - before)))
    }

    private func novelty(_ cut: Int, _ before: Double, _ after: Double) -> Double {
        let isRise = after > before
        let beyond = signal.values[0..<cut].count { isRise ? $0 >= after : $0 <= after }
        // Nothing had ever been there: a lone event or two do not make the new level an old one.
        guard before == 0 || beyond > 0 else { return 1 }
        return 1 - Double(beyond) / Double(cut)
    }
}
