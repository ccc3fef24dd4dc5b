import Glibc

/// The standard profile of the Numenta Anomaly Benchmark (Lavin and Ahmad 2015, and its scorer's source): an alarm within
/// a labelled window counts the more the earlier it comes, one outside costs 0.11 at most, a window without any costs 1.
struct NABScore {
    private(set) var raw = 0.0
    private(set) var windows = 0
    private(set) var hits = 0
    private(set) var falseAlarms = 0

    /// The score of all files: 0 for no alarm at all, 100 for every window at once and nothing else.
    var normalized: Double { 100 * (raw + Double(windows)) / (2 * Double(max(1, windows))) }

    /// Adds a file.
    mutating func add(count: Int, windows marked: [ClosedRange<Int>], alarms: [Int]) {
        let probation = min(count * 15 / 100, 750)
        var best = [Double?](repeating: nil, count: marked.count)
        for alarm in alarms where alarm >= probation {
            if let place = marked.firstIndex(where: { $0.contains(alarm) }) {
                let window = marked[place]
                let position = -Double(window.upperBound - alarm + 1) / Double(window.count)
                best[place] = max(best[place] ?? -1, Self.scaled(position) / Self.scaled(-1))
                continue
            }
            falseAlarms += 1
            guard let last = marked.last(where: { $0.upperBound < alarm }) else {
                raw -= 0.11
                continue
            }
            let distance = Double(alarm - last.upperBound) / Double(max(1, last.count - 1))
            raw += 0.11 * Self.scaled(distance)
        }
        windows += marked.count
        hits += best.count { $0 != nil }
        raw += best.reduce(0) { $0 + ($1 ?? -1) }
    }

    private static func scaled(_ position: Double) -> Double { position > 3 ? -1 : 2 / (1 + exp(5 * position)) - 1 }
}
