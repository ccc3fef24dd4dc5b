internal import JSON
internal import Model
package import Tooling

/// Finds out when which series changed, and when a disturbance began that many of them show.
package struct FindChangePoints: Tool {
    package typealias Input = SeriesInput

    package struct Output: Encodable, Sendable {
        let onset: OrNull<OnsetAnswer>
        let points: [PointAnswer]
        let series: SeriesCounts
        let chart: OrNull<ChartAnswer>
    }

    struct SeriesCounts: Encodable, Sendable {
        let examined: Int
        let changed: Int
        let constant: Int
    }

    private let servers: any ServerAsking

    package init(servers: any ServerAsking = NoServers()) { self.servers = servers }

    package static func access(_ input: Input) -> [Access] { SeriesGathering.access(input.source) }

    package func run(_ input: Input, in context: ToolContext) async throws -> ToolResult<Output> {
        let window = try WindowArguments.window(context.window, start: input.start, end: input.end)
        let gathering = SeriesGathering(context: context, source: input.source, servers: servers)
        var gathered = try await gathering.gather(input.query, input.params, window)
        let scan = try ChangeScan(gathered.series, window: window)
        let limit = min(max(input.limit ?? 20, 1), 100)
        let shown = scan.ranked.prefix(limit)
        if scan.ranked.count > shown.count { gathered.cut(scan.ranked.count - shown.count, of: "change points") }
        let output = Output(
            onset: OrNull(scan.onset.map { OnsetAnswer($0, context.redactor) }),
            points: shown.map { PointAnswer($0, scan.series[$0.series], context.redactor) },
            series: SeriesCounts(
                examined: scan.examined, changed: Set(scan.ranked.map(\.series)).count, constant: scan.constant),
            chart: OrNull(
                scan.ranked.first.map { ChartAnswer($0.series, scan.series, onset: scan.onset?.time, context.redactor) }
            ))
        return ToolResult(
            output: output, coverage: gathered.coverage(isEmpty: scan.ranked.isEmpty),
            summary: Self.summary(scan, output))
    }

    private static func summary(_ scan: ChangeScan, _ output: Output) -> String {
        let onset = scan.onset.map { "a disturbance began by \(Timestamp(milliseconds: $0.time))" } ?? "no onset"
        let text = "\(onset); \(output.series.changed) of \(output.series.examined) series changed"
        guard let top = output.points.first else { return text }
        return text + ", first of all \(top.series.words) at \(top.time)"
    }
}
