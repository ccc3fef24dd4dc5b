internal import JSON
internal import Model
internal import Policy
package import Tooling

/// Tells which series move as a given one does, and which of them first.
package struct CorrelateMetrics: Tool {
    package struct Input: Decodable, Sendable {
        let source: String?
        let query: String
        let with: String?
        let params: [String: String]?
        let maxLag: Int?
        let limit: Int?
        let start: Timestamp?
        let end: Timestamp?
    }

    package struct Output: Encodable, Sendable {
        let target: SeriesAnswer
        let stepSeconds: Double
        let tried: Int
        let correlations: [Found]
        let chart: ChartAnswer?
    }

    /// The most points of each line of a drawing: the numbers tell what moves together.
    private static let drawnPoints = 120

    struct Found: Encodable, Sendable {
        let series: SeriesAnswer
        let coefficient: Double
        let lagSeconds: Double
        let order: String
        let pairs: Int
        let chance: Double
    }

    /// The most instants that are compared.
    private static let maximumInstants = 2000

    private let servers: any ServerAsking

    package init(servers: any ServerAsking = NoServers()) { self.servers = servers }

    package static func access(_ input: Input) -> [Access] { SeriesGathering.access(input.source) }

    package func run(_ input: Input, in context: ToolContext) async throws -> ToolResult<Output> {
        let window = try WindowArguments.window(context.window, start: input.start, end: input.end)
        let parameters = input.params ?? [:]
        let gathering = SeriesGathering(context: context, source: input.source, servers: servers)
        let (itself, target) = try await target(MetricQuery(input.query, parameters: parameters), gathering, window)
        var gathered = try await gathering.gather(
            try input.with.map { try MetricQuery($0, parameters: parameters) }, window)
        let step = max(target.interval, window.span.length / 1_000_000 / Int64(Self.maximumInstants), 1)
        let grid = StepGrid(span: window.span, step: step)
        let own = Self.values(target, grid)
        let lags = min(max(input.maxLag ?? 10, 0), 120, grid.count / 3)
        let others = SignalBuilder(gathered.series)
        let candidates = gathered.series.indices.filter { number in
            let one = gathered.series[number]
            return others.isExamined(number) && !(one.name == itself.name && one.labels == itself.labels)
        }
        var found: [(number: Int, correlation: Correlation)] = []
        for number in candidates {
            try Task.checkCancellation()
            guard let signal = others.signal(number) else { continue }
            let values = Self.values(signal, grid)
            guard let correlation = Correlation(own, values, lags: lags, candidates: candidates.count),
                correlation.chance < 0.01, abs(correlation.coefficient) >= 0.3
            else { continue }
            found.append((number, correlation))
        }
        found.sort { (-abs($0.correlation.coefficient), $0.number) < (-abs($1.correlation.coefficient), $1.number) }
        let shown = found.prefix(min(max(input.limit ?? 20, 1), 100))
        if found.count > shown.count { gathered.cut(found.count - shown.count, of: "correlations") }
        let chart = found.first.flatMap { first in
            others.signal(first.number).map {
                ChartAnswer(
                    ChartAnswer.Line(itself, target, atMost: Self.drawnPoints, context.redactor),
                    beside: ChartAnswer.Line(
                        gathered.series[first.number], $0, atMost: Self.drawnPoints, context.redactor))
            }
        }
        let output = Output(
            target: SeriesAnswer(name: itself.name, labels: itself.labels, redactor: context.redactor),
            stepSeconds: Double(step) / 1000, tried: candidates.count,
            correlations: shown.map { Self.told($0.correlation, gathered.series[$0.number], step, context.redactor) },
            chart: chart)
        return ToolResult(
            output: output, coverage: gathered.coverage(isEmpty: found.isEmpty),
            summary: "\(found.count) of \(candidates.count) series move with \(output.target.words)")
    }

    /// The one series of a query that moves; the others are let go before there are more.
    private func target(
        _ query: MetricQuery, _ gathering: SeriesGathering, _ window: Window
    ) async throws -> (series: Series, signal: Signal) {
        let targets = try await gathering.gather(query, window)
        let builder = SignalBuilder(targets.series)
        var found: (series: Series, signal: Signal)?
        var count = 0
        for number in targets.series.indices {
            guard let signal = builder.signal(number) else { continue }
            count += 1
            found = (targets.series[number], signal)
        }
        guard let found else {
            throw ToolError(
                .notFound, "`query` gives no series that moves within the window",
                hint: "query_metrics shows what it gives")
        }
        guard count == 1 else {
            throw ToolError(
                .validation, "`query` gives \(count) series that move, and one is compared with all others",
                hint: "narrow it by labels, or add them up: sum(…)")
        }
        return found
    }

    private static func told(
        _ correlation: Correlation, _ series: Series, _ step: Int64, _ redactor: Redactor
    ) -> Found {
        Found(
            series: SeriesAnswer(name: series.name, labels: series.labels, redactor: redactor),
            coefficient: Rounding.short(correlation.coefficient, digits: 3),
            lagSeconds: Double(correlation.lag) * Double(step) / 1000,
            order: correlation.lag < 0 ? "before" : correlation.lag > 0 ? "after" : "together",
            pairs: correlation.pairs, chance: Rounding.short(correlation.chance, digits: 2))
    }

    /// The last value of each step; nan where there is none.
    private static func values(_ signal: Signal, _ grid: StepGrid) -> [Double] {
        var values = [Double](repeating: .nan, count: grid.count)
        for (time, value) in zip(signal.times, signal.values) where time >= grid.start {
            let place = Int((time - grid.start) / grid.step)
            if place < values.count { values[place] = value }
        }
        return values
    }
}

extension CorrelateMetrics {
    package static let contract = ToolContract(
        name: "correlate_metrics", title: "What moves with this metric?",
        summary: """
            Compares the changes of one series with those of all others, or of a second query, at lags up to a bound: \
            which move together, and which before it. Moving together is no cause.
            """,
        input: .object(
            [
                SeriesArguments.source,
                .required(
                    "query", Schema.string(maximum: 8192).language("promql"),
                    "The one series to compare; `$name` stands for a label's value out of `params`."),
                .optional(
                    "with", Schema.string(maximum: 8192).language("promql"),
                    "The series to compare it with; every series when left out."),
                SeriesArguments.params,
                .optional("maxLag", .integer(0...120), "The most samples by which one may come later.", default: 10),
                .optional("limit", .integer(1...100), "The most to show.", default: 20),
            ] + SeriesArguments.span
        ).with("examples", [["query": "sum(rate(http_errors_total[1m]))"]]),
        output: .object([
            .required("target", SeriesAnswer.schema, "What was compared."),
            .required("stepSeconds", .number, "Seconds between the values that were compared."),
            .required("tried", .integer(), "Series that it was compared with."),
            .required(
                "correlations",
                .array(
                    of: .object([
                        .required("series", SeriesAnswer.schema, "What moves with it."),
                        .required("coefficient", .number, "-1 to 1; negative when one rises as the other falls."),
                        .required("lagSeconds", .number, "By how much it comes later; negative when it comes first."),
                        .required("order", .oneOf(["before", "together", "after"]), "The same in a word."),
                        .required("pairs", .integer(), "Changes that were compared."),
                        .required("chance", .number, "That so much agrees by chance, all that was tried considered."),
                    ]), maximum: 100), "The strongest first."),
            .optional(
                "chart", ChartAnswer.schema, "The series and the one that moves most with it; absent when none does."),
        ]))
}
