internal import Model

/// Examines many series: their changes within a window, and the onset that they tell of.
struct ChangeScan: Sendable {
    let series: [Series]
    /// Within the window, the most telling first.
    private(set) var ranked: [LevelChange] = []
    private(set) var onset: Onset?
    private(set) var examined = 0
    private(set) var constant = 0

    /// - Throws: `CancellationError`.
    init(_ series: [Series], window: Window) throws {
        self.series = series
        let builder = SignalBuilder(series)
        var changes: [LevelChange] = []
        var intervals: [Double] = []
        for number in series.indices where builder.isExamined(number) {
            try Task.checkCancellation()
            examined += 1
            guard let signal = builder.signal(number) else {
                constant += 1
                continue
            }
            intervals.append(Double(signal.interval))
            let even = EvenSignal(signal)
            let levels = ChangeDetector.changes(in: signal, even)
            try Task.checkCancellation()
            changes += (levels + ShapeChanges.all(in: signal, even, besides: levels)).filter {
                window.span.contains(Timestamp(milliseconds: $0.time))
            }
        }
        let interval = Int64(Order.median(intervals) ?? 0)
        onset = OnsetFinder(series: series, changes: changes.filter { $0.kind == .level }, interval: interval).onset()
        ranked = rank(changes, interval)
    }

    /// A series as changes are looked for in it.
    static func signal(_ number: Int, of series: [Series]) -> Signal {
        SignalBuilder(series).signal(number)
            ?? Signal(series: number, shape: .level, times: [], values: [], increments: [], seconds: [], before: 0)
    }

    private func rank(_ changes: [LevelChange], _ interval: Int64) -> [LevelChange] {
        let scored = changes.map { ($0, importance($0, interval)) }
        return scored.sorted { ($1.1, $0.0.time, $0.0.series) < ($0.1, $1.0.time, $1.0.series) }.map(\.0)
    }

    private func importance(_ change: LevelChange, _ interval: Int64) -> Double {
        var importance = change.confidence * min(change.size, 12).squareRoot() * (0.25 + 0.75 * change.novelty)
        if change.isNewActivity { importance *= change.shape == .counts ? 2 : 1.2 }
        if NameHints.speaksOfTrouble(series[change.series]) { importance *= 1.1 }
        if change.kind != .level { importance *= 0.5 }
        // What comes and goes within a few samples is a spike rather than a state.
        if change.duration < 6, !change.lastsToEnd { importance *= 0.6 }
        guard let onset else { return importance }
        return abs(change.time - onset.time) <= 2 * interval ? importance * 2.5 : importance
    }
}
