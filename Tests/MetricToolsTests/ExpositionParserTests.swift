import Model
import Testing

@testable import MetricTools

@Suite struct ExpositionParserTests {
    static let always = TimeSpan(
        start: Timestamp(milliseconds: 0), end: Timestamp(milliseconds: 4_000_000_000_000))
    static let lately = TimeSpan(
        start: Timestamp(milliseconds: 1_763_800_000_000), end: Timestamp(milliseconds: 1_763_900_000_000))

    static func parse(_ text: String, chunk: Int = 7, span: TimeSpan = lately) -> ([Series], ExpositionReport) {
        var parser = ExpositionParser(span: span)
        let bytes = Array(text.utf8)
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + chunk)
            parser.feed(bytes.span.extracting(start..<end))
            start = end
        }
        let series = parser.finish()
        return (series, parser.report)
    }

    @Test(arguments: [1, 3, 64, 100_000])
    func readsOpenMetricsInAnyPieces(chunk: Int) {
        let (series, report) = Self.parse(
            """
            # TYPE http_requests counter
            # UNIT http_request_seconds seconds
            # HELP http_requests Requests "by code".
            http_requests_total{code="200",path="/a}\\"b\\\\\\n"} 5 1763800000.5 # {trace="x"} 1 1763800000
            http_requests_total{code="200",path="/a}\\"b\\\\\\n"} 7 1763800010.5
            # TYPE temp gauge
            temp -1.5e2 1763800000
            temp NaN 1763800010
            temp +Inf 1763800020
            # EOF
            """, chunk: chunk)
        #expect(report.omissions.isEmpty)
        #expect(series.map(\.name) == ["http_requests_total", "temp"])
        #expect(series[0].kind == .counter)
        #expect(series[0].labels == [Label("code", "200"), Label("path", "/a}\"b\\\n")])
        #expect(series[0].points.values == [5, 7])
        #expect(series[0].points.time(1) == 1_763_800_010_500)
        #expect(series[1].points.values[0] == -150)
        #expect(series[1].points.values[1].isNaN)
        #expect(series[1].points.values[2] == .infinity)
    }

    @Test func readsMillisecondsOfTheOlderFormat() {
        let (series, _) = Self.parse("up{job=\"a\"} 1 1763800000123\nup{job=\"a\"} 0 1763800010123\n")
        #expect(series.first?.points.time(0) == 1_763_800_000_123)
    }

    @Test func ordersSamplesAndKeepsTheLastOfATime() {
        let (series, _) = Self.parse("a 3 1763800030\na 1 1763800010\nb 9 1763800010\na 2 1763800020\na 4 1763800010\n")
        #expect(series[0].points.values == [4, 2, 3])
        #expect(series[1].points.values == [9])
    }

    @Test func sameLabelsInAnotherOrderAreTheSameSeries() {
        let (series, _) = Self.parse("a{x=\"1\",y=\"2\"} 1 1763800010\na{ y=\"2\", x=\"1\", z=\"\" } 2 1763800020\n")
        #expect(series.count == 1)
        #expect(series[0].points.values == [1, 2])
    }

    @Test func countsMalformedLinesWithTheirNumbers() {
        let text = "a 1 1763800000\nnonsense here\na{x=\"1} 2 1763800001\na x 1763800001\na 2 1763800001 junk\n"
        let (series, report) = Self.parse(text)
        #expect(series.first?.points.count == 1)
        #expect(report.omissions.first?.count == 4)
        #expect(report.omissions.first?.reason == "not a sample; the first are lines 2, 3, 4, 5")
    }

    @Test func keepsOnlyTheSpanAndKnowsTheExtent() {
        let (series, report) = Self.parse("a 1 1763700000\na 2 1763800000\na 3 1763900000\n")
        #expect(series[0].points.values == [2])
        #expect(report.first == 1_763_700_000_000)
        #expect(report.last == 1_763_900_000_000)
    }

    @Test func longLinesAndRandomBytesAreHarmless() {
        var random = SeededGenerator(seed: 7)
        let long = "a{x=\"" + String(repeating: "y", count: 200_000) + "\"} 1 1763800000\n"
        let (series, report) = Self.parse(long + "b 1 1763800000\n", chunk: 4096)
        #expect(series.map(\.name) == ["b"])
        #expect(report.malformed == 1)
        for _ in 0..<300 {
            let alphabet = Array("a{}\",=\\ \n#1.e+-NaNInf\t\r9".utf8)
            let bytes = (0..<200).map { _ in alphabet[Int(random.next() % UInt64(alphabet.count))] }
            var parser = ExpositionParser(span: Self.always)
            parser.feed(bytes.span)
            _ = parser.finish()
        }
    }

    @Test(arguments: [
        ("1", 1.0), ("-0.25", -0.25), ("1e3", 1000), ("123456789012345678901", 1.2345678901234568e20),
        ("0.1", 0.1), ("5e-324", 5e-324), ("1763800000.123456", 1763800000.123456),
    ])
    func readsNumbersAsTheStandardLibraryDoes(text: String, value: Double) {
        let bytes = Array(text.utf8)
        var position = 0
        #expect(NumberScan.double(bytes.span, &position) == value)
    }

    @Test(arguments: ["", "x", "0x10", "1..2", "--1", "1e", "infinity"])
    func refusesWhatIsNoNumber(text: String) {
        let bytes = Array(text.utf8)
        var position = 0
        #expect(NumberScan.double(bytes.span, &position) == nil)
    }
}
