internal import JSON
internal import Model
internal import Policy
package import Tooling

/// Tells which service, or other group of series, left its own history first and most.
package struct RankSuspects: Tool {
    package struct Input: Decodable, Sendable {
        let source: String?
        let query: String?
        let params: [String: String]?
        let by: String?
        let dependencies: [String: [String]]?
        let limit: Int?
        let start: Timestamp?
        let end: Timestamp?
    }

    package struct Output: Encodable, Sendable {
        let suspects: [SuspectAnswer]
        let reason: OrNull<String>
        let series: Counts
        let chart: OrNull<ChartAnswer>
    }

    struct Counts: Encodable, Sendable {
        let examined: Int
        let changed: Int
    }

    private let servers: any ServerAsking

    package init(servers: any ServerAsking = NoServers()) { self.servers = servers }

    package static func access(_ input: Input) -> [Access] { SeriesGathering.access(input.source) }

    package func run(_ input: Input, in context: ToolContext) async throws -> ToolResult<Output> {
        let window = try WindowArguments.window(context.window, start: input.start, end: input.end)
        let gathering = SeriesGathering(context: context, source: input.source, servers: servers)
        var gathered = try await gathering.gather(input.query, input.params, window)
        let finder = try SuspectFinder(
            gathered.series, window: window, label: input.by, dependencies: input.dependencies ?? [:])
        let shown = finder.suspects.prefix(min(max(input.limit ?? 10, 1), 50))
        if finder.suspects.count > shown.count { gathered.cut(finder.suspects.count - shown.count, of: "groups") }
        let suspects = shown.map { SuspectAnswer($0, finder, context.redactor) }
        let nothing = suspects.isEmpty ? Self.nothing(finder) : nil
        let top = finder.suspects.first?.departures.first
        let onset = finder.suspects.map(\.time).min()
        let output = Output(
            suspects: suspects, reason: OrNull(nothing),
            series: Counts(examined: finder.examined, changed: finder.changed),
            chart: OrNull(top.map { ChartAnswer($0.series, gathered.series, onset: onset, context.redactor) }))
        let told = suspects.first.map { "first of all \($0.group): \($0.reasons.first ?? "")" } ?? "nothing stands out"
        return ToolResult(
            output: output, coverage: gathered.coverage(isEmpty: suspects.isEmpty),
            summary: "\(told) (\(finder.changed) of \(finder.examined) series changed)")
    }

    private static func nothing(_ finder: SuspectFinder) -> String {
        guard finder.examined > 0 else { return "there is no series to look at" }
        return "no series left what it had been before: nothing stands out"
    }
}

/// A suspect as the tool tells it.
struct SuspectAnswer: Encodable, Sendable {
    let group: String
    let score: Double
    let time: Timestamp
    let earliest: Timestamp
    let reasons: [String]
    let series: [Change]

    struct Change: Encodable, Sendable {
        let series: SeriesAnswer
        let time: Timestamp
        let before: OrNull<Double>
        let peak: OrNull<Double>
    }

    init(_ suspect: Suspect, _ finder: SuspectFinder, _ redactor: Redactor) {
        group = SeriesAnswer.shown(suspect.group, redactor)
        score = Rounding.short(suspect.score, digits: 3)
        time = Timestamp(milliseconds: suspect.time)
        earliest = Timestamp(milliseconds: suspect.earliest)
        series = suspect.departures.prefix(5).map { departure in
            let one = finder.series[departure.series]
            return Change(
                series: SeriesAnswer(name: one.name, labels: one.labels, redactor: redactor),
                time: Timestamp(milliseconds: departure.time), before: OrNull(finite: Rounding.short(departure.before)),
                peak: OrNull(finite: Rounding.short(departure.peak)))
        }
        let told = suspect.departures.prefix(2).map { departure in
            let series = finder.series[departure.series]
            let unit = PointAnswer.unit(series, departure.shape).map { " \($0)" } ?? ""
            let (from, to) = (Rounding.words(departure.before), Rounding.words(departure.peak))
            let time = Timestamp(milliseconds: departure.time)
            return "\(series.description) went from \(from) to \(to)\(unit), seen at \(time)"
        }
        reasons = (told + suspect.reasons).map { SeriesAnswer.shown($0, redactor, limit: 512) }
    }

    static let schema = Schema.object([
        .required("group", .string(), "The service, or what `by` says."),
        .required("score", .number, "The greater, the earlier and the more it changed."),
        .required("time", .time, "The first sample of the group that showed it."),
        .required("earliest", .time, "The sample before it."),
        .required("reasons", .array(of: .string(), maximum: 8), "Why it stands here."),
        .required(
            "series",
            .array(
                of: .object([
                    .required("series", SeriesAnswer.schema, "What changed."),
                    .required("time", .time, "Its first sample that showed it."),
                    .required("before", .nullable(.number), "What it was, a counter in units a second."),
                    .required("peak", .nullable(.number), "What it came to."),
                ]), maximum: 5), "The most telling of its series."),
    ])
}

extension RankSuspects {
    package static let contract = ToolContract(
        name: "rank_suspects", title: "What failed first?",
        summary: """
            Of all series, or those of a query, grouped by service: which left their own history first and most, failing \
            and waiting before load and resources. Says so when nothing stands out.
            """,
        input: .object(
            SeriesArguments.members + [
                .optional("by", .string(maximum: 128), "The label to group by; service, app, job, … when left out."),
                .optional(
                    "dependencies", .map(of: .array(of: .string(maximum: 256), maximum: 100)),
                    "Whom each group calls: who calls a suspect may only feel it."),
                .optional("limit", .integer(1...50), "The most groups to show.", default: 10),
            ]
        ).with("examples", [["source": "metrics", "dependencies": ["frontend": ["cart"]]]]),
        output: .object([
            .required("suspects", .array(of: SuspectAnswer.schema, maximum: 50), "The first and strongest first."),
            .required("reason", .nullable(.string()), "Why there is none; null when there is one."),
            .required(
                "series",
                .object([
                    .required("examined", .integer(), "Series that were looked at."),
                    .required("changed", .integer(), "Series that left their history."),
                ]), "How many series."),
            .required("chart", .nullable(ChartAnswer.schema), "The most telling series, to be drawn; null when none."),
        ]))
}
