internal import Glibc

/// Finds where a signal begins to vary more or less, or its slope turns, while its level says nothing of it.
///
/// Both are changes of level of something else: of the logarithm of how far values lie from their neighbours, and of the
/// steps between the means of blocks. What a change of level explains is none of theirs.
struct ShapeChanges {
    /// Variation or slope has to change by so many times.
    private static let leastRatio = 2.5

    private let signal: Signal

    /// - Parameter changes: The signal's changes of level.
    static func all(in signal: Signal, besides changes: [LevelChange]) -> [LevelChange] {
        guard signal.shape != .counts, signal.values.count >= 60 else { return [] }
        let shapes = ShapeChanges(signal: signal)
        return shapes.variances(besides: changes) + shapes.trends(besides: changes)
    }

    private func variances(besides changes: [LevelChange]) -> [LevelChange] {
        let values = signal.values
        var spreads: [Double] = []
        spreads.reserveCapacity(values.count)
        for index in values.indices {
            let before = values[max(0, index - 1)]
            let after = values[min(values.count - 1, index + 1)]
            spreads.append(abs(values[index] - (before + after) / 2))
        }
        // What never moves has no logarithm; a thousandth of what is usual stands for it.
        let usual = Order.quantile(spreads, 0.75) ?? 0
        guard usual > 0 else { return [] }
        let block = 5
        let logs = stride(from: 0, to: spreads.count - block + 1, by: block).map { start in
            log((spreads[start..<start + block].reduce(0, +) / Double(block)) + usual / 1000)
        }
        return found(logs, block: block, kind: .variance, besides: changes) { low, cut, high in
            let before = spreads[low..<cut].reduce(0, +) / Double(max(1, cut - low))
            let after = spreads[cut..<high].reduce(0, +) / Double(max(1, high - cut))
            let ratio = max(before, after) / max(min(before, after), .leastNormalMagnitude)
            return ratio >= Self.leastRatio ? (before, after) : nil
        }
    }

    private func trends(besides changes: [LevelChange]) -> [LevelChange] {
        let values = signal.values
        let block = max(5, values.count / 64)
        let means = stride(from: 0, to: values.count - block + 1, by: block).map { start in
            values[start..<start + block].reduce(0, +) / Double(block)
        }
        guard means.count >= 12 else { return [] }
        let steps = zip(means.dropFirst(), means).map { $0 - $1 }
        let length = Double(block) * Double(max(1, signal.interval)) / 1000
        return found(steps, block: block, kind: .trend, besides: changes) { low, cut, high in
            func slope(_ part: Range<Int>) -> Double {
                let steps = steps[(part.lowerBound / block)..<min(steps.count, part.upperBound / block)]
                return steps.reduce(0, +) / Double(max(1, steps.count)) / length
            }
            let before = slope(low..<cut)
            let after = slope(cut..<high)
            let isTurn = max(abs(before), abs(after)) >= Self.leastRatio * min(abs(before), abs(after))
            return isTurn || before * after < 0 ? (before, after) : nil
        }
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
