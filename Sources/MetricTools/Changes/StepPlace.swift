/// Places a step by the likelihood of what lies around it.
///
/// Noise that hangs together from sample to sample is first-order autoregressive enough over a few samples; then a step is
/// one great surprise, and where it lies is what surprises least. Surprises count no more than three of their deviations.
struct StepPlace {
    private let values: [Double]
    private let persistence: Double

    init(_ values: [Double]) {
        self.values = values
        func usual(_ lag: Int) -> Double {
            let stride = max(1, values.count / 2048)
            let sizes = Swift.stride(from: lag, to: values.count, by: stride).map { abs(values[$0] - values[$0 - lag]) }
            return Order.median(sizes) ?? 0
        }
        let (one, two) = (usual(1), usual(2))
        persistence = one > 0 ? min(max(two * two / (one * one) - 1, 0), 0.97) : 0
    }

    /// The most likely first index after a step that was found at `index`, between two others.
    ///
    /// - Parameter slope: Of the values on both sides, a sample.
    func place(_ index: Int, reach: Int, slope: Double, within: Range<Int>, sigma: Double) -> Int {
        func value(_ place: Int) -> Double { values[place] - slope * Double(place - index) }
        func level(_ range: Range<Int>) -> Double? {
            Order.median(range.clamped(to: within).map(value))
        }
        let near = min(max(reach, 4), 12)
        guard let first = level(index - near..<index), let second = level(index..<index + near) else { return index }
        let ratio = sigma / max(abs(second - first), .leastNormalMagnitude)
        let slack = min(Int(min(max(4, 6 * ratio * ratio), 1e6)), max(4, reach))
        guard let before = level(index - slack - near..<index - slack + 1),
            let after = level(index + slack - 1..<index + slack + near)
        else { return index }
        let low = max(within.lowerBound + 1, index - slack)
        let high = min(within.upperBound - 1, index + slack)
        guard low <= high else { return index }
        // Noise is measured from sample to sample, of which persistence leaves the less the greater it is.
        let deviation = sigma * (1 + persistence).squareRoot()
        let most = 9 * max(deviation * deviation, .leastNormalMagnitude)
        var best = (index: index, loss: Double.infinity)
        for split in low...high {
            var loss = 0.0
            for place in max(within.lowerBound + 1, low - 1)...min(within.upperBound - 1, high + 1) {
                let own = value(place) - (place < split ? before : after)
                let last = value(place - 1) - (place - 1 < split ? before : after)
                let surprise = own - persistence * last
                loss += min(surprise * surprise, most)
            }
            if loss < best.loss { best = (split, loss) }
        }
        return best.index
    }
}
