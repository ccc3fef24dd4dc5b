internal import Glibc

/// Finds where a signal begins to vary more or less, or its slope turns, while its level says nothing of it.
///
/// Both are changes of level of something else: of the logarithm of how far values lie from their neighbours, and of the
/// steps between the means of blocks. What a change of level explains is none of theirs.
struct ShapeChanges {
    /// Variation or slope has to change by so many times.
    private static let leastRatio = 2.5

    private let signal: Signal
    /// Without season and steps.
    private let values: [Double]

    /// - Parameters:
    ///   - even: The same signal.
    ///   - changes: The signal's changes of level.
    static func all(in signal: Signal, _ even: EvenSignal, besides changes: [LevelChange]) -> [LevelChange] {
        guard signal.shape != .counts, signal.values.count >= 60 else { return [] }
        let shapes = ShapeChanges(signal: signal, values: even.withoutSteps(changes, times: signal.times))
        return shapes.variances(besides: changes) + shapes.trends(besides: changes)
    }

    private func variances(besides changes: [LevelChange]) -> [LevelChange] {
        let spreads = Self.spreads(values)
        // What never moves has no logarithm; a thousandth of what is usual stands for it.
        let usual = Order.quantile(spreads, 0.75) ?? 0
        guard usual > 0 else { return [] }
        let block = 5
        let logs = stride(from: 0, to: spreads.count - block + 1, by: block).map { start in
            // A spike is two great distances, which are not the middle of five.
            log((Order.median(spreads[start..<start + block]) ?? 0) + usual / 1000)
        }
        return found(logs, block: block, kind: .variance, besides: changes) { low, cut, high in
            func means(_ spreads: [Double]) -> (before: Double, after: Double) {
                let before = spreads[low..<cut].reduce(0, +) / Double(max(1, cut - low))
                return (before, spreads[cut..<high].reduce(0, +) / Double(max(1, high - cut)))
            }
            let (before, after) = means(spreads)
            let ratio = max(before, after) / max(min(before, after), .leastNormalMagnitude)
            return ratio >= Self.leastRatio ? means(Self.spreads(signal.values)) : nil
        }
    }

    /// How far each value lies from the one before.
    private static func spreads(_ values: [Double]) -> [Double] {
        values.indices.map { index in abs(values[index] - values[max(0, index - 1)]) }
    }

    /// The steps between the means of blocks.
    private static func steps(_ values: [Double], _ block: Int) -> [Double] {
        let means = stride(from: 0, to: values.count - block + 1, by: block).map { start in
            values[start..<start + block].reduce(0, +) / Double(block)
        }
        return zip(means.dropFirst(), means).map { $0 - $1 }
    }

    private func trends(besides changes: [LevelChange]) -> [LevelChange] {
        let block = max(5, values.count / 64)
        let steps = Self.steps(values, block)
        guard steps.count >= 11 else { return [] }
        let length = Double(block) * Double(max(1, signal.interval)) / 1000
        guard Self.turns(steps) else { return [] }
        return found(steps, block: block, kind: .trend, besides: changes) { low, cut, high in
            func slope(_ part: Range<Int>, of steps: [Double]) -> Double {
                let steps = steps[(part.lowerBound / block)..<min(steps.count, part.upperBound / block)]
                return steps.reduce(0, +) / Double(max(1, steps.count)) / length
            }
            let before = slope(low..<cut, of: steps)
            let after = slope(cut..<high, of: steps)
            let isTurn = max(abs(before), abs(after)) >= Self.leastRatio * min(abs(before), abs(after))
            guard isTurn || before * after < 0 else { return nil }
            let own = Self.steps(signal.values, block)
            return (slope(low..<cut, of: own), slope(cut..<high, of: own))
        }
    }

    /// Whether slopes are those of straight lines with turns: a season, or slow noise, is a curve, whose slope is hardly
    /// ever the same for long.
    private static func turns(_ steps: [Double]) -> Bool {
        let score = LevelScore(steps)
        let bounds = [0] + Segmenter(score).cuts().map(\.index) + [steps.count]
        var whole = 0.0
        var rest = 0.0
        var product = 0.0
        let mean = steps.reduce(0, +) / Double(steps.count)
        for (low, high) in zip(bounds, bounds.dropFirst()) {
            let own = steps[low..<high].reduce(0, +) / Double(max(1, high - low))
            for index in low..<high {
                whole += (steps[index] - mean) * (steps[index] - mean)
                rest += (steps[index] - own) * (steps[index] - own)
                if index > low { product += (steps[index] - own) * (steps[index - 1] - own) }
            }
        }
        // Differences of means that vary by chance alternate: the correlation of neighbours is -1/2.
        return product < -0.2 * rest || rest < 0.02 * whole
    }

    /// The changes of level of a derived signal with a value a block, surer than those of a level have to be.
    private func found(
        _ derived: [Double], block: Int, kind: LevelChange.Kind, besides changes: [LevelChange],
        _ levels: (Int, Int, Int) -> (Double, Double)?
    ) -> [LevelChange] {
        let score = LevelScore(derived)
        let segmenter = Segmenter(score)
        let cuts = segmenter.cuts().filter { $0.statistic >= segmenter.threshold + 2 }
        var found: [LevelChange] = []
        for (place, cut) in cuts.enumerated() {
            let low = place > 0 ? cuts[place - 1].index * block : 0
            let high = place + 1 < cuts.count ? cuts[place + 1].index * block : signal.values.count
            let index = min(cut.index * block, signal.values.count - 1)
            let near = Int64(3 * block) * max(1, signal.interval)
            guard !changes.contains(where: { abs($0.time - signal.times[index]) <= near }),
                high - index >= 4 * block, index - low >= 4 * block, let (before, after) = levels(low, index, high)
            else { continue }
            let strength = cut.statistic * cut.statistic
            found.append(
                LevelChange(
                    series: signal.series, earliest: signal.time(before: index), time: signal.times[index],
                    before: before, after: after, size: min(cut.statistic, ChangeDetector.largestSize),
                    statistic: cut.statistic,
                    confidence: strength / (strength + segmenter.threshold * segmenter.threshold) * 0.8, novelty: 0.5,
                    duration: high - index, lastsToEnd: high == signal.values.count, shape: signal.shape, kind: kind))
        }
        return found
    }
}
