/// Tells how surely two neighbouring stretches of a signal differ in level.
protocol SplitScoring {
    var count: Int { get }

    /// The difference between `[low, split)` and `[split, high)` in standard errors, never negative.
    func statistic(_ low: Int, _ split: Int, _ high: Int) -> Double
}

/// Scores levels whose noise does not depend on the level.
struct LevelScore: SplitScoring {
    let count: Int
    private let sums: [Double]
    private let noise: NoiseScale

    init(_ values: [Double]) {
        let smooth = SpikeFilter.three(values)
        count = smooth.count
        // Far from zero a running sum would lose the digits that matter.
        let middle = Order.median(smooth) ?? 0
        var sums = [0.0]
        sums.reserveCapacity(count + 1)
        for value in smooth { sums.append(sums[sums.count - 1] + (value - middle)) }
        self.sums = sums
        noise = NoiseScale(values: values, sums: sums)
    }

    /// One sample's noise.
    var sigma: Double { noise.sigma }

    func statistic(_ low: Int, _ split: Int, _ high: Int) -> Double {
        let left = Double(split - low)
        let right = Double(high - split)
        let difference = (sums[high] - sums[split]) / right - (sums[split] - sums[low]) / left
        let leftNoise = noise.sigma(over: split - low)
        let rightNoise = noise.sigma(over: high - split)
        return abs(difference) / (leftNoise * leftNoise / left + rightNoise * rightNoise / right).squareRoot()
    }
}
