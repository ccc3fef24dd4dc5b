internal import Glibc

/// A signal's values as changes are looked for in a long one: without its seasons, and by their logarithms where the noise is a
/// share of the level.
struct EvenSignal {
    let values: [Double]
    let isProportional: Bool

    init(_ signal: Signal) {
        guard signal.values.count >= StepFinder.leastCount else {
            values = signal.values
            isProportional = false
            return
        }
        isProportional = NoiseShape.isProportional(signal.values)
        let plain = isProportional ? signal.values.map { log($0) } : signal.values
        values = Season.removed(from: plain, times: signal.times, interval: signal.interval)
    }

    /// A level in the signal's own units.
    func level(_ value: Double) -> Double { isProportional ? exp(value) : value }

    /// The values without the steps of changes that were found.
    func withoutSteps(_ changes: [LevelChange], times: [Int64]) -> [Double] {
        var rest = values
        for change in changes where change.kind == .level {
            let step = isProportional ? log(change.after / change.before) : change.after - change.before
            guard step.isFinite, let index = times.firstIndex(of: change.time) else { continue }
            for later in index..<rest.count { rest[later] -= step }
        }
        return rest
    }
}
