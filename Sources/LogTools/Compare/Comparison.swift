internal import Model
internal import Policy
internal import Scanning

/// The second pass over the logs: what is said how often before and during.
struct Comparison {
    private struct SourcePatterns {
        var miner = TemplateMiner()
        var counts: [PatternCounts] = []
    }

    private let plan: ComparisonPlan
    private let redactor: Redactor
    private var sources: [String: SourcePatterns] = [:]
    private var files: [ReadableFile] = []
    private var linesBefore = 0
    private var linesDuring = 0
    private var first = Int64.max
    private var last = Int64.min

    init(_ plan: ComparisonPlan, redactor: Redactor) {
        self.plan = plan
        self.redactor = redactor
    }

    mutating func run(_ log: LogFile, _ reader: inout LogReader) throws -> FileAccount {
        // Taken out of the dictionary so that it is changed in place.
        var patterns = sources.removeValue(forKey: log.source) ?? SourcePatterns()
        defer { sources[log.source] = patterns }
        let message = LineMessage(log)
        let file = files.count
        var wasUsed = false
        var facts = LineFacts()
        func take(_ line: Span<UInt8>, _ info: LogLine, isDuring: Bool) {
            if info.time != nil { facts = LineFacts(of: line, time: info.time) }
            if isDuring { linesDuring += 1 } else { linesBefore += 1 }
            first = min(first, info.instant)
            last = max(last, info.instant)
            // The frames of a stack trace say less than the line above and the exception below.
            if info.time == nil, line.isEmpty || line[0] == Byte.space || line[0] == Byte.tab { return }
            if info.time == nil, LineHiding.mayBeOfKey(line) { return }
            let part = message.part(of: line, time: info.time, facts: facts)
            let index = patterns.miner.add(
                line, part.range, isRequest: part.isRequest, pinned: part.isRequest ? facts.status : nil)
            if index == patterns.counts.count { patterns.counts.append(PatternCounts()) }
            let place = PatternCounts.Place(file: file, line: info.place.number, offset: info.place.offset)
            if info.time == nil { patterns.counts[index].isContinuation = true }
            patterns.counts[index].add(info.instant, isDuring: isDuring, facts: facts, place)
            wasUsed = true
        }
        let account = try reader.forEachLine(of: log) { line, info in
            let instant = Timestamp(nanoseconds: info.instant)
            let isDuring = plan.during.contains(instant)
            guard isDuring || plan.before.contains(instant) else { return }
            // Patterns are those of what is shown.
            if let hidden = LineHiding.hidden(line, upTo: info.time?.end ?? 0, redactor) {
                take(hidden.span, info, isDuring: isDuring)
            } else {
                take(line, info, isDuring: isDuring)
            }
        }
        if wasUsed { files.append(log.file) }
        return account
    }

    /// The patterns that changed, those first that explain most.
    func output(
        onset: CompareLogPatterns.Onset?, limit: Int
    ) throws -> CompareLogPatterns.Output {
        let merged = sources.keys.sorted().flatMap { name in Self.merged(sources[name] ?? SourcePatterns(), name) }
        let frame = frame(comparisons: merged.count)
        var output = CompareLogPatterns.Output(
            onset: onset, split: plan.split, splitOrigin: plan.origin,
            totals: CompareLogPatterns.Totals(
                linesBefore: linesBefore, linesDuring: linesDuring, secondsBefore: frame.before,
                secondsDuring: frame.during, patterns: merged.count))
        let judged = merged.map { ($0, PatternScore($0.counts, template: $0.template, frame: frame)) }
            .sorted { ($1.1.score, $0.0.counts.first, $0.0.template) < ($0.1.score, $1.0.counts.first, $1.0.template) }
        for (pattern, score) in judged {
            switch score.change {
            case .new: try append(pattern, score, to: &output.new, limit)
            case .gone: try append(pattern, score, to: &output.gone, limit)
            case .grown: try append(pattern, score, to: &output.grown, limit)
            case .shrunk: try append(pattern, score, to: &output.shrunk, limit)
            case nil: break
            }
        }
        return output
    }

    private struct Merged {
        let source: String
        let template: String
        let counts: PatternCounts
    }

    private static func merged(_ patterns: SourcePatterns, _ source: String) -> [Merged] {
        let weights = patterns.counts.map { $0.before + $0.during }
        return TemplateMerger(patterns.miner.signatures, weights: weights).merge().map { template in
            var counts = PatternCounts()
            for member in template.members { counts.add(patterns.counts[member]) }
            return Merged(source: source, template: template.text, counts: counts)
        }
    }

    /// The lengths are those of the data, where the spans reach beyond it.
    private func frame(comparisons: Int) -> PatternScore.Frame {
        let second: Int64 = 1_000_000_000
        let beforeStart = max(plan.before.start.nanoseconds, min(first, plan.before.end.nanoseconds - second))
        let duringEnd = min(plan.during.end.nanoseconds, max(last, plan.during.start.nanoseconds + second))
        return PatternScore.Frame(
            before: Double(max(second, plan.before.end.nanoseconds - beforeStart)) / 1e9,
            during: Double(max(second, duringEnd - plan.during.start.nanoseconds)) / 1e9, onset: plan.onset,
            lead: plan.lead(dataFrom: beforeStart), threshold: Likelihood.threshold(comparisons: comparisons))
    }

    private func append(
        _ pattern: Merged, _ score: PatternScore, to patterns: inout [CompareLogPatterns.Pattern], _ limit: Int
    ) throws {
        guard patterns.count < limit, let place = pattern.counts.example, files.indices.contains(place.file) else {
            return
        }
        let file = files[place.file]
        let text = try LineHiding.text(at: place.offset, of: file, redactor)
        patterns.append(
            CompareLogPatterns.Pattern(
                template: redactor.redact(ShownText.make(Array(pattern.template.utf8).span)), source: pattern.source,
                level: pattern.counts.level, before: pattern.counts.before, during: pattern.counts.during,
                firstSeen: Timestamp(nanoseconds: pattern.counts.first),
                lastSeen: Timestamp(nanoseconds: pattern.counts.last),
                example: CompareLogPatterns.Example(
                    text: text, file: file.name, line: place.line),
                score: (score.score * 10).rounded() / 10, explains: score.explains))
    }
}
