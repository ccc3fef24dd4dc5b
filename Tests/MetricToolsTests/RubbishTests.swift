import JSON
import Model
import Testing
import Tooling

@testable import MetricTools

/// What files and servers may hold that nobody means.
@Suite struct RubbishTests {
    /// Names of series, and the values that one of each has.
    private static let values: [(name: String, text: [String])] = [
        ("nothing", []), ("one", ["5"]), ("two", ["5", "6"]),
        ("unknown", [String](repeating: "NaN", count: 60)),
        ("boundless", (0..<60).map { $0 % 2 == 0 ? "+Inf" : "-Inf" }),
        ("constant", [String](repeating: "7", count: 200)), ("zeros", (0..<200).map { $0 % 2 == 0 ? "0" : "-0" }),
        ("swinging", (0..<120).map { $0 % 2 == 0 ? "1.7e308" : "-1.7e308" }),
        ("leaping", (0..<120).map { $0 < 60 ? "-1.7e308" : "1.7e308" }),
        ("great", (0..<120).map { $0 < 60 ? "1.7e308" : "1.6e308" }),
        ("small", (0..<120).map { $0 < 60 ? "5e-324" : "1e-320" }),
        ("mixed", (0..<300).map { ["1e308", "-1e308", "1e-308", "0", "NaN", "+Inf", "1", "1e99"][$0 * 7 % 8] }),
        ("restarting_total", (0..<300).map { ["1e308", "-1e308", "0", "1e308", "5"][$0 % 5] }),
    ]

    private static func text(_ name: String, _ values: [String], step: Int = 15) -> String {
        values.enumerated().map { "\(name) \($1) \(1_763_800_000 + step * $0)\n" }.joined() + "# EOF\n"
    }

    /// Each tool's output is a result of its own form; none ends the program.
    private static func tryAll(_ text: String, _ name: String) async throws {
        let query: JSONValue = ["query": .string(name)]
        _ = try await MetricToolsTests.call(QueryMetrics(), query, file: text)
        _ = try await MetricToolsTests.call(
            QueryMetrics(), ["query": .string("\(name) * 1e300 + 1"), "points": true], file: text)
        _ = try await MetricToolsTests.call(FindChangePoints(), [:], file: text)
        _ = try await MetricToolsTests.call(FindChangePoints(), ["query": .string("sum(\(name)) * 3")], file: text)
        _ = try await MetricToolsTests.call(FindAnomalies(), [:], file: text)
        _ = try await MetricToolsTests.call(RankSuspects(), [:], file: text)
        _ = try await MetricToolsTests.call(CompareWindows(), [:], file: text)
        do {
            _ = try await MetricToolsTests.call(CorrelateMetrics(), query, file: text)
        } catch let error as ToolError {
            #expect(error.kind == .notFound)
        }
    }

    @Test(arguments: values.map(\.name))
    func isAnsweredByEveryTool(_ name: String) async throws {
        let values = try #require(Self.values.first { $0.name == name }).text
        try await Self.tryAll(Self.text(name, values), name)
    }

    @Test func timesMayBeAnything() async throws {
        try await Self.tryAll((0..<300).map { "m \($0 % 7) 1763800000\n" }.joined(), "m")
        try await Self.tryAll((0..<300).map { "m \($0 % 7) \(1_763_800_000 - 15 * $0)\n" }.joined(), "m")
        let far = "n 1 1\nn 2 99999999999\nn 3 -62135596800\nn 4 9999999999999999\n"
        try await Self.tryAll(Self.text("m", (0..<60).map(String.init)) + far, "m")
    }

    @Test func greatValuesAreDrawn() {
        #expect(Sparkline.text([-1.7e308, -1.7e308, 1.7e308, 1.7e308], width: 2) == "▁█")
        #expect(Sparkline.text([0, 1, 2, 3, 4, 5, 6, 7]) == "▁▂▃▄▅▆▇█")
        #expect(Sparkline.text([3, 3]) == "▁▁" && Sparkline.text([.nan]).isEmpty)
        #expect(Order.median([-1.7e308, 1.7e308]) == 0)
    }

    @Test func whatHasNothingToCompareWithIsNotNew() async throws {
        let text = Self.text("m", (0..<60).map(String.init))
        let result = try await MetricToolsTests.call(CompareWindows(), [:], file: text)
        #expect(result.output["series"] == [] && result.output["examined"] == 1)
        #expect(result.output["reason"]?.stringValue?.hasPrefix("nothing was recorded from 2025-11-22T") == true)
        #expect(result.coverage.map(\.value) == [.partial])
        let both: JSONValue = [
            "start": "2025-11-22T08:34:00Z", "end": "2025-11-22T08:42:00Z", "againstStart": "2025-11-22T08:26:00Z",
            "againstEnd": "2025-11-22T08:34:00Z",
        ]
        let compared = try await MetricToolsTests.call(CompareWindows(), both, file: text)
        #expect(compared.output["reason"] == nil && compared.coverage.map(\.value) != [.partial])
    }

