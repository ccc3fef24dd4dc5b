import Model
import Testing

@testable import MetricTools

@Suite struct QueryTests {
    static let series = [
        SyntheticSeries.counter(
            "hits", [Double](repeating: 50, count: 60), labels: [Label("code", "200"), Label("s", "a\"b")]),
        SyntheticSeries.counter(
            "hits", [Double](repeating: 10, count: 60), labels: [Label("code", "500"), Label("s", "c.d")]),
    ]

    static func evaluate(_ text: String, _ parameters: [String: String] = [:], at minute: Int = 5) throws -> [Track] {
        let query = try QueryParser.parse(text, parameters: parameters)
        let start = Timestamp(milliseconds: SyntheticSeries.start + Int64(minute) * 60_000)
        let span = TimeSpan(start: start, end: start.advanced(byNanoseconds: 1_000_000_000))
        return try QueryEvaluator(series: series, grid: StepGrid(span: span, step: 1000)).evaluate(query)
    }

    @Test(arguments: [
        ("rate(hits{code=\"200\"}[1m])", 5.0), ("increase(hits{code=\"500\"}[1m])", 60), ("sum(rate(hits[1m]))", 6),
        ("max by (nothing) (rate(hits[1m]))", 5), ("min(rate(hits[2m])) * 100", 100), ("count(hits)", 2),
        ("avg without (code, s) (rate(hits[1m]))", 3), ("-hits{code=~\"5..\"} / (1 + 1)", -150),
        ("hits{code!=\"200\"}", 300), ("hits{code!~\"2.*\"}", 300), ("10 - rate(hits{code='200'}[1m]) # said", 5),
    ])
    func evaluates(query: String, expected: Double) throws {
        let tracks = try Self.evaluate(query)
        #expect(tracks.count == 1)
        let value = tracks.first?.values[0] ?? .nan
        #expect(abs(value - expected) < 1e-9)
    }

    @Test(
        arguments: [
            ("sent_bytes_total", "bytes"), ("rate(sent_bytes_total{a=\"b\"}[1m])", "bytes/s"), ("rate(hits[1m])", "/s"),
            ("sum by (a) (increase(sent_bytes_total[1m]))", "bytes"), ("count(sent_bytes_total)", nil), ("hits", nil),
            ("sent_bytes_total * 8", nil), ("{a=\"b\"}", nil),
            ("max(rate({__name__=\"wait_seconds_total\"}[5m]))", "seconds/s"),
        ] as [(String, String?)])
    func unitsAreThoseOfTheName(query: String, unit: String?) throws {
        #expect(try QueryParser.parse(query).unit == unit)
    }

    @Test func groupsByLabels() throws {
        let tracks = try Self.evaluate("sum by (code) (rate(hits[1m]))")
        #expect(tracks.map(\.labels) == [[Label("code", "200")], [Label("code", "500")]])
    }

    @Test func escapesAreThoseOfTheLanguage() throws {
        let query = try QueryParser.parse("m{a=\"\\u00e9\\U0001F600\\x41\\a\\v\\\\\"}")
        #expect(query.selector?.matchers.last?.value == "é😀A\u{7}\u{B}\\")
        for text in ["\\u00g9", "\\ud800", "\\U00110000", "\\u12", "\\q", "\\u+064", "\\U+0000064", "\\x+4", "\\x-0"] {
            #expect(throws: ToolError.self) { try QueryParser.parse("m{a=\"\(text)\"}") }
        }
    }

    @Test(arguments: [("a\"b", 1), ("a\"} or {s=~\".*", 0), ("c.d", 1), ("cxd", 0)])
    func parametersAreValuesAndNeverText(value: String, count: Int) throws {
        #expect(try Self.evaluate("hits{s=$v}", ["v": value]).count == count)
        #expect(try Self.evaluate("hits{s=~$v}", ["v": value]).count == count)
    }

