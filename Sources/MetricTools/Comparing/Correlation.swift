internal import Glibc

/// How one series follows another, by the changes from sample to sample.
struct Correlation: Sendable {
    /// Samples by which the other comes later; negative when it comes first.
    let lag: Int
    /// −1…1.
    let coefficient: Double
    /// Pairs that were compared.
    let pairs: Int
    /// The chance that series without any connection agree so well at the best of all lags, for so many candidates.
    let chance: Double

    /// The strongest at lags up to a bound; nil when too little overlaps or nothing moves.
    ///
    /// Changes are compared and not values, since two trends agree whatever their causes; they are clipped, so that one
    /// leap does not decide.
    /// - Parameters:
    ///   - values: On one grid; nan where there is none.
    ///   - candidates: How many series are tried.
    init?(_ values: [Double], _ other: [Double], lags: Int, candidates: Int) {
        let left = Self.changes(values)
        let right = Self.changes(other)
        var best: (lag: Int, coefficient: Double, pairs: Int)?
        for lag in -lags...lags {
            guard let (coefficient, pairs) = Self.coefficient(left, right, lag), pairs >= 12 else { continue }
            if abs(coefficient) > abs(best?.coefficient ?? 0) + 1e-12 { best = (lag, coefficient, pairs) }
        }
        guard let best else { return nil }
        lag = best.lag
        coefficient = best.coefficient
        pairs = best.pairs
        // Fisher's transformation; each lag and each candidate is another chance.
        let score = abs(atanh(min(max(best.coefficient, -0.999999), 0.999999))) * Double(max(1, pairs - 3)).squareRoot()
        chance = min(1, erfc(score / 2.0.squareRoot()) * Double(2 * lags + 1) * Double(max(1, candidates)))
    }

    private static func changes(_ values: [Double]) -> [Double] {
        guard values.count > 1 else { return [] }
        var changes = (1..<values.count).map { values[$0] - values[$0 - 1] }
        let scale = Order.quantile(changes.filter(\.isFinite).map { abs($0) }, 0.9) ?? 0
        guard scale > 0 else { return changes }
        for index in changes.indices where changes[index].isFinite {
            changes[index] = min(max(changes[index], -4 * scale), 4 * scale)
        }
        return changes
    }

    private static func coefficient(_ left: [Double], _ right: [Double], _ lag: Int) -> (Double, Int)? {
        var count = 0.0
        var (x, y, xx, yy, xy) = (0.0, 0.0, 0.0, 0.0, 0.0)
        for index in max(0, -lag)..<max(max(0, -lag), min(left.count, right.count - lag)) {
            let (a, b) = (left[index], right[index + lag])
            guard a.isFinite, b.isFinite else { continue }
            count += 1
            x += a
            y += b
            xx += a * a
            yy += b * b
            xy += a * b
        }
        guard count > 3 else { return nil }
        let spread = (xx - x * x / count) * (yy - y * y / count)
        guard spread > 0 else { return nil }
        return ((xy - x * y / count) / spread.squareRoot(), Int(count))
    }
}
