internal import Model
internal import Policy
internal import Scanning

/// The second pass over the logs: what is said how often before and during.
struct Comparison {
    private let plan: ComparisonPlan
    private let redactor: Redactor
    private var sum: PatternSum<PatternCounts>

    init(_ plan: ComparisonPlan, redactor: Redactor) {
        self.plan = plan
        self.redactor = redactor
        sum = PatternSum(
            PatternPass(spans: [plan.before, plan.during], split: plan.during.start.nanoseconds, redactor: redactor))
    }

    mutating func run(_ log: LogFile, _ reader: inout LogReader) async throws -> FileAccount {
        try await sum.read(log, LogShape(of: log), &reader)
    }

    /// The patterns that changed, those first that explain most.
    func output(onset: CompareLogPatterns.Onset?, limit: Int) throws -> CompareLogPatterns.Output {
        let patterns = sum.patterns { $0.before + $0.during }
        let frame = frame(comparisons: patterns.count)
        var output = CompareLogPatterns.Output(
            onset: onset, split: plan.split, splitOrigin: plan.origin,
            totals: CompareLogPatterns.Totals(
                linesBefore: sum.before, linesDuring: sum.lines - sum.before, secondsBefore: frame.before,
                secondsDuring: frame.during, patterns: patterns.count))
        let judged = patterns.map { ($0, PatternScore($0.tally, template: $0.template.text, frame: frame)) }
            .sorted {
                ($1.1.score, $0.0.tally.first, $0.0.template.text) < ($0.1.score, $1.0.tally.first, $1.0.template.text)
            }
        for (pattern, score) in judged {
            switch score.change {
            case .new: try append(pattern, score, to: &output.new, limit)
            case .gone: try append(pattern, score, to: &output.gone, limit)
            case .grown: try append(pattern, score, to: &output.grown, limit)
            case .shrunk: try append(pattern, score, to: &output.shrunk, limit)
            case nil: break
            }
        }
        output.changed = ChangedValues(judged.map(\.0), redactor: redactor).found(limit: limit)
        return output
    }

    /// The lengths are those of the data, where the spans reach beyond it.
    private func frame(comparisons: Int) -> PatternScore.Frame {
        let second: Int64 = 1_000_000_000
        let beforeStart = max(plan.before.start.nanoseconds, min(sum.first, plan.before.end.nanoseconds - second))
        let duringEnd = min(plan.during.end.nanoseconds, max(sum.last, plan.during.start.nanoseconds + second))
        return PatternScore.Frame(
            before: Double(max(second, plan.before.end.nanoseconds - beforeStart)) / 1e9,
            during: Double(max(second, duringEnd - plan.during.start.nanoseconds)) / 1e9, onset: plan.onset,
            lead: plan.lead(dataFrom: beforeStart), threshold: Likelihood.threshold(comparisons: comparisons))
    }

    private func append(
        _ pattern: MinedPattern<PatternCounts>, _ score: PatternScore,
        to patterns: inout [CompareLogPatterns.Pattern], _ limit: Int
    ) throws {
        let counts = pattern.tally
        guard patterns.count < limit, let place = counts.example, let (text, file) = try sum.text(of: place, redactor)
        else { return }
        patterns.append(
            CompareLogPatterns.Pattern(
                template: pattern.template.shown(redactor), source: pattern.source, level: counts.level,
                before: counts.before, during: counts.during, firstSeen: Timestamp(nanoseconds: counts.first),
                lastSeen: Timestamp(nanoseconds: counts.last),
                example: CompareLogPatterns.Example(text: text, file: file, line: place.line),
                score: (score.score * 10).rounded() / 10, explains: score.explains))
    }
}

extension TemplateMerger.Template {
    /// Fit to be shown.
    func shown(_ redactor: Redactor) -> String { redactor.redact(ShownText.make(Array(text.utf8).span)) }
}
