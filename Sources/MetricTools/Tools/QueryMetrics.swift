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
        let total = results.reduce(0) { $0 + $1.tracks.count }
        let limit = min(max(input.limit ?? 20, 1), 100)
        let shown = try results.flatMap { result in
            try Self.summaries(result, atMost: limit, withPoints: input.points ?? false, context)
        }.sorted { ($1.importance, $0.order) < ($0.importance, $1.order) }.prefix(limit)
        if total > shown.count { gathered.cut(total - shown.count, of: "series") }
        let output = Output(
            window: window.span, step: PromQLText.duration(step), total: total, series: Array(shown))
        return ToolResult(
            output: output, coverage: gathered.coverage(isEmpty: total == 0), summary: Self.summary(output))
    }

    /// The series that changed most, in numbers; of the others no more is held than how much they changed.
    private static func summaries(
        _ result: SeriesGathering.Evaluation, atMost limit: Int, withPoints: Bool, _ context: ToolContext
    ) throws -> [SeriesSummary] {
        let baselines = Dictionary(
            result.baseline.map { (SeriesIdentity(name: $0.name, labels: $0.labels), $0.values) },
            uniquingKeysWith: { $1 })
        func baseline(_ track: Track) -> [Double]? {
            baselines[SeriesIdentity(name: track.name, labels: track.labels)]
        }
        var order: [(track: Int, importance: Double, name: String)] = []
        for (number, track) in result.tracks.enumerated() {
            if number % 256 == 0 { try Task.checkCancellation() }
            order.append((number, SeriesSummary.importance(of: track, baseline: baseline(track)), track.description))
        }
        order.sort { ($1.importance, $0.name) < ($0.importance, $1.name) }
        return order.prefix(limit).map { place in
            let track = result.tracks[place.track]
            return SeriesSummary(
                track, grid: result.grid, baseline: baseline(track), source: result.source, withPoints: withPoints,
                redactor: context.redactor)
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
        guard let from = first.first.value, let to = first.last.value else {
            return "\(output.total) series without a finite value"
        }
        let course = "\(Rounding.words(from)) to \(Rounding.words(to))" + (first.unit.value.map { " \($0)" } ?? "")
        return "\(output.total) series; the one that changed most, \(first.series.words), went from \(course)"
    }
}
