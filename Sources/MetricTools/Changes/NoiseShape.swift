internal import Glibc

/// Whether the noise of a signal is a share of its level, as that of latencies and sizes is; then logarithms have noise that
/// is the same everywhere.
enum NoiseShape {
    /// Noise of the louder half is so many times that of the other.
    private static let leastRatio = 1.5

    static func isProportional(_ values: [Double]) -> Bool {
        guard values.count >= 48, values.allSatisfy({ $0 > 0 }) else { return false }
        let plain = abs(log(ratio(values)))
        return plain > log(leastRatio) && abs(log(ratio(values.map { log($0) }))) < 0.5 * plain
    }

    /// How much more neighbours differ where they are high than where they are low.
    private static func ratio(_ values: [Double]) -> Double {
        let stride = max(1, values.count / 2048)
        var pairs: [(level: Double, difference: Double)] = []
        for index in Swift.stride(from: 1, to: values.count, by: stride) {
            let (first, second) = (values[index - 1], values[index])
            pairs.append((level: first + second, difference: abs(second - first)))
        }
        pairs.sort { $0.level < $1.level }
        let low = Order.median(pairs.prefix(pairs.count / 2).map(\.difference)) ?? 0
        let high = Order.median(pairs.suffix(pairs.count / 2).map(\.difference)) ?? 0
        return low > 0 && high > 0 ? high / low : 1
    }
}