    /// The only series of a query is gone, or new, while others of its source are there at both times.
    @Test(arguments: [
        ("req{service=\"db\"}", "gone"), ("req{service=~\"d.\"}", "gone"), ("req{service=\"new\"}", "new"),
        // These never change.
        ("up{service=\"db\"}", "gone"), ("up{service=\"new\"}", "new"),
    ])
    func whatAQueryHasNoLongerIsGone(query: String, kind: String) async throws {
        let lines = (0..<120).map { index in
            let service = index < 60 ? "db" : "new"
            let time = 1_763_800_000 + 15 * index
            let value = 7 + index % 3
            return ["web", service].map {
                "req{service=\"\($0)\"} \(value) \(time)\nup{service=\"\($0)\"} 1 \(time)\n"
            }.joined()
        }
        let middle = Timestamp(milliseconds: 1_763_800_900_000).description
        let arguments: JSONValue = [
            "query": .string(query), "start": .string(middle), "end": "2025-11-22T08:56:40Z",
            "againstStart": "2025-11-22T08:26:40Z", "againstEnd": .string(middle),
        ]
        let result = try await MetricToolsTests.call(CompareWindows(), arguments, file: lines.joined())
        #expect(result.output["reason"] == nil && result.output["differing"] == 1)
        #expect(result.output["series"]?[0]?["kind"] == .string(kind))
        #expect(result.coverage.map(\.value) == [.complete])
    }

    /// What a source has nothing of at all is not gone, whatever was asked for.
    @Test func whatWasNotRecordedIsNotGone() async throws {
        let text = Self.text("m", (0..<60).map(String.init))
        let result = try await MetricToolsTests.call(CompareWindows(), ["query": "m"], file: text)
        #expect(result.output["reason"]?.stringValue?.hasPrefix("nothing was recorded from 2025-11-22T") == true)
    }

    @Test func sentencesTellWhatIsMeant() async throws {
        let text = Self.text("m{service=\"db\"}", (0..<60).map { $0 < 30 ? "1" : "212" })
        let computed = try await MetricToolsTests.call(QueryMetrics(), ["query": "sum by (service) (m)"], file: text)
        #expect(computed.summary == "1 series; the one that changed most, {service=\"db\"}, went from 1 to 212")
        let changed = try await MetricToolsTests.call(FindChangePoints(), [:], file: text)
        #expect(changed.summary.contains("first of all m{service=\"db\"} at 2025-11-22T"))
        let unknown = try await MetricToolsTests.call(
            QueryMetrics(), ["query": "m"], file: Self.text("m", ["+Inf", "+Inf"]))
        #expect(unknown.summary == "1 series without a finite value")
        let nothing = try await MetricToolsTests.call(RankSuspects(), ["query": "absent"], file: text)
        #expect(nothing.output["reason"] == "there is no series to look at")
        let ranked = try await MetricToolsTests.call(RankSuspects(), [:], file: text)
        let reason = ranked.output["suspects"]?[0]?["reasons"]?[0]?.stringValue
        #expect(reason?.hasPrefix("m{service=\"db\"} went from 1 to 212, seen at 2025-11-22T") == true)
    }

    /// A long series is left at once when nobody waits for it any more.
    @Test func whoIsCancelledStops() async {
        // There is something to be found late.
        var random = SeededGenerator(seed: 11)
        let values = (0..<6000).map { ($0 == 5500 ? 1e6 : $0 < 3000 ? 0 : 50) + random.normal() }
        let finder = StepFinder(values, noise: LocalNoise(values))
        func found() -> (anomalies: [Int], steps: [Int]) {
            (AnomalyDetector(values, interval: 60).anomalies().map(\.peak), finder.steps().map(\.index))
        }
        let whole = found()
        #expect(whole.anomalies.contains(5500) && whole.steps.contains { abs($0 - 3000) <= 3 })
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return found()
        }
        task.cancel()
        let left = await task.value
        #expect(left.anomalies.isEmpty && left.steps.isEmpty)
        let scan = Task {
            while !Task.isCancelled { await Task.yield() }
            return try ChangeScan([SyntheticSeries.gauge("m", values)], window: Window(ExpositionParserTests.lately))
        }
        scan.cancel()
        await #expect(throws: CancellationError.self) { _ = try await scan.value }
    }
}
