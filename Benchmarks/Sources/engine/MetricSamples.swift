import Glibc
import MetricTools
import Model

/// Makes series whose truth is known; the same seed gives the same series (SplitMix64).
struct MetricSamples {
    static let start: Int64 = 1_763_800_000_000
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func uniform() -> Double { (Double(next() >> 11) + 0.5) / Double(1 << 53) }

    mutating func normal() -> Double { (-2 * log(uniform())).squareRoot() * cos(2 * .pi * uniform()) }

    mutating func poisson(_ mean: Double) -> Double {
        guard mean < 30 else { return max(0, (mean + mean.squareRoot() * normal()).rounded()) }
        var count = 0.0
        var product = uniform()
        while product > exp(-mean) {
            count += 1
            product *= uniform()
        }
        return count
    }

    /// A series without anything in it: noise of many kinds, seasons, counters, spikes that belong to it.
    mutating func quiet(_ kind: Int, count: Int, step: Int64) -> [Double] {
        let phase = uniform() * 2 * .pi
        let day = Double(86_400_000 / step)
        let level = 20 + 80 * uniform()
        var slow = 0.0
        return (0..<count).map { index in
            let season = sin(2 * .pi * Double(index) / day + phase)
            slow = 0.9 * slow + 0.44 * normal()
            switch kind % 8 {
            case 0: return level + normal()
            case 1: return level + 10 * season + normal()
            case 2: return level + 5 * season + 2 * normal()
            case 3: return poisson(level * (1 + 0.5 * season))
            case 4: return poisson(0.05)
            case 5: return level + slow
            case 6: return exp(0.5 * normal()) * level
            default: return level + normal() + (uniform() < 0.001 ? 40 : 0)
            }
        }
    }

    static func span(_ count: Int, step: Int64) -> TimeSpan {
        TimeSpan(
            start: Timestamp(milliseconds: start), end: Timestamp(milliseconds: start + Int64(count + 1) * step))
    }

    /// Values as a gauge, or added up as a counter that begins anew now and then; with gaps where asked for.
    mutating func series(
        _ name: String, _ values: [Double], step: Int64, isCounter: Bool = false, hasGaps: Bool = false
    ) -> Series {
        var times: [Int64] = []
        var kept: [Double] = []
        var total = 0.0
        var gap = 0
        for (index, value) in values.enumerated() {
            total = isCounter && uniform() < 0.0005 ? value : total + value
            if hasGaps, gap == 0, uniform() < 0.004 { gap = 1 + Int(next() % 12) }
            if gap > 0 {
                gap -= 1
                continue
            }
            times.append(Self.start + Int64(index) * step)
            kept.append(isCounter ? total : value)
        }
        return Series(
            name: name, labels: [], kind: isCounter ? .counter : .gauge,
            points: Points(times: times, values: kept, span: Self.span(values.count, step: step)))
    }
}
