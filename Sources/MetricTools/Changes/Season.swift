/// What a signal does again and again: an hour, a day, a week, or whatever period it shows.
///
/// A period is one at whose distance values are much closer to each other than at distances around it. Its shape is the
/// middle of its turns, each against the middle level around it, so that a step in one of them is not taken for
/// a part of the season.
struct Season {
    /// Values at the distance of a period lie so many times closer.
    private static let closeness = 0.7
    /// The longest period that is looked for without being named, in samples.
    private static let longest = 3000
    /// The fewest turns of a period that has a name, and of one that has none: steps up and down may lie evenly by chance.
    private static let leastTurns = (named: 3, other: 6)

    private let slots: [Int]
    private let count: Int

    /// The values without their seasons.
    static func removed(from values: [Double], times: [Int64], interval: Int64) -> [Double] {
        guard interval > 0, let first = times.first, let last = times.last, values.count >= 48,
            (last - first) / interval < 3 * Int64(values.count)
        else { return values }
        let slots = times.map { Int(($0 - first + interval / 2) / interval) }
        let season = Season(slots: slots, count: (slots.last ?? 0) + 1)
        let named = [3_600_000, 86_400_000, 604_800_000].compactMap { (span: Int64) -> Int? in
            span % interval == 0 ? Int(span / interval) : nil
        }
        var rest = values
        // A day has hours: what is left of one season may hold another.
        for _ in 0..<2 {
            guard let period = season.period(of: rest, named: named) else { break }
            let without = season.without(period, rest)
            guard isSmoother(without, than: rest) else { break }
            rest = without
        }
        return rest
    }

    /// Whether something short would be seen better.
    ///
    /// A season that is slow beside the samples hides nothing; to take it off would put the errors of its shape into every turn.
    private static func isSmoother(_ values: [Double], than others: [Double]) -> Bool {
        [3, 6, 12, 24].contains { length in
            let (own, other) = (roughness(values, length), roughness(others, length))
            return own.usual < 0.85 * other.usual || own.great < 0.85 * other.great
        }
    }

    /// How far the means of four stretches side by side lie from a curve of the second degree, usually and at one place in
    /// twenty.
    private static func roughness(_ values: [Double], _ length: Int) -> (usual: Double, great: Double) {
        guard values.count >= 8 * length else { return (0, 0) }
        let stride = max(1, values.count / 512)
        let sizes = Swift.stride(from: 0, through: values.count - 4 * length, by: stride).map { start in
            let means = (0..<4).map { values[(start + $0 * length)..<(start + ($0 + 1) * length)].reduce(0, +) }
            return abs(means[3] - 3 * means[2] + 3 * means[1] - means[0])
        }
        let sorted = sizes.sorted()
        return (sorted[sorted.count / 2], sorted[sorted.count * 19 / 20])
    }

    /// The shortest of the most pronounced periods; nil when there is none.
    private func period(of values: [Double], named: [Int]) -> Int? {
        let grid = grid(values)
        let most = min(count * 3 / 5, max(Self.longest * 7 / 4, 1))
        let cap = cap(values)
        var distances = [0.0]
        for lag in 1...max(1, most) { distances.append(Self.distance(grid, lag, cap, samples: 256)) }
        func closeness(_ lag: Int) -> Double {
            func greatest(_ low: Int, _ high: Int) -> Double {
                let stride = max(1, (high - low) / 24)
                return Swift.stride(from: max(1, low), through: high, by: stride).reduce(0.0) { most, lag in
                    max(most, lag < distances.count ? distances[lag] : Self.distance(grid, lag, cap, samples: 256))
                }
            }
            let around = min(greatest(lag / 4, lag * 3 / 4), greatest(lag * 5 / 4, lag * 7 / 4))
            guard around > 0 else { return 1 }
            return (lag < distances.count ? distances[lag] : Self.distance(grid, lag, cap, samples: 1024)) / around
        }
        var candidates = named.filter { $0 >= 4 && $0 * Self.leastTurns.named <= count }
        let plain = min(count / Self.leastTurns.other, distances.count * 4 / 7)
        for lag in 4..<max(5, plain) where distances[lag] <= distances[lag - 1] && distances[lag] < distances[lag + 1] {
            candidates.append(lag)
        }
        let rated = candidates.map { ($0, closeness($0)) }.filter { $0.1 < Self.closeness }
        guard let best = rated.min(by: { $0.1 < $1.1 }) else { return nil }
        let shortest = rated.filter { $0.1 <= best.1 * 1.15 }.map(\.0).min() ?? best.0
        let chosen = exactly(shortest, named: named, grid, cap)
        func whole(_ lag: Int) -> Double { Self.distance(grid, lag, cap, samples: .max) }
        return whole(chosen) < max(whole(chosen / 2), whole(chosen / 3)) * Self.closeness ? chosen : nil
    }

