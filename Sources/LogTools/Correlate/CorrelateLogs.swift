internal import JSON
internal import Model
internal import Scanning
package import Tooling

/// Tells which messages follow given times, or the change points of a piece of evidence, and how long after them.
package struct CorrelateLogs: Tool {
    /// What is followed.
    package struct Input: Decodable, Sendable {
        var times: [Timestamp]?
        var evidence: EvidenceID?
        var within: Double?
        var source: String?
        var start: Timestamp?
        var end: Timestamp?
        var limit: Int?
    }

    /// What follows.
    package struct Output: Encodable, Sendable {
        let span: TimeSpan
        let times: [Timestamp]
        let withinSeconds: Double
        let lines: Int
        let patterns: [Pattern]
    }

    /// A message that follows.
    package struct Pattern: Encodable, Sendable {
        let template: String
        let source: String
        let level: LogLevel?
        let count: Int
        /// How many of the times it follows.
        let followed: Int
        let linesAfter: Int
        let lagSeconds: Lag
        let example: CompareLogPatterns.Example
        let score: Double
        let explains: String
    }

    /// From a time to the first line after it.
    package struct Lag: Encodable, Sendable {
        let median: Double
        let minimum: Double
        let maximum: Double
    }

    static let mostTimes = 50

    package init() {}

    package static func access(_ input: Input) -> [Access] {
        let sources: Access = input.source.map { .source($0, kinds: [.logs]) } ?? .everySource(kinds: [.logs])
        return [sources] + (input.evidence.map { [.evidence($0)] } ?? [])
    }

    package func run(_ input: Input, in context: ToolContext) async throws -> ToolResult<Output> {
        let span = try LogSpan.within(context.window, start: input.start, end: input.end)
        let within = min(max(input.within ?? 300, 1), 86_400)
        let times = FollowedTimes(
            instants: try await Self.times(for: input, within: span, in: context).map(\.nanoseconds),
            within: Int64(within * 1e9))
        let sources = try LogReader.sources(input.source, in: context)
        return try await FollowedTimes.$current.withValue(times) {
            var sum = PatternSum<FollowCounts>(PatternPass(spans: [span], redactor: context.redactor))
            var reader = LogReader(context: context, span: span)
            try await reader.forEachFile(of: sources) { log, reader in
                try await sum.read(log, LogShape(of: log), &reader)
            }
            let patterns = try Following(times, span).patterns(
                of: sum, limit: min(max(input.limit ?? 20, 1), 100), context)
            let found = Set(patterns.map(\.source))
            let output = Output(
                span: span, times: times.instants.map { Timestamp(nanoseconds: $0) }, withinSeconds: within,
                lines: sum.lines, patterns: patterns)
            return ToolResult(
                output: output, coverage: reader.accounts.map { $0.coverage(of: span, found: found.contains($0.name)) },
                summary: Self.summary(output))
        }
    }

    /// The given times, or those of the evidence, that lie in the span; each once, in order.
    private static func times(
        for input: Input, within span: TimeSpan, in context: ToolContext
    ) async throws -> [Timestamp] {
        guard (input.times == nil) != (input.evidence == nil) else {
            throw ToolError(
                .validation, "exactly one of times and evidence is needed",
                hint: "give the times to follow, or the evidence of find_change_points")
        }
        var times = input.times ?? []
        if let id = input.evidence {
            let evidence = try await context.evidence.evidence(id)
            times = EvidenceTimes.times(in: evidence.output)
            guard !times.isEmpty else {
                throw ToolError(
                    .validation, "evidence \(id) names no time in its points, onset or hits",
                    hint: "find_change_points and compare_log_patterns give times")
            }
        }
        let inside = Array(Set(times.filter { span.contains($0) })).sorted()
        guard !inside.isEmpty else {
            throw ToolError(
                .validation, "none of the times lies between \(span.start) and \(span.end)",
                hint: "widen the window, or name start and end")
        }
        guard inside.count <= mostTimes else {
            throw ToolError(.validation, "\(inside.count) times are more than \(mostTimes)", hint: "give fewer times")
        }
        return inside
    }

    private static func summary(_ output: Output) -> String {
        guard let first = output.patterns.first else { return "nothing follows these times more than chance explains" }
        return "\(output.patterns.count) patterns follow; first, after \(first.lagSeconds.median) s: "
            + first.template.prefix(200)
    }
}

/// Finds times in what another tool told.
enum EvidenceTimes {
    /// Those of its change points, its onset, its hits or its changes.
    static func times(in output: JSONValue) -> [Timestamp] {
        for list in ["points", "hits", "changes", "rows"] {
            let times = (output[list]?.arrayValue ?? []).compactMap { time(of: $0) }
            if !times.isEmpty { return times }
        }
        return output["onset"].flatMap { time(of: $0) }.map { [$0] } ?? []
    }

    private static func time(of value: JSONValue) -> Timestamp? {
        value["time"]?.stringValue.flatMap { Timestamp(rfc3339: $0) }
    }
}
