/// Judges how much a pattern explains: how surely it changed, how serious it is, and whether it came when things began.
struct PatternScore {
    /// What is known of the whole comparison.
    struct Frame {
        /// Lengths in seconds.
        let before: Double
        let during: Double
        /// The instant when failures began; nil when there is none.
        let onset: Int64?
        /// Where the time before is cut off for what is new: causes stand a little before the first failure.
        let lead: Int64
        /// What a change must exceed to be no chance.
        let threshold: Double
    }

    /// How a pattern changed.
    enum Change: String {
        case new, gone, grown, shrunk
    }

    let change: Change?
    let score: Double
    let explains: String

    /// Words that speak of causes more than of consequences; weak evidence beside level, time and number.
    private static let tellingWords = [
        "refused", "timeout", "timed out", "exceed", "too many", "denied", "limit", "exhaust", "no space",
        "out of memory",
        "unreachable", "not permitted", "forbidden", "expired", "invalid", "cannot", "unable", "fatal", "panic",
        "killed",
        "rejected", "unavailable", "corrupt", "deadlock", "no such", "full",
    ]

    init(_ counts: PatternCounts, template: String, frame: Frame) {
        let gain = Likelihood.rateGain(counts.before, counts.during, frame.before, frame.during)
        let rateBefore = Double(counts.before) / max(frame.before, 1)
        let rateDuring = Double(counts.during) / max(frame.during, 1)
        let isSure = gain > frame.threshold
        let lowered = template.lowercased()
        let telling = Self.tellingWords.count { lowered.contains($0) }
        let isBad = counts.failing > 0 || counts.level.map { $0 >= .warning } ?? false
        let change: Change?
        let isNew = counts.before == 0 || counts.first >= frame.lead
        if isNew, counts.during > 0 {
            change = isSure || isBad || telling > 0 ? .new : nil
        } else if counts.during == 0, counts.before > 0 {
            change = isSure ? .gone : nil
        } else if isSure, rateDuring >= 1.5 * rateBefore {
            change = .grown
        } else if isSure, rateBefore >= 1.5 * rateDuring {
            change = .shrunk
        } else {
            change = nil
        }
        self.change = change
        score = Self.score(counts, isNew: isNew, gain: gain, telling: telling, frame: frame)
        explains = Self.words(counts, change, rateBefore, rateDuring, frame)
    }

    private static func score(
        _ counts: PatternCounts, isNew: Bool, gain: Double, telling: Int, frame: Frame
    ) -> Double {
        var score = 10 * min(1, gain / 200)
        switch counts.level {
        case .critical: score += 14
        case .error: score += 9
        case .warning: score += 3
        default: score += counts.failing > 0 ? 4 : 0
        }
        // The line above it says what happened.
        if counts.isContinuation { score -= 2 }
        // An access log tells what users met, seldom why.
        if !counts.isRequest { score += Double(min(telling, 2)) * 5 }
        guard let onset = frame.onset, counts.during > 0 else { return score }
        let lag = Double((isNew ? counts.first : counts.firstDuring) - onset) / 1e9
        // Causes stand shortly before their consequences.
        if lag >= -60, lag <= 15 { score += 8 } else if lag > 15, lag <= 120 { score += 4 }
        if isNew, lag <= 1, lag >= -60 { score += 2 }
        return score
    }

    private static func words(
        _ counts: PatternCounts, _ change: Change?, _ rateBefore: Double, _ rateDuring: Double, _ frame: Frame
    ) -> String {
        var text: String
        switch change {
        case .new where counts.before == 0: text = "none before, \(counts.during) during"
        case .new: text = "none until shortly before, \(counts.during) during"
        case .gone: text = "\(counts.before) before, none during"
        case .grown where rateBefore > 0: text = "\(rounded(rateDuring / rateBefore)) times as often as before"
        case .shrunk where rateDuring > 0: text = "\(rounded(rateBefore / rateDuring)) times rarer than before"
        default: text = "\(counts.before) before, \(counts.during) during"
        }
        guard let onset = frame.onset, change == .new else { return text }
        let lag = Double(counts.first - onset) / 1e9
        text += "; first \(rounded(abs(lag))) s \(lag < 0 ? "before" : "after") the onset"
        return text
    }

    private static func rounded(_ value: Double) -> String {
        let tenths = Int((min(value, 1e12) * 10).rounded())
        return tenths % 10 == 0 || value >= 100 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
    }
}