    /// A period out of those near one that was found by a part of the values; one with a name when it is as good.
    private func exactly(_ period: Int, named: [Int], _ grid: [Double], _ cap: Double) -> Int {
        let reach = max(1, period / 16)
        let stride = max(1, reach / 16)
        var near = named.filter { abs($0 - period) <= reach }
        if near.isEmpty { near = Array(Swift.stride(from: period - reach, through: period + reach, by: stride)) }
        let rated = near.map { (period: $0, distance: Self.distance(grid, $0, cap, samples: 4096)) }
        return rated.min { ($0.distance, $0.period) < ($1.distance, $1.period) }?.period ?? period
    }

    /// Subtracts what each phase of a period had in the middle of all its turns.
    private func without(_ period: Int, _ values: [Double]) -> [Double] {
        let grid = grid(values)
        let stride = max(1, period / 16)
        var centres: [Double] = []
        for start in Swift.stride(from: 0, through: max(0, count - period), by: stride) {
            let step = max(1, period / 128)
            let around = Swift.stride(from: start, to: min(count, start + period), by: step).map { grid[$0] }
            centres.append(Order.median(around.filter(\.isFinite)) ?? centres.last ?? 0)
        }
        func centre(_ slot: Int) -> Double {
            centres[min(max(0, (slot - period / 2 + stride / 2) / stride), centres.count - 1)]
        }
        let shape = (0..<min(period, count)).map { phase in
            Order.median(
                Swift.stride(from: phase, to: count, by: period).compactMap { slot -> Double? in
                    grid[slot].isFinite ? grid[slot] - centre(slot) : nil
                }) ?? 0
        }
        return zip(values, slots).map { $0 - shape[$1 % period] }
    }

    private func grid(_ values: [Double]) -> [Double] {
        var grid = [Double](repeating: .nan, count: count)
        for (value, slot) in zip(values, slots) { grid[slot] = value }
        return grid
    }

    /// Twenty times how far values usually lie from their middle: farther apart tells no more.
    private func cap(_ values: [Double]) -> Double {
        let some = stride(from: 0, to: values.count, by: max(1, values.count / 1024)).map { values[$0] }
        let middle = Order.median(some) ?? 0
        return 20 * (Order.median(some.map { abs($0 - middle) }) ?? 0) + .leastNormalMagnitude
    }

    /// The mean distance of values so far apart, each at most `cap`.
    private static func distance(_ grid: [Double], _ lag: Int, _ cap: Double, samples: Int) -> Double {
        guard lag > 0, lag < grid.count else { return 0 }
        let step = max(1, (grid.count - lag) / samples)
        var sum = 0.0
        var used = 0
        var index = lag
        while index < grid.count {
            let distance = abs(grid[index] - grid[index - lag])
            if distance.isFinite {
                sum += min(distance, cap)
                used += 1
            }
            index += step
        }
        return used > 0 ? sum / Double(used) : 0
    }
}
