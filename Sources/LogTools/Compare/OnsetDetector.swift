/// Finds the instant at which failures begin, among the noise that every system has.
///
/// An access log is asked first, since its answers are what users see: the first 5xx of a run of three whose share of
/// failures stands out from before and lasts. Without one, a lasting rise of the share of failing lines is looked for
/// as a single change of a binomial rate; its gain in likelihood must exceed what chance gives over all the places
/// where it might have been.
enum OnsetDetector {
    /// An instant that was found.
    struct Onset {
        let stream: FailureStream
        let mark: FailureStream.Mark
        let reason: String
        let linesBefore: Int
        let failuresBefore: Int
        /// Twice the logarithm of the likelihood ratio.
        let gain: Double

        var linesAfter: Int { stream.lines - linesBefore }
        var failuresAfter: Int { stream.failures - failuresBefore }
    }

    /// How long after the onset the failures must go on, in nanoseconds.
    private static let horizon: Int64 = 120_000_000_000
    private static let fewestBefore = 10

    /// The onset; nil when nothing stands out.
    static func find(in streams: [FailureStream]) -> Onset? {
        let access = streams.filter(\.isAccess)
        if let onset = earliest(access.compactMap { firstRun(in: $0) }) { return onset }
        if let onset = earliest(access.compactMap { change(in: $0) }) { return onset }
        let others = streams.filter { !$0.isAccess }
        return earliest(
            others.compactMap { stream in
                guard let change = change(in: stream) else { return nil }
                // A run near the change tells the first line more sharply than a stretch of time does.
                guard let run = firstRun(in: stream), abs(run.mark.instant - change.mark.instant) < 5_000_000_000 else {
                    return change
                }
                return run.mark.instant < change.mark.instant ? run : change
            })
    }

    /// The earliest of those that weigh enough beside the heaviest.
    private static func earliest(_ onsets: [Onset]) -> Onset? {
        guard let heaviest = onsets.map(\.gain).max() else { return nil }
        return onsets.filter { $0.gain >= heaviest / 20 }.min { $0.mark.instant < $1.mark.instant }
    }

    private static func firstRun(in stream: FailureStream) -> Onset? {
        for run in stream.runs where run.linesBefore >= fewestBefore {
            let start = run.mark.instant
            let middle = start.saturatingAdd(horizon / 2)
            let near = stream.count(from: start, to: start.saturatingAdd(horizon))
            let early = stream.count(from: start, to: middle)
            let late = (lines: near.lines - early.lines, failures: near.failures - early.failures)
            let before = (lines: run.linesBefore, failures: run.failuresBefore)
            let gain = Likelihood.gain(before, near)
            guard gain >= 25, stands(near, out: before), late.lines == 0 || stands(late, out: before) else { continue }
            let kind = stream.isAccess ? "answers (5xx)" : "lines (error or worse)"
            let reason = """
                first of \(FailureStream.runLength) or more failing \(kind) in a row; before it \(before.failures) of \
                \(before.lines) lines failed, in the two minutes after it \(near.failures) of \(near.lines)
                """
            return Onset(
                stream: stream, mark: run.mark, reason: reason, linesBefore: before.lines,
                failuresBefore: before.failures, gain: gain)
        }
        return nil
    }

    private static func stands(_ after: (lines: Int, failures: Int), out before: (lines: Int, failures: Int)) -> Bool {
        guard after.lines > 0 else { return false }
        let share = Double(after.failures) / Double(after.lines)
        let usual = (Double(before.failures) + 0.5) / (Double(before.lines) + 1)
        return share >= 0.02 && share >= 3 * usual
    }

    /// The one change of the share of failures that explains the counts best.
    private static func change(in stream: FailureStream) -> Onset? {
        let bins = stream.bins.sorted { $0.key < $1.key }
        let total = (lines: stream.lines, failures: stream.failures)
        guard total.failures >= 5, bins.count > 2 else { return nil }
        // Where nearly every line is a failure, the share says nothing and the rate decides.
        let isAllFailures = total.failures * 10 >= total.lines * 8
        let firstBin = bins[0].key
        let width = bins[bins.count - 1].key - firstBin + 1
        var before = (lines: 0, failures: 0)
        var best: (gain: Double, index: Int, before: (lines: Int, failures: Int))?
        for (index, bin) in bins.enumerated() {
            let after = (lines: total.lines - before.lines, failures: total.failures - before.failures)
            if bin.value.failures > 0, before.lines >= (isAllFailures ? 0 : fewestBefore), bin.key > firstBin {
                let gain: Double
                let rises: Bool
                if isAllFailures {
                    let times = (Double(bin.key - firstBin), Double(width) - Double(bin.key - firstBin))
                    gain = Likelihood.rateGain(before.failures, after.failures, times.0, times.1)
                    rises =
                        Double(after.failures) / times.1 >= 5 * (Double(before.failures) + 0.5) / times.0
                        && times.0 >= 30
                } else {
                    gain = Likelihood.gain(before, after)
                    rises = stands(after, out: before)
                }
                if rises, gain > best?.gain ?? 0 { best = (gain, index, before) }
            }
            before.lines += bin.value.lines
            before.failures += bin.value.failures
        }
        guard let best, best.gain >= 30 + 2 * Double(bins.count).logarithm, lasts(stream, bins, from: best.index),
            let mark = bins[best.index].value.firstFailure
        else { return nil }
        let after = total.failures - best.before.failures
        let reason = """
            from here \(after) of \(total.lines - best.before.lines) lines are errors or failing answers, before it \
            \(best.before.failures) of \(best.before.lines)
            """
        return Onset(
            stream: stream, mark: mark, reason: reason, linesBefore: best.before.lines,
            failuresBefore: best.before.failures, gain: best.gain)
    }

    /// Whether failures go on beyond the first burst: in most tenths of the time from the change to the data's end.
    private static func lasts(
        _ stream: FailureStream, _ bins: [(key: Int64, value: FailureStream.Bin)], from index: Int
    ) -> Bool {
        let start = bins[index].key
        let length = bins[bins.count - 1].key - start + 1
        guard length >= 5 else { return false }
        let parts = min(length, 10)
        var filled: Set<Int64> = []
        for bin in bins[index...] where bin.value.failures > 0 { filled.insert((bin.key - start) * parts / length) }
        return filled.count * 2 >= Int(parts)
    }
}
