import JSON
import Model
import Testing
import Tooling

@testable import MetricTools

@Suite struct SuspectTests {
    /// Three services of which the second fails first, and loads that move with it.
    static func outage(seed: UInt64, onset: Int? = 60) -> [Series] {
        var random = SeededGenerator(seed: seed)
        func series(_ name: String, _ service: String, _ before: Double, _ after: Double, late: Int) -> Series {
            let values = (0..<100).map { index -> Double in
                let isBroken = onset.map { index >= $0 + late } ?? false
                return (isBroken ? after : before) * (1 + 0.05 * random.normal())
            }
            return SyntheticSeries.gauge(name, values, step: 60_000, labels: [Label("service", service)])
        }
        return [
            series("http_5xx_ratio", "web", 0.002, 0.3, late: 2), series("latency_ms", "web", 80, 700, late: 2),
            series("error_ratio", "cart", 0.002, 0.6, late: 0), series("latency_ms", "cart", 30, 900, late: 0),
            series("requests_per_second", "batch", 2, 60, late: 0), series("cpu_ratio", "batch", 0.1, 0.9, late: 0),
            series("latency_ms", "quiet", 20, 20, late: 0),
        ]
    }

    static func finder(_ series: [Series], _ dependencies: [String: [String]] = [:]) throws -> SuspectFinder {
        try SuspectFinder(
            series, window: Window(SyntheticSeries.span(100, step: 60_000)), dependencies: dependencies)
    }

    @Test(arguments: 0..<10)
    func whoFailedFirstStandsFirst(seed: Int) throws {
        let suspects = try Self.finder(Self.outage(seed: UInt64(seed))).suspects
        #expect(suspects.first?.group == "cart")
        #expect(suspects.map(\.group).contains("web") && !suspects.map(\.group).contains("quiet"))
        #expect(suspects.first?.time == SyntheticSeries.start + 60 * 60_000)
    }

    @Test(arguments: 0..<10)
    func saysWhenNothingStandsOut(seed: Int) async throws {
        let series = Self.outage(seed: UInt64(seed), onset: nil)
        #expect(try Self.finder(series).suspects.isEmpty)
        let result = try await MetricToolsTests.call(RankSuspects(), [:], file: MetricToolsTests.text(series))
        #expect(result.output["reason"]?.stringValue?.contains("nothing stands out") == true)
    }

    @Test func whoCallsASuspectMayOnlyFeelIt() throws {
        let suspects = try Self.finder(Self.outage(seed: 1), ["cart": ["batch"]]).suspects
        #expect(suspects.first { $0.group == "cart" }?.reasons == ["calls batch, which changed no later"])
    }

    @Test func comparesWindows() async throws {
        let start = Timestamp(milliseconds: SyntheticSeries.start + 60 * 60_000).description
        let text = MetricToolsTests.text(Self.outage(seed: 2, onset: 61))
        let before = Timestamp(milliseconds: SyntheticSeries.start).description
        let arguments: JSONValue = [
            "start": .string(start), "againstStart": .string(before), "againstEnd": .string(start),
        ]
        let result = try await MetricToolsTests.call(CompareWindows(), arguments, file: text)
        #expect(result.output["examined"] == 7 && result.output["differing"] == 6)
        #expect(result.output["series"]?[0]?["kind"] == "up")
        let wrong: JSONValue = ["againstStart": .string(start)]
        await #expect(throws: ToolError.self) {
            try await MetricToolsTests.call(CompareWindows(), wrong, file: text)
        }
    }

    @Test func findsWhatMovesWithAndBefore() async throws {
        var random = SeededGenerator(seed: 9)
        let driver = (0..<300).map { _ in random.normal() }
        let follower = (0..<300).map { index in (index >= 4 ? driver[index - 4] : 0) + 0.3 * random.normal() }
        let other = (0..<300).map { _ in random.normal() }
        let series = [
            SyntheticSeries.gauge("driver", driver), SyntheticSeries.gauge("follower", follower),
            SyntheticSeries.gauge("other", other),
        ]
        let result = try await MetricToolsTests.call(
            CorrelateMetrics(), ["query": "follower"], file: MetricToolsTests.text(series))
        #expect(result.output["correlations"]?.arrayValue?.count == 1)
        #expect(result.output["correlations"]?[0]?["series"]?["name"] == "driver")
        #expect(result.output["correlations"]?[0]?["lagSeconds"]?.doubleValue == -40)
        #expect(result.output["correlations"]?[0]?["order"] == "before")
    }

    @Test func findsUnusualSpans() async throws {
        var random = SeededGenerator(seed: 4)
        let values = (0..<360).map { index in (index == 200 ? 40.0 : 10) + random.normal() }
        let series = SyntheticSeries.gauge("g", values)
        let result = try await MetricToolsTests.call(FindAnomalies(), [:], file: MetricToolsTests.text([series]))
        let peak = result.output["anomalies"]?[0]?["peak"]?.stringValue
        #expect(peak == Timestamp(milliseconds: SyntheticSeries.start + 200 * 10_000).description)
        #expect(result.output["anomalies"]?[0]?["kind"] == "point")
    }

    /// Each value is judged by those before it alone: what is told of the first days stays when more are known.
    @Test func anomaliesDependOnThePastAlone() {
        var random = SeededGenerator(seed: 6)
        let values = (0..<2000).map { index in (index % 700 == 500 ? 40.0 : 10) + random.normal() }
        let whole = AnomalyDetector(values, interval: 300).anomalies().map(\.index)
        #expect(!whole.isEmpty)
        for count in [600, 900, 1300, 1500] {
            let part = AnomalyDetector(Array(values.prefix(count)), interval: 300).anomalies().map(\.index)
            #expect(part == whole.filter { $0 < count })
        }
    }

    @Test func whatCameAsHighTwiceIsUsual() {
        var random = SeededGenerator(seed: 7)
        let values = (0..<2016).map { index in (index % 288 == 100 + index / 288 * 9 ? 40.0 : 10) + random.normal() }
        #expect(AnomalyDetector(values, interval: 300).anomalies().count { $0.kind == .point } <= 3)
    }

    @Test(arguments: [
        ("m{a=$v}", "x\"} or {b=\"", "m{a=\"x\\\"} or {b=\\\"\"}"), ("m{a=~$v}", "a.*", "m{a=~\"a\\\\.\\\\*\"}"),
        ("topk(2, m{a!=$v} > 3) # $", "y", nil), ("topk(2, m{a!=$v} > 3)", "y\n", "topk(2, m{a!=\"y\\n\"} > 3)"),
    ])
    func parametersOfServersAreValues(query: String, value: String, expected: String?) throws {
        guard let expected else {
            #expect(try MetricQuery(query, parameters: ["v": value]).text.hasSuffix("# $"))
            return
        }
        #expect(try MetricQuery(query, parameters: ["v": value]).text == expected)
    }

    @Test(arguments: ["$v", "m[$v]", "m{$v=\"a\"}", "sum by ($v) (m)", "m == $v", "m{a=\"b\"} * $v"])
    func parametersStandNowhereElse(query: String) {
        #expect(throws: ToolError.self) { try MetricQuery(query, parameters: ["v": "x"]) }
    }
}
