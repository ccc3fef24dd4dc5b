import Glibc
import MetricTools
import Model

/// One lasting shift a series in a day of a sample each half minute, in noise, seasons, gaps and resets of many kinds.
///
/// A shift is 4 to 8 deviations of the noise around it, up or down. Where a step lies is known no better than the noise
/// allows: even with both levels known, one of one deviation of white noise is placed more than two samples off in 36 of 100
/// cases, of two deviations in 6, of three in 0.5, of four in 0.02. Steep and short seasons, noise that hangs together or has
/// heavy tails are told apart as the harder kinds.
struct PlantedShifts {
    /// Kinds of series: the first four stand in the figure, the others in that of the harder ones.
    enum Kind: CaseIterable {
        case white, season, gaps, counter
        case steepSeason, hourly, slowNoise, heavyTails, shares, busyCounter

        static let plain: [Kind] = [.white, .season, .gaps, .counter]
        static let harder: [Kind] = [.steepSeason, .hourly, .slowNoise, .heavyTails, .shares, .busyCounter]
    }

    private static let count = 2880
    private static let step: Int64 = 30_000

    private var samples: MetricSamples
    private(set) var trials = 0
    private(set) var found = 0
    private(set) var others = 0

    init(seed: UInt64) { samples = MetricSamples(seed: seed) }

    /// Plants a shift and looks for it.
    mutating func plant(_ kind: Kind) throws {
        let place = 300 + Int(samples.next() % UInt64(Self.count - 600))
        let size = (4 + 4 * samples.uniform()) * (samples.next() % 2 == 0 ? 1 : -1)
        let phase = samples.uniform() * 2 * .pi
        var slow = 0.0
        let values = (0..<Self.count).map { index in
            value(kind, index >= place ? size : 0, 2 * .pi * Double(index) / Double(Self.count) + phase, &slow)
        }
        let isCounter = kind == .counter || kind == .busyCounter
        let series = samples.series("p", values, step: Self.step, isCounter: isCounter, hasGaps: kind == .gaps)
        let truth = MetricSamples.start + Int64(place) * Self.step
        let window = Window(MetricSamples.span(Self.count, step: Self.step))
        let all = try FoundChange.all(in: [series], window: window)
        // After a gap the first sample there is counts.
        let first = series.points.firstIndex(notBefore: truth)
        let isFound = all.contains { change in
            abs(series.points.firstIndex(notBefore: change.time.milliseconds) - first) <= 2
        }
        trials += 1
        if isFound { found += 1 }
        others += all.count - (isFound ? 1 : 0)
    }

    private mutating func value(_ kind: Kind, _ shift: Double, _ angle: Double, _ slow: inout Double) -> Double {
        switch kind {
        case .white, .gaps: return 60 + shift + samples.normal()
        case .season: return 60 + 5 * sin(angle) + shift + samples.normal()
        case .counter: return samples.poisson(100 + 10 * shift)
        case .steepSeason: return 60 + 20 * sin(angle) + shift + samples.normal()
        case .hourly: return 60 + 5 * sin(24 * angle) + shift + samples.normal()
        case .slowNoise:
            slow = 0.9 * slow + 0.436 * samples.normal()
            return 60 + slow + shift
        case .heavyTails:
            // Student's distribution of three degrees of freedom.
            let squares = (0..<3).reduce(0.0) { sum, _ in
                let normal = samples.normal()
                return sum + normal * normal
            }
            return 60 + shift + samples.normal() / (squares / 3).squareRoot()
        case .shares: return exp(3 + 0.5 * (samples.normal() + shift))
        case .busyCounter:
            let usual = 100 * (1 + 0.5 * sin(angle))
            return samples.poisson(shift == 0 ? usual : shift > 0 ? 1.8 * usual : 0.4 * usual)
        }
    }
}
