internal import Glibc

/// Finds abrupt steps in a long signal, whatever else its level does: seasons, slopes and slow noise.
///
/// Windows of equal length before and after each sample are compared, at every length (MOSUM with many bandwidths; Cho and
/// Kirch, Two-stage data segmentation, 2022), once by their means and once by their distance beside a common slope, which
/// a season does not pretend to be. Each comparison is judged by how it comes out elsewhere in the same signal, relative to
/// the noise around it: nothing is assumed of how the noise is distributed or hangs together.
struct StepFinder {
    /// Shorter signals are cut by `Segmenter`: too few windows lie side by side to tell what is usual.
    static let leastCount = 96
    /// The shortest window in samples.
    private static let shortest = 1

    /// Samples by which a step may stand wrong; a window that holds its first ones would see another.
    private static let margin = 3

    /// A step and how it was found.
    struct Step {
        /// The first index after it.
        var index: Int
        /// Samples of each window that showed it best.
        let reach: Int
        let statistic: Double
        /// Whether a slope on both sides was allowed for.
        let hasSlope: Bool
    }

    /// The statistic that noise alone hardly ever reaches in a signal of this length.
    let threshold: Double
    private let values: [Double]
    private let noise: LocalNoise
    private let sums: [Double]
    private let moments: [Double]

    /// - Parameter noise: Of `values`.
    init(_ values: [Double], noise: LocalNoise) {
        let smooth = SpikeFilter.five(values)
        let middle = Order.median(smooth) ?? 0
        var sums = [0.0]
        var moments = [0.0]
        sums.reserveCapacity(smooth.count + 1)
        moments.reserveCapacity(smooth.count + 1)
        for (index, value) in smooth.enumerated() {
            sums.append(sums[index] + (value - middle))
            moments.append(moments[index] + Double(index) * (value - middle))
        }
        self.values = values
        self.noise = noise
        self.sums = sums
        self.moments = moments
        threshold = (2 * log(Double(max(2, values.count)))).squareRoot() + 1.9
    }

    /// Every step, in the order of time.
    func steps() -> [Step] {
        var candidates: [Step] = []
        var floors = (mean: 0.0, slope: 0.0)
        var length = Double(Self.shortest)
        var last = 0
        while Int(length) <= values.count / 8, !Task.isCancelled {
            let reach = Int(length)
            length *= 2.0.squareRoot()
            guard reach > last else { continue }
            last = reach
            collect(compared(reach, slope: false, floor: &floors.mean), reach, slope: false, into: &candidates)
            guard reach >= 6 else { continue }
            collect(compared(reach, slope: true, floor: &floors.slope), reach, slope: true, into: &candidates)
        }
        candidates.sort { ($1.statistic, $0.index, $0.reach) < ($0.statistic, $1.index, $1.reach) }
        var taken: [Step] = []
        for candidate in candidates {
            let isFree = taken.allSatisfy { abs($0.index - candidate.index) >= candidate.reach + Self.margin }
            guard isFree else { continue }
            taken.append(candidate)
            guard taken.count < 200 else { break }
        }
        return taken.sorted { $0.index < $1.index }
    }

    /// The levels on both sides of a step, where it is.
    func levels(_ step: Step, at index: Int) -> (before: Double, after: Double) {
        let low = max(0, index - max(step.reach, 5))
        let high = min(values.count, index + max(step.reach, 5))
        let before = Order.median(values[low..<index]) ?? 0
        let after = Order.median(values[index..<high]) ?? 0
        let slope = slope(step, at: index)
        return (before + slope * Double(index - low) / 2, after - slope * Double(high - index) / 2)
    }

    /// The slope on both sides of a step, a sample; 0 where none was allowed for.
    func slope(_ step: Step, at index: Int) -> Double {
        guard step.hasSlope else { return 0 }
        let low = max(0, index - step.reach)
        let high = min(values.count, index + step.reach)
        let slopes = [low..<index, index..<high].compactMap { range -> Double? in
            let half = range.count / 2
            guard half > 1, let first = Order.median(values[range.prefix(half)]),
                let second = Order.median(values[range.suffix(half)])
            else { return nil }
            return (second - first) / Double(range.count - half)
        }
        return slopes.reduce(0, +) / Double(max(1, slopes.count))
    }

    /// The difference of the windows before and after each index, in units of what is usual for it.
    private func compared(_ reach: Int, slope: Bool, floor: inout Double) -> [Double] {
        let count = values.count
        let length = Double(reach)
        let spread = (length * length * length - length) / 6
        var results = [Double](repeating: 0, count: count + 1)
        for index in reach...(count - reach) {
            let left = sums[index] - sums[index - reach]
            let right = sums[index + reach] - sums[index]
            var difference = (right - left) / length
            if slope {
                let start = Double(index - reach)
                let middle = (length - 1) / 2
                let first = moments[index] - moments[index - reach] - (start + middle) * left
                let second = moments[index + reach] - moments[index] - (start + length + middle) * right
                difference -= (first + second) / spread * length
            }
            results[index] = difference / noise.around(index)
        }
        let stride = max(1, count / 2048)
        var sizes: [Double] = []
        for index in Swift.stride(from: reach, through: count - reach, by: stride) { sizes.append(abs(results[index])) }
        sizes.sort()
        let white = ((slope ? 8 : 2) / length).squareRoot()
        var usual = max(0.8 * white, 1.4826 * sizes[sizes.count / 2])
        if 2 * reach * 150 <= count { usual = max(usual, sizes[sizes.count * 98 / 100] / 2.326) }
        // What wanders over a short while wanders over a longer one.
        floor = max(floor, usual * length.squareRoot())
        usual = floor / length.squareRoot()
        for index in reach...(count - reach) { results[index] = abs(results[index]) / usual }
        return results
    }

    /// Takes the greatest of each stretch that reaches the threshold.
    private func collect(_ statistics: [Double], _ reach: Int, slope: Bool, into candidates: inout [Step]) {
        var best: Step?
        for index in reach...(values.count - reach) where statistics[index] >= threshold {
            if let found = best, index - found.index <= reach {
                if statistics[index] > found.statistic {
                    best = Step(index: index, reach: reach, statistic: statistics[index], hasSlope: slope)
                }
                continue
            }
            if let best { candidates.append(best) }
            best = Step(index: index, reach: reach, statistic: statistics[index], hasSlope: slope)
        }
        if let best { candidates.append(best) }
    }
}
