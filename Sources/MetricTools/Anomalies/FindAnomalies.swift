internal import JSON
internal import Model
internal import Policy
package import Tooling

/// Finds unusual points and spans, each judged by what was before it.
package struct FindAnomalies: Tool {
    package typealias Input = SeriesInput

    package struct Output: Encodable, Sendable {
        let anomalies: [AnomalyAnswer]
        let examined: Int
        let chart: OrNull<ChartAnswer>
    }

    private let servers: any ServerAsking

    package init(servers: any ServerAsking = NoServers()) { self.servers = servers }

    package static func access(_ input: Input) -> [Access] { SeriesGathering.access(input.source) }

    package func run(_ input: Input, in context: ToolContext) async throws -> ToolResult<Output> {
        let window = try WindowArguments.window(context.window, start: input.start, end: input.end)
        let gathering = SeriesGathering(context: context, source: input.source, servers: servers)
        var gathered = try await gathering.gather(input.query, input.params, window)
        let builder = SignalBuilder(gathered.series)
        // Signals are made again of the few that are shown: all of them would be more than the samples.
        var found: [(series: Int, anomaly: Anomaly)] = []
        var examined = 0
        for number in gathered.series.indices where builder.isExamined(number) {
            try Task.checkCancellation()
            examined += 1
            guard let signal = builder.signal(number) else { continue }
            let anomalies = AnomalyDetector(signal.values, interval: Double(signal.interval) / 1000).anomalies()
            try Task.checkCancellation()
            for anomaly in anomalies
            where window.span.contains(Timestamp(milliseconds: signal.times[anomaly.index])) {
                found.append((number, anomaly))
            }
        }
        found.sort { ($1.anomaly.score, $0.series) < ($0.anomaly.score, $1.series) }
        let shown = found.prefix(min(max(input.limit ?? 20, 1), 100))
        if found.count > shown.count { gathered.cut(found.count - shown.count, of: "anomalies") }
        let answers = shown.compactMap { series, anomaly in
            builder.signal(series).map { AnomalyAnswer(anomaly, $0, gathered.series[series], context.redactor) }
        }
        let output = Output(
            anomalies: answers, examined: examined,
            chart: OrNull(found.first.map { ChartAnswer($0.series, gathered.series, onset: nil, context.redactor) }))
        let first = answers.first.map { ", above all \($0.series.words) at \($0.start)" } ?? ""
        return ToolResult(
            output: output, coverage: gathered.coverage(isEmpty: found.isEmpty),
            summary: "\(found.count) unusual spans in \(examined) series\(first)")
    }
}

/// An anomaly as the tool tells it.
struct AnomalyAnswer: Encodable, Sendable {
    let series: SeriesAnswer
    let kind: String
    let start: Timestamp
    let end: Timestamp
    let peak: Timestamp
    let value: OrNull<Double>
    let expected: OrNull<Double>
    let score: Double
    let unit: OrNull<String>

    init(_ anomaly: Anomaly, _ signal: Signal, _ series: Series, _ redactor: Redactor) {
        self.series = SeriesAnswer(name: series.name, labels: series.labels, redactor: redactor)
        kind = anomaly.kind.rawValue
        start = Timestamp(milliseconds: signal.times[anomaly.index])
        end = Timestamp(milliseconds: signal.times[anomaly.end])
        peak = Timestamp(milliseconds: signal.times[anomaly.peak])
        value = OrNull(finite: Rounding.short(signal.values[anomaly.peak]))
        expected = OrNull(finite: Rounding.short(anomaly.expected))
        score = Rounding.short(min(anomaly.score, 1e6), digits: 3)
        unit = OrNull(PointAnswer.unit(series, signal.shape))
    }

    static let schema = Schema.object([
        .required("series", SeriesAnswer.schema, "Whose."),
        .required(
            "kind", .oneOf(["point", "level", "season", "variability"]),
            "A value; the level of a while; not what this time of day had; how much the values vary."),
        .required("start", .time, "The first sample that showed it."),
        .required("end", .time, "The last that did."), .required("peak", .time, "Where it was greatest."),
        .required("value", .nullable(.number), "The value there; of a counter in units a second."),
        .required("expected", .nullable(.number), "What was usual there."),
        .required(
            "score", .number, "How far beyond the level that is expected once in 5,000 samples or 17 days, at least 1."),
        .required("unit", .nullable(.string()), "Unit of both."),
    ])
}

extension FindAnomalies {
    package static let contract = ToolContract(
        name: "find_anomalies", title: "What is unusual?",
        summary: """
            Finds values and spans of every series, or those of a query, that are unusual against all before them and \
            against the same time of earlier days. Give it days of baseline where there are days.
            """,
        input: .object(
            SeriesArguments.members + [.optional("limit", .integer(1...100), "The most to show.", default: 20)]
        ).with("examples", [["source": "metrics", "query": "node_load1"]]),
        output: .object([
            .required("anomalies", .array(of: AnomalyAnswer.schema, maximum: 100), "The most unusual first."),
            .required("examined", .integer(), "Series that were looked at."),
            .required("chart", .nullable(ChartAnswer.schema), "The most unusual series, to be drawn; null when none."),
        ]))
}
