#if HTTP
import Foundation
import JSON
import Model
import Policy
import TestSupport
import Testing
import Tooling

@testable import Fetching
@testable import MetricTools

/// A real Prometheus, and what servers do that do not behave.
@Suite(.enabled(if: PrometheusSite.isInstalled, "prometheus(1) is not installed"), .timeLimit(.minutes(5)))
struct PrometheusTests {
    private static let client = ServerClient(clock: SystemWallClock())

    private static func call(
        _ tool: some Tool, _ arguments: JSONValue, _ source: Source
    ) async throws -> ToolResult<JSONValue> {
        try await call(RegisteredTool(tool), arguments, source)
    }

    private static func call(
        _ registered: RegisteredTool, _ arguments: JSONValue, _ source: Source
    ) async throws -> ToolResult<JSONValue> {
        let context = ToolContext(
            window: Window(
                TimeSpan(
                    start: PrometheusSite.span.start.advanced(byNanoseconds: 3_600_000_000_000),
                    end: PrometheusSite.span.end)),
            sources: SourceCatalog([source]), roots: [],
            redactor: Redactor(rules: try RedactionRules(), key: [1, 2, 3]),
            now: Timestamp(milliseconds: 0), evidence: NoEvidence())
        #expect(registered.problems(with: arguments).isEmpty)
        let result = try await registered.prepare(arguments).run(context, nil)
        #expect(registered.problems(withOutput: result.output).isEmpty)
        return result
    }

    private static func failure(_ body: () async throws -> Void) async -> ToolError? {
        do {
            try await body()
            return nil
        } catch {
            return error as? ToolError
        }
    }

