internal import Glibc

/// Scores counts of events, whose variance is a multiple of their mean.
///
/// The statistic is the signed root of the likelihood ratio of two Poisson rates against one, divided by the
/// overdispersion (McCullagh and Nelder, Generalized Linear Models, 6.2), so that silence before an event counts for
/// what it is worth.
struct CountScore: SplitScoring {
    let count: Int
    /// Variance over mean.
    let dispersion: Double
    private let sums: [Double]
    private let exposures: [Double]
    private let dispersions: [Double]

    init(_ increments: [Double], seconds: [Double]) {
        let clipped = Self.withoutBursts(increments, seconds)
        count = clipped.count
        var sums = [0.0]
        var exposures = [0.0]
        for (amount, length) in zip(clipped, seconds) {
            sums.append(sums[sums.count - 1] + amount)
            exposures.append(exposures[exposures.count - 1] + length)
        }
        self.sums = sums
        self.exposures = exposures
        var dispersions = [Self.dispersion(sums, over: 1) ?? 1]
        var length = 2
        while length * 8 <= clipped.count, let own = Self.dispersion(sums, over: length) {
            dispersions.append(max(own, dispersions[dispersions.count - 1]))
            length *= 2
        }
        dispersion = dispersions[0]
        self.dispersions = dispersions
    }

    func statistic(_ low: Int, _ split: Int, _ high: Int) -> Double {
        let left = sums[split] - sums[low]
        let right = sums[high] - sums[split]
        let leftTime = exposures[split] - exposures[low]
        let rightTime = exposures[high] - exposures[split]
        let expected = (left + right) / (leftTime + rightTime)
        guard expected > 0 else { return 0 }
        var ratio = 0.0
        if left > 0 { ratio += left * log(left / (leftTime * expected)) }
        if right > 0 { ratio += right * log(right / (rightTime * expected)) }
        let leftShare = dispersion(over: split - low) / leftTime
        let rightShare = dispersion(over: high - split) / rightTime
        return (max(0, 2 * ratio) * (1 / leftTime + 1 / rightTime) / (leftShare + rightShare)).squareRoot()
    }

    private func dispersion(over length: Int) -> Double {
        let place = Int.bitWidth - 1 - max(1, length).leadingZeroBitCount
        return dispersions[min(place, dispersions.count - 1)]
    }

    /// Variance over mean, seen between neighbouring stretches; nil when so few of them hold any event that one real
    /// change, which lies within up to two lengths of them, would decide.
    private static func dispersion(_ sums: [Double], over length: Int) -> Double? {
        let stride = max(1, sums.count / 2048)
        var ratios: [Double] = []
        var split = length
        while split + length < sums.count {
            let left = sums[split] - sums[split - length]
            let right = sums[split + length] - sums[split]
            if left + right > 0 { ratios.append((right - left) * (right - left) / (left + right)) }
            split += stride
        }
        guard length == 1 || ratios.count * stride >= 8 * length, let middle = Order.median(ratios) else { return nil }
        // 0.455 is the median of the chi-squared distribution of one degree of freedom, whose mean is 1. Counts near
        // zero have no smooth distribution, so there the mean has a say as well.
        return max(1, middle / 0.455, length == 1 ? Order.trimmedMean(ratios) ?? 0 : 0)
    }

    /// A burst within one interval is no change of level: it is drawn down to what its neighbours make likely, of a longer
    /// interval, such as over a gap, to so much more.
    private static func withoutBursts(_ increments: [Double], _ seconds: [Double]) -> [Double] {
        increments.indices.map { index in
            var most = 0.0
            for other in max(0, index - 2)...min(increments.count - 1, index + 2) where other != index {
                most = max(most, increments[other] * max(1, seconds[index] / seconds[other]))
            }
            return min(increments[index], most + 3 * (most + 1).squareRoot())
        }
    }
}