    @Test(arguments: [
        ("hits offset 5m", "offset"), ("histogram_quantile(0.9, hits)", "histogram_quantile"), ("hits > 3", ">"),
        ("hits + hits", "+"), ("hits[5m]", "range"), ("rate(hits)", "range"), ("rate(hits[5m:1m])", "subqueries"),
        ("{}", "selector"), ("1 + 1", "number"), ("hits{code=$x}", "x"), ("$x", "$x"), ("hits and hits", "and"),
        ("sum(", "early"), ("hits{code=~\"(\"}", "code"), ("hits{code=\"2", "closed"), ("topk(3, hits)", "topk"),
        ("rate(hits[1parsec])", "parsec"), ("hits @ 5", "@"), ("", "early"), ("hits{a=\"\\q\"}", "escape"),
    ])
    func refusesTheRestByName(query: String, word: String) {
        let error = #expect(throws: ToolError.self) { try QueryParser.parse(query) }
        #expect(error?.kind == .validation)
        #expect(error?.message.contains(word) == true)
    }

    @Test func nestingIsBounded() {
        let query = String(repeating: "(", count: 3000) + "hits" + String(repeating: ")", count: 3000)
        #expect(throws: ToolError.self) { try QueryParser.parse(query) }
    }

    @Test func lengthIsBounded() throws {
        #expect(try QueryParser.parse("hits" + String(repeating: "+1", count: 256)).selector != nil)
        for query in ["hits" + String(repeating: "+1", count: 4000), String(repeating: "1*", count: 4000) + "hits"] {
            let error = #expect(throws: ToolError.self) { try QueryParser.parse(query) }
            #expect(error?.message.contains("operations") == true)
        }
    }

    @Test func aCounterThatBeganAnewStillGrows() throws {
        let times = (0..<7).map { SyntheticSeries.start + Int64($0) * 10_000 }
        let points = Points(
            times: times, values: [100, 110, 120, 5, 15, 25, 35], span: SyntheticSeries.span(7, step: 10_000))
        let series = Series(name: "n", labels: [], kind: .counter, points: points)
        let start = Timestamp(milliseconds: times[6])
        let grid = StepGrid(span: TimeSpan(start: start, end: start.advanced(byNanoseconds: 1)), step: 1000)
        let tracks = try QueryEvaluator(series: [series], grid: grid).evaluate(
            try QueryParser.parse("increase(n[61s])"))
        // 10 + 10 + 5 + 30 over 60 s, stretched to 61 s.
        let increase = tracks.first?.values[0] ?? 0
        #expect(abs(increase - 55.91666666666667) < 1e-9)
    }

    /// Nothing goes on for whom nobody waits, whatever the query does.
    @Test(arguments: ["hits", "rate(hits[1m])", "-hits", "hits * 2", "sum(hits)", "count by (s) (increase(hits[1m]))"])
    func whoIsCancelledEvaluatesNothing(query: String) async throws {
        #expect(try !Self.evaluate(query).isEmpty)
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try Self.evaluate(query)
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { _ = try await task.value }
    }

    @Test func aGroupIsLeftWhenCancelled() async throws {
        let tracks = [Track(name: "m", labels: [], unit: nil, values: [Double](repeating: 1, count: 100))]
        let span = SyntheticSeries.span(1, step: 1000)
        let evaluator = QueryEvaluator(series: [], grid: StepGrid(span: span, step: 1000))
        #expect(try evaluator.aggregate(tracks, .sum, .by([])).map(\.values.count) == [100])
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return try evaluator.aggregate(tracks, .sum, .by([])).count
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { _ = try await task.value }
    }

    @Test func samplesStandForFiveMinutes() throws {
        #expect(try Self.evaluate("hits", at: 14).count == 2)
        #expect(try Self.evaluate("hits", at: 16).isEmpty)
    }

    @Test func writtenQueriesMeanTheSame() throws {
        let text = "sum by (code) (rate(hits{s=$v}[90s])) * 2"
        let query = try QueryParser.parse(text, parameters: ["v": "a\"\\\n"])
        let again = try QueryParser.parse(query.description)
        #expect(again.description == query.description)
        #expect(again.selector?.matchers.contains { $0.value == "a\"\\\n" } == true)
    }
}
