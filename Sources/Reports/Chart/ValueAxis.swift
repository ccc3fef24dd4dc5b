internal import Glibc

/// A vertical axis with round numbers.
struct ValueAxis: Sendable {
    let low: Double
    let high: Double
    let ticks: [(value: Double, label: String)]

    /// Takes finite values below 1e100; those below 1e-100 count as zero.
    init(_ values: [Double], unit: String) {
        // Less than this would leave no number between two ticks.
        let values = values.map { abs($0) < 1e-100 ? 0 : $0 }
        let least = values.min() ?? 0
        let most = values.max() ?? 1
        let isBytes = unit.lowercased().contains("byte")
        let scale = Self.scale(for: max(abs(least), abs(most)), base: isBytes ? 1024 : 1000, isBytes: isBytes)
        var low = least / scale.divisor
        var high = most / scale.divisor
        if high - low <= max(abs(low), abs(high)) * 1e-9 {
            let room = high == 0 ? 1 : abs(high) * 0.1
            low -= room
            high += room
        }
        // A rate is read against zero; a level that hardly moves would be a flat line there.
        if least >= 0, low <= high / 2 { low = 0 }
        if most < 0, high >= low / 2 { high = 0 }
        let step = Self.step((high - low) / 4)
        let first = (low / step).rounded(.down)
        let count = Int(exactly: ((high / step).rounded(.up) - first).rounded()).map { min(max($0, 1), 12) } ?? 1
        let decimals = max(0, -Int(floor(log10(step) + 1e-9)) + (Self.isQuarter(step) ? 1 : 0))
        ticks = (0...count).map { index in
            let value = (first + Double(index)) * step
            return (value * scale.divisor, Figures.fixed(value == 0 ? 0 : value, decimals) + scale.suffix)
        }
        self.low = first * step * scale.divisor
        self.high = (first + Double(count)) * step * scale.divisor
    }

    /// From 0 at the low end to 1 at the high end.
    func fraction(_ value: Double) -> Double { min(max((value - low) / (high - low), 0), 1) }

    /// 1, 2, 2.5 or 5 times a power of ten, at least as large as `rough`.
    private static func step(_ rough: Double) -> Double {
        let power = pow(10, floor(log10(rough)))
        let factor = [1, 2, 2.5, 5, 10].first { $0 * power >= rough * 0.999 } ?? 10
        return factor * power
    }

    private static func isQuarter(_ step: Double) -> Bool {
        let mantissa = step / pow(10, floor(log10(step) + 1e-9))
        return abs(mantissa - 2.5) < 0.01
    }

    private static func scale(for value: Double, base: Double, isBytes: Bool) -> (divisor: Double, suffix: String) {
        let suffixes = isBytes ? ["", " Ki", " Mi", " Gi", " Ti"] : ["", "k", "M", "G", "T"]
        var divisor = 1.0
        var place = 0
        while value / divisor >= (isBytes ? base : base * 10), place < suffixes.count - 1 {
            divisor *= base
            place += 1
        }
        return (divisor, suffixes[place])
    }
}
