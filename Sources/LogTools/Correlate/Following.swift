internal import Model
internal import Policy
internal import Tooling

/// Judges which messages come more often after the times than otherwise.
struct Following {
    private let times: FollowedTimes
    private let span: TimeSpan

    init(_ times: FollowedTimes, _ span: TimeSpan) {
        self.times = times
        self.span = span
    }

    /// Those that chance does not explain, the surest first.
    func patterns(
        of sum: PatternSum<FollowCounts>, limit: Int, _ context: ToolContext
    ) throws -> [CorrelateLogs.Pattern] {
        let patterns = sum.patterns(weight: \.count)
        // The lengths are those of the data, where the span reaches beyond it.
        let start = max(span.start.nanoseconds, min(sum.first, times.instants.first ?? sum.first))
        let end = min(span.end.nanoseconds, sum.last.saturatingAdd(1_000_000_000))
        let inside = Double(times.covered(from: start, to: end)) / 1e9
        let outside = max(Double(end - start) / 1e9 - inside, 1)
        let threshold = Likelihood.threshold(comparisons: patterns.count)
        var judged: [(pattern: MinedPattern<FollowCounts>, score: Double, rates: (Double, Double))] = []
        for pattern in patterns where !pattern.tally.after.isEmpty {
            let after = pattern.tally.after.values.reduce(0) { $0 + $1.count }
            let rates = (Double(pattern.tally.count - after) / outside, Double(after) / max(inside, 1))
            guard rates.1 >= 1.5 * rates.0 else { continue }
            let gain = Likelihood.rateGain(pattern.tally.count - after, after, outside, max(inside, 1))
            // Once after each of several times tells as much as many lines after one.
            let share = Double(pattern.tally.after.count) / Double(times.instants.count)
            guard gain > threshold || share == 1 && times.instants.count >= 3 && gain > threshold / 2 else { continue }
            let level: Double = pattern.tally.level.map { $0 >= .error ? 3 : $0 >= .warning ? 1 : 0 } ?? 0
            judged.append((pattern, 10 * share + 10 * min(1, gain / 200) + level, rates))
        }
        judged.sort {
            ($1.score, $0.pattern.tally.first, $0.pattern.template.text)
                < ($0.score, $1.pattern.tally.first, $1.pattern.template.text)
        }
        var told: [CorrelateLogs.Pattern] = []
        for entry in judged.prefix(limit) {
            if let made = try made(entry.pattern, entry.score, entry.rates, sum, context) { told.append(made) }
        }
        return told
    }

    private func made(
        _ pattern: MinedPattern<FollowCounts>, _ score: Double, _ rates: (Double, Double),
        _ sum: PatternSum<FollowCounts>, _ context: ToolContext
    ) throws -> CorrelateLogs.Pattern? {
        let counts = pattern.tally
        guard let place = counts.example, let (text, file) = try sum.text(of: place, context.redactor) else {
            return nil
        }
        let lags = counts.after.values.map { Double($0.lag / 1_000_000) / 1000 }.sorted()
        let after = counts.after.values.reduce(0) { $0 + $1.count }
        let often =
            rates.0 > 0
            ? "\(Int((rates.1 / rates.0).rounded())) times as often after them as otherwise" : "never otherwise"
        return CorrelateLogs.Pattern(
            template: pattern.template.shown(context.redactor), source: pattern.source, level: counts.level,
            count: counts.count, followed: counts.after.count, linesAfter: after,
            lagSeconds: CorrelateLogs.Lag(
                median: lags[lags.count / 2], minimum: lags[0], maximum: lags[lags.count - 1]),
            example: CompareLogPatterns.Example(text: text, file: file, line: place.line),
            score: (score * 10).rounded() / 10,
            explains: "after \(counts.after.count) of \(times.instants.count) times, \(often)")
    }
}
