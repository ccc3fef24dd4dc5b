import Model

@testable import MetricTools

/// SplitMix64 (Steele, Lea and Flood 2014): the same seed gives the same series everywhere.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func uniform() -> Double { Double(next() >> 11) / Double(1 << 53) }

    /// A value of the normal distribution, by the sum of twelve uniform ones.
    mutating func normal() -> Double { (0..<12).reduce(-6.0) { sum, _ in sum + uniform() } }

    /// A count of the Poisson distribution, by Knuth's method.
    mutating func poisson(_ mean: Double) -> Double {
        guard mean < 30 else { return max(0, (mean + mean.squareRoot() * normal()).rounded()) }
        var count = 0.0
        var product = uniform()
        let limit = Self.exponential(-mean)
        while product > limit {
            count += 1
            product *= uniform()
        }
        return count
    }

    private static func exponential(_ value: Double) -> Double {
        var term = 1.0
        var sum = 1.0
        for index in 1..<120 {
            term *= value / Double(index)
            sum += term
        }
        return max(sum, 1e-13)
    }
}

/// Makes series whose truth is known.
enum SyntheticSeries {
    static let start: Int64 = 1_763_800_000_000

    static func span(_ count: Int, step: Int64) -> TimeSpan {
        TimeSpan(
            start: Timestamp(milliseconds: start), end: Timestamp(milliseconds: start + Int64(count) * step))
    }

    static func gauge(_ name: String, _ values: [Double], step: Int64 = 10_000, labels: [Label] = []) -> Series {
        let times = values.indices.map { start + Int64($0) * step }
        return Series(
            name: name, labels: labels, kind: .gauge,
            points: Points(times: times, values: values, span: span(values.count, step: step)))
    }

    /// A counter that grows by these increments; the first sample is zero.
    static func counter(_ name: String, _ increments: [Double], step: Int64 = 10_000, labels: [Label] = []) -> Series {
        var total = 0.0
        let values =
            [0.0]
            + increments.map { increment in
                total += increment
                return total
            }
        let times = values.indices.map { start + Int64($0) * step }
        return Series(
            name: name, labels: labels, kind: .counter,
            points: Points(times: times, values: values, span: span(values.count, step: step)))
    }

    /// A service's life: requests by outcome, orders, a pool, processors; from `onset` on most requests fail.
    static func service(count: Int, onset: Int?, seed: UInt64) -> [Series] {
        var random = SeededGenerator(seed: seed)
        func isBroken(_ index: Int) -> Bool { onset.map { index >= $0 } ?? false }
        var series: [Series] = []
        func add(_ name: String, _ label: String, _ normal: Double, _ broken: Double) {
            let increments = (0..<count).map { random.poisson(isBroken($0) ? broken : normal) }
            series.append(counter(name, increments, labels: [Label("k", label)]))
        }
        add("a", "x", 120, 60)
        add("a", "y", 40, 20)
        add("a", "z", 0, 70)
        add("a", "w", 2, 2)
        add("b", "", 40, 20)
        add("c", "", 0, 70)
        add("d", "", 170, 90)
        series.append(gauge("e", (0..<count).map { _ in 0.5 + 0.1 * random.normal() }))
        series.append(gauge("f", (0..<count).map { isBroken($0) ? 4 : 14 }))
        series.append(gauge("g", (0..<count).map { _ in 7 }))
        return series
    }
}
