/// How much a signal's level wanders by itself, over stretches of each length.
///
/// White noise averages out; slow noise, a trend and the time of day do not. So the differences between neighbouring
/// stretches of 1, 2, 4, … samples are measured, by their median, which a few real changes hardly move.
struct NoiseScale {
    /// Standard deviations by the binary logarithm of the stretch's length, each as if of one sample.
    private let sigmas: [Double]

    init(values: [Double], sums: [Double]) {
        var sigmas = [Self.perSample(values)]
        var length = 2
        while length * 8 <= values.count {
            var differences: [Double] = []
            let stride = max(1, values.count / 2048)
            var split = length
            while split + length <= values.count {
                differences.append(abs(sums[split + length] - 2 * sums[split] + sums[split - length]) / Double(length))
                split += stride
            }
            let middle = Order.median(differences) ?? 0
            let sigma = middle * 1.4826 * (Double(length) / 2).squareRoot()
            sigmas.append(max(sigma, sigmas[sigmas.count - 1]))
            length *= 2
        }
        self.sigmas = sigmas
    }

    var sigma: Double { sigmas[0] }

    func sigma(over length: Int) -> Double {
        let place = Int.bitWidth - 1 - max(1, length).leadingZeroBitCount
        return sigmas[min(place, sigmas.count - 1)]
    }

    /// One sample's noise.
    static func perSample(_ values: [Double]) -> Double {
        let steps = zip(values.dropFirst(), values).map { abs($0 - $1) }
        let middle = abs(Order.median(values) ?? 0)
        let range = (values.max() ?? 0) - (values.min() ?? 0)
        var sigma = (Order.median(steps) ?? 0) * 1.4826 / 2.0.squareRoot()
        if sigma <= range * 1e-6 {
            let kept = steps.sorted().dropLast(max(2, steps.count / 10))
            let mean = kept.reduce(0) { $0 + $1 * $1 } / Double(max(1, kept.count))
            sigma = (mean / 2).squareRoot()
        }
        // What hardly ever moves has no noise of its own; a quarter of its smallest step stands for it.
        if sigma <= range * 1e-6 { sigma = (steps.filter { $0 > range * 1e-6 }.min() ?? 0) / 4 }
        return max(sigma, middle * 1e-3, range * 2e-3, .leastNormalMagnitude)
    }
}
