import JSON
import Model
import Testing

@testable import Reports

@Suite struct ChartTests {
    @Test(arguments: [
        ([0.0, 10.6], "/s", ["0", "5", "10", "15"]), ([0, 1], "", ["0.00", "0.25", "0.50", "0.75", "1.00"]),
        ([0, 43_000], "", ["0k", "20k", "40k", "60k"]), ([5, 5], "", ["4.50", "4.75", "5.00", "5.25", "5.50"]),
        ([0, 3_221_225_472], "bytes", ["0 Gi", "1 Gi", "2 Gi", "3 Gi"]), ([-4, 0], "", ["-4", "-3", "-2", "-1", "0"]),
        ([1000, 1001], "", ["1000.00", "1000.25", "1000.50", "1000.75", "1001.00"]),
    ])
    func valuesHaveRoundTicks(_ values: [Double], _ unit: String, _ labels: [String]) {
        #expect(ValueAxis(values, unit: unit).ticks.map(\.label) == labels)
    }

    @Test(
        arguments: [[0, 1e99], [-1e99, 1e99], [1e-99, 2e-99], [0, 0], [1e15, 1e15 + 1], [], [1e-300, 1e-300]]
            as [[Double]])
    func extremeValuesHaveAnAxis(_ values: [Double]) {
        let axis = ValueAxis(values, unit: "")
        #expect((2...13).contains(axis.ticks.count))
        for value in values { #expect((0...1).contains(axis.fraction(value))) }
    }

    @Test func timesHaveRoundTicks() {
        let span = TimeSpan(
            start: SnapshotBuilder.time("2026-11-22T19:11:47Z"), end: SnapshotBuilder.time("2026-11-22T19:28:41Z"))
        #expect(TimeAxis(span, maximum: 4).ticks.map(\.label) == ["19:15:00", "19:20:00", "19:25:00"])
        let night = TimeSpan(
            start: SnapshotBuilder.time("2026-11-22T21:00:00Z"), end: SnapshotBuilder.time("2026-11-23T03:00:00Z"))
        #expect(TimeAxis(night, maximum: 4).ticks.map(\.label).contains("11-23 00:00"))
    }

    @Test func extremeTimesHaveAnAxis() {
        let all = TimeSpan(start: Timestamp(nanoseconds: .min), end: Timestamp(nanoseconds: .max))
        #expect(TimeAxis(all, maximum: 5).ticks.count <= 6)
        let none = TimeSpan(start: Timestamp(nanoseconds: 5), end: Timestamp(nanoseconds: 5))
        #expect(TimeAxis(none, maximum: 5).fraction(none.start) == 0)
    }

    @Test func wordsOfMarksDoNotCoverEachOther() {
        let layout = MarkLayout(
            [(100, "deploy 1"), (110, "change"), (120, "deploy 2"), (121, "onset"), (390, "onset")], within: 2...398)
        for (index, one) in layout.places.enumerated() {
            #expect(one.left >= 2 && one.left + one.width <= 398)
            for other in layout.places[..<index] where other.row == one.row {
                #expect(other.left + other.width <= one.left)
            }
        }
        #expect(layout.rows > 1)
    }

    @Test func drawsWhatIsThereAndNamesIt() {
        let html = HTMLReport(OutageSession.snapshot).text
        #expect(html.contains("role=\"img\" aria-labelledby=\"chart-1-wide-title chart-1-wide-desc\""))
        #expect(html.contains("<g class=\"mark onset\"><title>onset at 2026-11-22 19:18:49.380 UTC"))
        #expect(html.contains("<g class=\"mark change\"><title>change at 2026-11-22 19:16:19 UTC"))
        #expect(html.split(separator: "class=\"line\"").count - 1 == 4, "two stretches in two drawings")
    }

    @Test(
        arguments: [
            nil, [:], ["points": []], ["points": [["2026-11-22T19:16:00Z", 1]]], ["points": [[1, 2], [1, 3]]],
            ["points": [[1, nil], [2, "x"]]], ["points": "no"], ["points": [1, [2], [[], 3]]],
        ] as [JSONValue])
    func whatCannotBeDrawnIsLeftOut(_ chart: JSONValue) {
        var builder = SnapshotBuilder()
        _ = builder.call("find_change_points", output: ["chart": chart, "onset": nil, "points": nil], summary: "none")
        #expect(!HTMLReport(builder.snapshot).text.contains("<svg"))
        #expect(!MarkdownReport(builder.snapshot).text.contains("## Chart"))
    }

    /// A path that is cut would end in the middle of a number.
    @Test func manyPointsAreDrawnWhole() {
        var builder = SnapshotBuilder()
        let points = (0..<2000).map { index -> JSONValue in
            [.number(JSONNumber(1_764_000_000 + 60 * index)), .number(JSONNumber(1000 + index * 7919 % 1000))]
        }
        _ = builder.call("any_tool", output: ["chart": ["name": "x", "points": .array(points)]], summary: "")
        let html = HTMLReport(builder.snapshot).text
        let paths = html.matches(of: /class="line" d="([^"]*)"/).map { String($0.output.1) }
        #expect(!paths.isEmpty)
        for path in paths { #expect(!path.contains("…") && path.split(separator: "L").count > 200) }
        #expect(html.contains("2025-11-24 16:00:00 to 2025-11-26 01:"))
    }

    /// A first series without values hides no other.
    @Test func theFirstSeriesThatCanBeDrawnIs() {
        var builder = SnapshotBuilder()
        let empty: JSONValue = ["series": ["name": "none", "labels": [:]], "points": [[1_764_000_000, nil]]]
        let other: JSONValue = [
            "series": ["name": "some", "labels": [:]], "points": [[1_764_000_000, 1], [1_764_000_060, 2]],
        ]
        _ = builder.call(
            "query_metrics", output: ["step": "15s", "total": 2, "series": [empty, other]], summary: "")
        #expect(HTMLReport(builder.snapshot).text.contains("<svg"))
    }

    @Test func numbersAreTimesToo() {
        var builder = SnapshotBuilder()
        _ = builder.call(
            "any_tool", output: ["chart": ["name": "x", "points": [[1_764_000_000, 1], [1_764_000_060_000, 2]]]],
            summary: "")
        #expect(HTMLReport(builder.snapshot).text.contains("2025-11-24 16:00:00 to 16:01:00 UTC"))
    }

    private static let course: JSONValue = [
        ["2026-11-22T19:10:00Z", 1], ["2026-11-22T19:20:00Z", 4], ["2026-11-22T19:30:00Z", nil],
        ["2026-11-22T19:40:00Z", 2], ["2026-11-22T19:50:00Z", 3],
    ]

    @Test func windowsThatAreComparedAreMarked() {
        var builder = SnapshotBuilder()
        _ = builder.call(
            "compare_windows",
            output: [
                "window": ["start": "2026-11-22T19:40:00Z", "end": "2026-11-22T19:50:00Z"],
                "against": ["start": "2026-11-22T19:15:00Z", "end": "2026-11-22T19:25:00Z"],
                "chart": ["name": "m", "unit": "bytes", "points": Self.course],
            ], summary: "")
        let html = HTMLReport(builder.snapshot).text
        for words in [
            "window at 2026-11-22 19:40:00 UTC: where the window begins",
            "before at 2026-11-22 19:15:00 UTC: where begins what it is compared with",
            "until at 2026-11-22 19:25:00 UTC: where ends what it is compared with",
        ] { #expect(html.contains(words)) }
    }

    @Test func aSecondSeriesIsDrawnOnItsOwnScale() {
        var builder = SnapshotBuilder()
        let other: JSONValue = ["name": "n<b>", "unit": "seconds", "points": Self.course]
        _ = builder.call(
            "correlate_metrics", output: ["chart": ["name": "m", "points": Self.course, "beside": other]], summary: "")
        let html = HTMLReport(builder.snapshot).text
        #expect(html.split(separator: "class=\"line beside\"").count - 1 == 4, "two stretches in two drawings")
        #expect(html.contains("Dashed, on a scale of its own: <code>n&lt;b&gt; (seconds), from 1 to 4</code>"))
        let text = MarkdownReport(builder.snapshot).text
        #expect(text.contains("Beside it, on a scale of its own: `n<b> (seconds), from 1 to 4`"))
    }

    @Test func pointsThatWereAskedForAreDrawn() {
        var builder = SnapshotBuilder()
        let one: JSONValue = ["series": ["name": "m", "labels": ["a": "b"]], "unit": nil, "points": Self.course]
        _ = builder.call("query_metrics", output: ["total": 1, "series": [one]], summary: "")
        #expect(HTMLReport(builder.snapshot).text.contains("<code>m{a=&quot;b&quot;}</code>"))
        var without = SnapshotBuilder()
        _ = without.call("query_metrics", output: ["total": 1, "series": [["series": ["name": "m"]]]], summary: "")
        #expect(!HTMLReport(without.snapshot).text.contains("<svg"))
    }

    @Test func whatSuspectsDidIsMarked() {
        var builder = SnapshotBuilder()
        let departure: JSONValue = [
            "series": ["name": "m", "labels": [:]], "time": "2026-11-22T19:20:00Z", "before": 1, "peak": 4,
        ]
        _ = builder.call(
            "rank_suspects",
            output: ["suspects": [["series": [departure]]], "chart": ["name": "m", "points": Self.course]], summary: "")
        #expect(HTMLReport(builder.snapshot).text.contains("shift at 2026-11-22 19:20:00 UTC: from 1 to 4"))
    }
}
