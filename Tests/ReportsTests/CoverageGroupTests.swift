import JSON
import Model
import Testing

@testable import Reports

@Suite struct CoverageGroupTests {
    private static let window = TimeSpan(
        start: SnapshotBuilder.time("2026-11-22T19:00:00Z"), end: SnapshotBuilder.time("2026-11-22T20:00:00Z"))

    private static func span(_ start: String, _ end: String) -> TimeSpan {
        TimeSpan(
            start: SnapshotBuilder.time("2026-11-22T\(start)Z"), end: SnapshotBuilder.time("2026-11-22T\(end)Z"))
    }

    private static func snapshot() -> SessionSnapshot {
        var builder = SnapshotBuilder()
        func logs(_ value: CoverageValue, _ span: TimeSpan, _ lines: Int, _ omitted: [Omission] = []) -> Coverage {
            Coverage(
                source: "app", value: value, searched: Searched(span: span, files: 2, bytes: 2048, lines: lines),
                omitted: omitted)
        }
        let gone = Omission(what: "b.log", reason: "does not exist")
        let unparsed = { Omission(what: "unparsed lines", reason: "no time stands in them", count: $0) }
        _ = builder.call(
            "search_logs", output: [:], summary: "one",
            coverage: [logs(.complete, span("19:00:00", "19:30:00"), 1000)])
        _ = builder.call(
            "search_logs", output: [:], summary: "two",
            coverage: [
                logs(.complete, span("19:20:00", "20:00:00"), 13_000),
                Coverage(source: "metrics", value: .sourceDown, omitted: [gone]),
            ])
        _ = builder.call(
            "compare_log_patterns", output: [:], summary: "three",
            coverage: [logs(.partial, window, 7, [gone, unparsed(3)])])
        _ = builder.call(
            "compare_log_patterns", output: [:], summary: "four",
            coverage: [
                logs(.partial, span("10:00:00", "11:00:00"), 7, [unparsed(5), gone]),
                logs(.complete, span("19:40:00", "19:50:00"), 5),
            ])
        return builder.snapshot
    }

    @Test func aSourceHasOneLineForEachWayOfBeingSeenTheWorstFirst() {
        let groups = ReportContent(Self.snapshot()).searches
        #expect(groups.map { "\($0.source) \($0.value)" } == ["metrics sourceDown", "app partial", "app complete"])
        #expect(
            groups.map(\.searched) == [
                "–", "2 calls: 2 files, 2.0 KiB, 7 lines", "3 calls: 2 files, 2.0 KiB, 5 lines to 13,000 lines",
            ])
        #expect(groups[1].omitted == ["b.log: does not exist", "5 unparsed lines: no time stands in them"])
        #expect(groups[2].spans == [Moment.span(Self.window.start, Self.window.end)])
        #expect(groups[1].spans.count == 2)
        #expect(groups[2].origins.map(\.tool) == ["search_logs", "compare_log_patterns"])
        #expect(groups[2].origins.map(\.evidence.count) == [2, 1])
    }

    @Test func reportsShowTheLinesAndJSONEveryCall() {
        let snapshot = Self.snapshot()
        let markdown = MarkdownReport(snapshot).text
        #expect(markdown.split(separator: "\n").count { $0.hasPrefix("| app ") } == 2, "\(markdown)")
        #expect(markdown.contains("| search_logs E1 E2, compare_log_patterns E4 |"), "\(markdown)")
        let html = HTMLReport(snapshot).text
        #expect(html.ranges(of: "<strong>app</strong>").count == 2)
        #expect(JSONReport(snapshot).value["coverage"]?.arrayValue?.count == 6)
    }
}
