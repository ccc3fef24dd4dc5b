internal import Model

/// Which two stretches of time are compared, and why.
struct ComparisonPlan {
    let origin: CompareLogPatterns.SplitOrigin
    let split: Timestamp
    let before: TimeSpan
    let during: TimeSpan
    let onset: Int64?

    var whole: TimeSpan { before.union(during) }

    /// From where on a message counts as new: a minute, or a tenth of the time before, ahead of the split.
    ///
    /// What leads to a failure is told shortly before the first answer fails, and a split that somebody read off a chart is
    /// late by as much as the chart's step.
    func lead(dataFrom start: Int64) -> Int64 {
        guard origin == .onset || origin == .given else { return split.nanoseconds }
        return split.nanoseconds - min(60_000_000_000, (split.nanoseconds - start) / 10)
    }

    /// Nil when there is nothing to compare with.
    init?(given: Timestamp?, onset: Int64?, baselineLines: Int, window: TimeSpan, baseline: TimeSpan) {
        self.onset = onset
        if let given {
            origin = .given
            split = given
            // Before the split is the window's beginning, and the baseline where lines stand in it.
            let start = given <= window.start || baselineLines > 0 ? min(baseline.start, window.start) : window.start
            before = TimeSpan(start: start, end: given)
            during = TimeSpan(start: given, end: window.end)
        } else if baselineLines > 0 {
            origin = .window
            split = window.start
            before = baseline
            during = window
        } else if let onset {
            origin = .onset
            split = Timestamp(nanoseconds: onset)
            before = TimeSpan(start: window.start, end: split)
            during = TimeSpan(start: split, end: window.end)
        } else {
            return nil
        }
    }
}