    @Test func answersQuestions() async throws {
        let site = try await PrometheusSite()
        let client = Self.client
        // The samples themselves, all of them.
        let selector = try QueryParser.parse("http_requests_total{service=$s}", parameters: ["s": "service-3"]).selector
        let one = try await site.prometheus().series(selector, over: PrometheusSite.span)
        #expect(one.series.map(\.points.count) == [480] && one.omitted.isEmpty && !one.isTruncated)
        #expect(one.series.first?.kind == .counter)
        #expect(one.series.first?.value(of: "path") == "/a\"b")
        // A change that was planted, found by the names of what was asked for alone.
        let changed = try await Self.call(
            FindChangePoints(servers: client), ["query": "http_requests_total"], site.source())
        let time = changed.output["points"]?[0]?["time"]?.stringValue.flatMap { Timestamp(rfc3339: $0) }
        #expect(abs((time?.milliseconds ?? 0) - PrometheusSite.start - 400 * 15_000) <= 15_000)
        #expect(changed.output["points"]?[0]?["series"]?["labels"]?["service"] == "service-3")
        let suspects = try await Self.call(RankSuspects(servers: client), [:], site.source())
        #expect(suspects.output["suspects"]?[0]?["group"] == "service-3")
        // The whole language, with parameters that are values whatever they hold.
        let arguments: JSONValue = [
            "query": "topk(1, sum by (service) (rate(http_requests_total{path=~$p}[5m])))", "params": ["p": "/a\"b"],
        ]
        let top = try await Self.call(QueryMetrics(servers: client), arguments, site.source())
        #expect(top.coverage.map(\.value) == [.complete])
        #expect(top.output["series"]?.arrayValue?.isEmpty == false)
        let rates = try await Self.call(
            QueryMetrics(servers: client), ["query": "sum(rate(http_requests_total[5m]))"], site.source())
        #expect(rates.output["series"]?[0]?["unit"] == "/s")
        let attack: JSONValue = ["query": "http_requests_total{service=$s}", "params": ["s": "x\"} or {a!=\""]]
        let nothing = try await Self.call(QueryMetrics(servers: client), attack, site.source())
        #expect(nothing.output["total"] == 0 && nothing.coverage.map(\.value) == [.emptyComplete])
        // A time of which it has nothing at all is no time in which nothing happened.
        let early: JSONValue = [
            "query": "http_requests_total", "start": "2001-01-01T00:00:00Z", "end": "2001-01-01T01:00:00Z",
        ]
        for tool in [RegisteredTool(QueryMetrics(servers: client)), RegisteredTool(FindChangePoints(servers: client))] {
            let outside = try await Self.call(tool, early, site.source())
            #expect(outside.coverage.map(\.value) == [.outsideRetention])
        }
        // What a query has nothing of any more is gone, as the server has others of that time.
        let ended = try await Self.call(
            CompareWindows(servers: client), ["query": "http_requests_total{service=\"service-0\"} < 2500"],
            site.source())
        #expect(ended.output["reason"] == nil && ended.output["series"]?[0]?["kind"] == "gone")
        // What the server refuses is told in its words.
        let refused = await Self.failure {
            _ = try await Self.call(
                QueryMetrics(servers: client), ["query": "rate(http_requests_total)"], site.source())
        }
        #expect(refused?.kind == .validation && refused?.message.contains("range vector") == true)
        // A server that scrapes a real exporter; it is asked until it has.
        var load = 0.0
        let api = PrometheusAPI(name: "prod", endpoint: try #require(site.source().endpoint), server: client)
        for _ in 0..<20_000 where load == 0 {
            load = try await api.number(
                "count(node_load1)", at: Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000)))
        }
        #expect(load == 1)
        try await site.end()
    }

    @Test func morethanMayBeHeldIsThinnedOrRefused() async throws {
        let site = try await PrometheusSite()
        let selector = try QueryParser.parse("http_requests_total").selector
        // Room for 6,553 of 19,200 samples, in answers of a few pieces.
        let thinned = try await site.prometheus(response: 128 << 10).series(selector, over: PrometheusSite.span)
        #expect(thinned.isTruncated && thinned.series.count == 40)
        #expect(thinned.series.reduce(0) { $0 + $1.points.count } <= (128 << 10) / 20)
        #expect(thinned.omitted.first?.what.contains("instants") == true)
        let (tracks, step, selection) = try await site.prometheus(response: 128 << 10).tracks(
            "rate(http_requests_total[1m])", over: [PrometheusSite.span], step: 5000)
        #expect(step > 5000 && selection.isTruncated && tracks[0].count == 40)
        // In pieces the same as at once.
        let whole = try await site.prometheus().series(selector, over: PrometheusSite.span)
        let pieces = try await site.prometheus(response: 500_000).series(selector, over: PrometheusSite.span)
        #expect(whole.series.map(\.points.values) == pieces.series.map(\.points.values))
        try await site.end()
    }

    @Test func faultsAreTold() async throws {
        let site = try await PrometheusSite(series: 1)
        let kinds: [(fault: String, kind: ToolError.Kind)] = [
            ("cut", .communication), ("internal", .communication), ("unprocessable", .validation),
            ("crowded", .rateLimited), ("unauthorized", .communication), ("huge", .communication),
            ("malformed", .communication), ("page", .communication), ("other", .communication),
            ("redirect", .communication), ("slow", .timeout), ("drip", .timeout),
        ]
        for (fault, kind) in kinds {
            // A machine that is busy takes its time over a large answer.
            let source = try site.prometheus(
                fault: fault, timeout: kind == .timeout ? 1500 : 30_000, response: 1 << 20)
            let error = await Self.failure {
                _ = try await source.tracks("up", over: [PrometheusSite.span], step: 15_000)
            }
            #expect(error?.kind == kind, "\(fault): \(error.map { "\($0)" } ?? "no error")")
            #expect(error?.hint != nil)
        }
        let warned = try await site.prometheus(fault: "warnings").tracks("m", over: [PrometheusSite.span], step: 15_000)
        #expect(warned.selection.omitted.map(\.reason) == ["store a is down"])
        let partial = try await site.prometheus(fault: "partial").tracks("m", over: [PrometheusSite.span], step: 15_000)
        #expect(
            partial.selection.omitted.map(\.reason) == ["the answer is partial: a part of the server did not answer"])
        let absurd = try site.prometheus(fault: "absurd")
        _ = try await absurd.series(nil, over: PrometheusSite.span)
        _ = try await absurd.tracks("m", over: [PrometheusSite.span], step: 15_000)
        let gone = Endpoint(url: "http://127.0.0.1:1", timeout: 1000)
        let error = await Self.failure {
            let source = Source(name: "gone", kind: .prometheus, endpoint: gone)
            _ = try await PrometheusSource(source, asking: Self.client).probe(at: Timestamp(milliseconds: 0))
        }
        #expect(error?.kind == .communication)
        try await site.end()
    }

    @Test func clocksAreCompared() async throws {
        let site = try await PrometheusSite(series: 1)
        let here = try await Self.call(
            QueryMetrics(servers: Self.client), ["query": "http_requests_total"],
            site.source())
        #expect(here.coverage.map(\.searched.skew) == [0])
        // A server whose clock shows 2025-11-22T09:00:00Z, asked when this host's shows so much more.
        let shown = Timestamp(milliseconds: 1_763_802_000_000)
        let cases: [(fault: String, milliseconds: Int64, skew: Int?)] = [
            ("dated", -90_000, 90_000), ("dated", 91_000, -90_000), ("dated", -2000, 0), ("dated", 0, 0),
            ("dated", 3000, 0), ("kept", -90_000, nil), ("undated", -90_000, nil), ("misdated", -90_000, nil),
        ]
        for (fault, milliseconds, skew) in cases {
            let clock = ManualClock(shown.advanced(byNanoseconds: milliseconds * 1_000_000))
            let source = try PrometheusSource(site.source(fault: fault), asking: ServerClient(clock: clock))
            #expect(try await source.probe(at: PrometheusSite.span.end) == skew, "\(fault) \(milliseconds)")
            let (_, _, selection) = try await source.tracks("m", over: [PrometheusSite.span], step: 15_000)
            #expect(selection.searched.skew == skew, "\(fault) \(milliseconds)")
        }
        try await site.end()
    }

    @Test func credentialsReachTheirOwnOriginAlone() async throws {
        let site = try await PrometheusSite(series: 1)
        let file = try site.folder.write("sesame-4711\n", to: "token")
        unsafe chmod(file, 0o600)
        let source = try PrometheusSource(
            site.source(fault: "pass", credential: .token(file: file)), asking: Self.client)
        _ = try await source.probe(at: PrometheusSite.span.end)
        #expect(site.record.contains("/pass/api/v1/query Bearer sesame-4711"))
        let before = site.record
        let elsewhere = try PrometheusSource(
            site.source(fault: "redirect", credential: .token(file: file)), asking: Self.client)
        let error = await Self.failure { _ = try await elsewhere.probe(at: PrometheusSite.span.end) }
        #expect(error?.message.contains("leads elsewhere") == true)
        #expect(!site.record.dropFirst(before.count).contains("/pass"))
        let basic = try PrometheusSource(
            site.source(fault: "pass", credential: .password(user: "u", file: file)), asking: Self.client)
        _ = try await basic.probe(at: PrometheusSite.span.end)
        #expect(site.record.contains("Basic dTpzZXNhbWUtNDcxMQ=="))
        // Who else can read it knows it.
        unsafe chmod(file, 0o644)
        let shared = await Self.failure { _ = try await source.probe(at: PrometheusSite.span.end) }
        #expect(shared?.kind == .communication && shared?.message.contains("sesame") == false)
        try await site.end()
    }
}
#endif
