internal import JSON
internal import Model
package import Tooling

/// Evaluates a query over the window and tells each series in numbers.
package struct QueryMetrics: Tool {
    package struct Input: Decodable, Sendable {
        let source: String?
        let query: String
        let params: [String: String]?
        let start: Timestamp?
        let end: Timestamp?
        let step: String?
        let points: Bool?
        let limit: Int?
    }

    package struct Output: Encodable, Sendable {
        let window: TimeSpan
        let step: String
        let total: Int
        let series: [SeriesSummary]
    }

    /// The most instants of an evaluation.
    static let maximumSteps = 11_000

    private let servers: any ServerAsking

    package init(servers: any ServerAsking = NoServers()) { self.servers = servers }

    package static func access(_ input: Input) -> [Access] { SeriesGathering.access(input.source) }

    package func run(_ input: Input, in context: ToolContext) async throws -> ToolResult<Output> {
        let window = try WindowArguments.window(context.window, start: input.start, end: input.end)
        let query = try MetricQuery(input.query, parameters: input.params ?? [:])
        let asked = try input.step.map { try Self.step($0, window) }
        let gathering = SeriesGathering(context: context, source: input.source, servers: servers)
        var (gathered, results) = try await gathering.evaluate(query, window, step: asked)
        let step = results.map(\.grid.step).max() ?? asked ?? SeriesGathering.standardStep(window, nil)
        var summaries: [SeriesSummary] = []
        for result in results {
            try Task.checkCancellation()
            summaries += Self.summaries(result, withPoints: input.points ?? false, context)
        }
        summaries.sort { ($1.importance, $0.order) < ($0.importance, $1.order) }
        let limit = min(max(input.limit ?? 20, 1), 100)
        let shown = Array(summaries.prefix(limit))
        if summaries.count > shown.count { gathered.cut(summaries.count - shown.count, of: "series") }
        let output = Output(
            window: window.span, step: PromQLText.duration(step), total: summaries.count, series: shown)
        return ToolResult(
            output: output, coverage: gathered.coverage(isEmpty: summaries.isEmpty), summary: Self.summary(output))
    }

    private static func summaries(
        _ result: SeriesGathering.Evaluation, withPoints: Bool, _ context: ToolContext
    ) -> [SeriesSummary] {
        let baselines = Dictionary(
            result.baseline.map { (SeriesIdentity(name: $0.name, labels: $0.labels), $0.values) },
            uniquingKeysWith: { $1 })
        return result.tracks.map { track in
            SeriesSummary(
                track, grid: result.grid, baseline: baselines[SeriesIdentity(name: track.name, labels: track.labels)],
                source: result.source, withPoints: withPoints, redactor: context.redactor)
        }
    }

    private static func step(_ text: String, _ window: Window) throws(ToolError) -> Int64 {
        let tokens = try QueryTokenizer.tokens(text)
        guard case .duration(let step) = tokens[0].kind, tokens.count == 2, step > 0 else {
            throw ToolError(.validation, "step is not a duration", hint: "give one such as 30s or 5m")
        }
        guard window.span.length / 1_000_000 / step <= maximumSteps else {
            throw ToolError(
                .validation, "a step of \(text) makes more than \(maximumSteps) instants of the window",
                hint: "give a longer step or a shorter window")
        }
        return step
    }

    private static func summary(_ output: Output) -> String {
        guard let first = output.series.first else { return "no series matched" }
        let range = "\(first.first.value ?? 0) to \(first.last.value ?? 0)"
        return "\(output.total) series; the one that changed most, \(first.series.name.prefix(200)), went from \(range)"
    }
}
