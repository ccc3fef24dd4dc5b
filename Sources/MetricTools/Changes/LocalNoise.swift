internal import Glibc

/// How much a signal varies from sample to sample, before and after each place.
///
/// Noise that grows with the level, as of counts, latencies and sums, would make a signal's loud parts look full of steps.
/// What a short stretch differs by chance is not believed.
struct LocalNoise {
    private let squares: [Double]
    private let window: Int
    private let stride: Int

    init(_ values: [Double]) {
        let whole = NoiseScale.perSample(values)
        window = min(max(24, values.count / 16), 128)
        stride = max(1, window / 4)
        let chance = 2.4 / Double(window).squareRoot()
        var squares: [Double] = []
        var steps = [Double](repeating: 0, count: window)
        var low = 0
        while low + window < values.count {
            for place in 0..<window { steps[place] = abs(values[low + place + 1] - values[low + place]) }
            steps.sort()
            let ratio = log(max(steps[window / 2] * 1.0484 / whole, 1e-3))
            let believed = ratio > 0 ? max(0, ratio - chance) : max(min(0, ratio + chance), -2.5)
            squares.append(whole * whole * exp(2 * believed))
            low += stride
        }
        self.squares = squares.isEmpty ? [whole * whole] : squares
    }

    /// One sample's noise on both sides of an index.
    func around(_ index: Int) -> Double {
        let before = min(max(0, (index - window - 1) / stride), squares.count - 1)
        let after = min(max(0, (index + stride - 1) / stride), squares.count - 1)
        return ((squares[before] + squares[after]) / 2).squareRoot()
    }
}
