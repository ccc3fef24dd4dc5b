import Foundation
import JSON
import Model
import Policy
import Testing
import Tooling

@testable import MetricTools

/// The tools as the executor calls them: JSON in, JSON out, over files.
@Suite struct MetricToolsTests {
    /// Runs a tool over a file of this text; the output has been checked against the tool's own schema.
    static func call(
        _ tool: some Tool, _ arguments: JSONValue, file text: String?
    ) async throws -> ToolResult<JSONValue> {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var sources: [Source] = []
        if let text {
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder + "/metrics.om"))
            let selection = FileSelection(root: folder, pattern: "metrics.om")
            sources = [Source(name: "metrics", kind: .metricsFile, files: [selection])]
        }
        return try await call(tool, arguments, sources: sources)
    }

    static func call(
        _ tool: some Tool, _ arguments: JSONValue, sources: [Source]
    ) async throws -> ToolResult<JSONValue> {
        var extent: TimeSpan?
        if let source = sources.first { extent = try await MetricsExtent().extent(of: source) }
        let context = ToolContext(
            window: Window(defaultFor: extent ?? ExpositionParserTests.lately), sources: SourceCatalog(sources),
            roots: [], redactor: Redactor(rules: try RedactionRules(), key: [1, 2, 3]),
            now: Timestamp(milliseconds: 0), evidence: NoEvidence())
        let registered = RegisteredTool(tool)
        #expect(registered.problems(with: arguments).isEmpty)
        let result = try await registered.prepare(arguments).run(context, nil)
        #expect(registered.problems(withOutput: result.output).isEmpty)
        return result
    }

    static func text(_ series: [Series]) -> String {
        var lines: [String] = []
        for one in series {
            lines.append("# TYPE \(one.name) \(one.kind == .counter ? "counter" : "gauge")")
            for index in 0..<one.points.count {
                let seconds = Double(one.points.time(index)) / 1000
                let labels = one.labels.filter { !$0.value.isEmpty }
                let key = Series.text(name: one.name, labels: labels)
                lines.append("\(key) \(one.points.values[index]) \(seconds)")
            }
        }
        return lines.joined(separator: "\n") + "\n# EOF\n"
    }

    @Test(arguments: [(0, 0), (-90, 90_000), (3600, nil)] as [(Double, Int?)])
    func aSampleLaterThanItsFileShowsAClockThatIsAhead(written: Double, skew: Int?) async throws {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try Data("up 1 1763800000\nup 1 1763800015\n".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSince1970: 1_763_800_015 + written)], ofItemAtPath: file.path)
        let selection = FileSelection(
            root: file.deletingLastPathComponent().path, pattern: file.lastPathComponent)
        let source = Source(name: "metrics", kind: .metricsFile, files: [selection])
        let result = try await Self.call(QueryMetrics(), ["query": "up"], sources: [source])
        #expect(result.coverage.map(\.searched.skew) == [skew])
    }

    @Test func tellsTheOnsetAndTheTopSeries() async throws {
        let series = SyntheticSeries.service(count: 72, onset: 45, seed: 1)
        let result = try await Self.call(
            FindChangePoints(), ["source": "metrics", "limit": 3], file: Self.text(series))
        let expected = Timestamp(milliseconds: SyntheticSeries.start + 460_000).description
        #expect(result.output["onset"]?["time"]?.stringValue == expected)
        #expect(result.output["points"]?.arrayValue?.count == 3)
        #expect(result.output["points"]?[0]?["time"]?.stringValue == expected)
        #expect(result.output["chart"]?["points"]?.arrayValue?.count == 72)
        #expect(result.coverage.map(\.value) == [.truncated])
    }

    @Test func saysNullWhereNothingHappened() async throws {
        let series = SyntheticSeries.service(count: 72, onset: nil, seed: 2)
        let result = try await Self.call(FindChangePoints(), [:], file: Self.text(series))
        #expect(result.output["onset"] == .null)
        #expect(result.output["series"]?["examined"]?.intValue == 10)
    }

    @Test func examinesTheResultsOfAQuery() async throws {
        let series = SyntheticSeries.service(count: 72, onset: 45, seed: 3)
        let arguments: JSONValue = ["query": "sum(rate(a{k=$k}[1m]))", "params": ["k": "z"]]
        let result = try await Self.call(FindChangePoints(), arguments, file: Self.text(series))
        let time = try #require(result.output["points"]?[0]?["time"]?.stringValue.flatMap { Timestamp(rfc3339: $0) })
        #expect(abs(time.milliseconds - SyntheticSeries.start - 460_000) <= 10_000)
    }

    @Test func noSourceIsAnEmptyResult() async throws {
        let result = try await Self.call(FindChangePoints(), [:], sources: [])
        #expect(result.output["onset"] == .null)
        #expect(result.coverage.isEmpty)
    }

    @Test func summarisesSeriesInNumbers() async throws {
        let steady = SyntheticSeries.gauge("g", (0..<60).map { Double($0 % 10) })
        let arguments: JSONValue = ["query": "g", "points": true]
        let result = try await Self.call(QueryMetrics(), arguments, file: Self.text([steady]))
        let one = try #require(result.output["series"]?[0])
        #expect(one["min"]?.doubleValue == 0)
        #expect(one["max"]?.doubleValue == 9)
        #expect(one["median"]?.doubleValue == 4.5)
        #expect(one["change"]?["against"]?.stringValue == "firstPart")
        #expect(one["points"]?.arrayValue?.count == 60)
        #expect(one["sparkline"]?.stringValue?.count == 60)
        #expect(result.coverage.map(\.value) == [.complete])
    }

    @Test func cutsManySeriesAndSaysSo() async throws {
        let many = (0..<30).map { SyntheticSeries.gauge("g", [1, 2, Double($0)], labels: [Label("n", "\($0)")]) }
        let result = try await Self.call(QueryMetrics(), ["query": "g", "limit": 5], file: Self.text(many))
        #expect(result.output["series"]?.arrayValue?.count == 5)
        #expect(result.output["total"]?.intValue == 30)
        #expect(result.coverage.map(\.value) == [.truncated])
    }

    @Test func nothingMatchedIsAResult() async throws {
        let result = try await Self.call(QueryMetrics(), ["query": "absent"], file: "g 1 1763800000\n")
        #expect(result.output["series"] == [])
        #expect(result.coverage.map(\.value) == [.emptyComplete])
    }

    @Test(arguments: ["this is\nno metrics file\nat all\n", "{\"json\": true}\n", "# Heading\n\nprose of some kind\n"])
    func whatIsNoMetricsFileIsRefused(text: String) async throws {
        let error = await #expect(throws: ToolError.self) {
            try await Self.call(QueryMetrics(), ["query": "g"], file: text)
        }
        #expect(error?.kind == .validation)
        #expect(error?.hint != nil)
    }

    @Test func samplesWithoutTimesAreRefused() async throws {
        let error = await #expect(throws: ToolError.self) {
            try await Self.call(FindChangePoints(), [:], file: "g 1\nh 2\n")
        }
        #expect(error?.message.contains("timestamps") == true)
    }

    @Test func damageIsPartial() async throws {
        let text = Self.text([SyntheticSeries.gauge("g", [1, 2, 3])]) + "g broken\n"
        let result = try await Self.call(QueryMetrics(), ["query": "g"], file: text)
        #expect(result.coverage.map(\.value) == [.partial])
        #expect(result.coverage.first?.omitted.first?.count == 1)
    }

    @Test func secretsInLabelsAreHidden() async throws {
        let text =
            "g{url=\"https://u:hunter2secret@h/\"} 1 1763800000\ng{url=\"https://u:hunter2secret@h/\"} 2 1763800010\n"
        let result = try await Self.call(QueryMetrics(), ["query": "g"], file: text)
        #expect(!String(decoding: result.output.canonicalBytes(), as: UTF8.self).contains("hunter2"))
        #expect(result.output["series"]?.arrayValue?.count == 1)
    }
}
