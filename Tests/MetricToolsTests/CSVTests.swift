import JSON
import Model
import Testing

@testable import MetricTools

@Suite struct CSVTests {
    static func parse(_ text: String, chunk: Int = 5, offset: Int = 0) -> ([Series], ExpositionReport)? {
        let bytes = Array(text.utf8)
        guard let separator = CSVParser.separator(bytes.span) else { return nil }
        var parser = CSVParser(span: ExpositionParserTests.always, offset: offset) { _, _ in true }
        parser.begin("folder/load.csv", separator: separator)
        var start = 0
        while start < bytes.count {
            let end = min(bytes.count, start + chunk)
            parser.feed(bytes.span.extracting(start..<end))
            start = end
        }
        parser.endFile()
        let series = parser.finish()
        return (series, parser.report)
    }

    @Test(arguments: [1, 7, 4096])
    func readsLongTables(chunk: Int) throws {
        let text = """
            timestamp,service,metric,value\r
            2026-06-20T11:00:00Z,"cart, big",errors_total,5
            2026-06-20T11:01:00Z,"cart, big",errors_total,7
            2026-06-20T11:00:00+01:00,web,latency,0.5
            2026-06-20T11:02:00Z,web,latency,
            nonsense,web,latency,1
            2026-06-20T11:03:00Z,web,latency,many
            """
        let (series, report) = try #require(Self.parse(text, chunk: chunk))
        #expect(series.map(\.name) == ["errors_total", "latency"])
        #expect(series[0].labels == [Label("service", "cart, big")] && series[0].kind == .counter)
        #expect(series[0].points.values == [5, 7])
        let expected = try #require(Timestamp(rfc3339: "2026-06-20T10:00:00Z"))
        // The span of the points here is that of all times, so a place in it is not told to the millisecond.
        #expect(abs(series[1].points.time(0) - expected.milliseconds) < 1000)
        #expect(report.omissions.first?.count == 2 && report.samples == 3)
    }

    @Test func readsWideTables() throws {
        let text = "\u{FEFF}Time;host;cpu;http_total{code=\"5\"}\n1763800000;a;0.5;\n1763800015;a;0.75;9\n"
        let (series, _) = try #require(Self.parse(text))
        #expect(series.map(\.name) == ["cpu", "http_total"])
        #expect(series[0].labels == [Label("host", "a")] && series[0].points.values == [0.5, 0.75])
        #expect(series[1].labels == [Label("code", "5"), Label("host", "a")])
    }

    @Test func commasAreDecimalsWhereSemicolonsSeparate() throws {
        let text =
            "Time;Load;Mem;host\n2025-11-22 09:00:00;1,5;3;a,b\n2025-11-22 09:01:00;-2,25;1.5;a,b\n"
            + "2025-11-22 09:02:00;1.234,5;4;a,b\n"
        let (series, report) = try #require(Self.parse(text))
        #expect(series.map(\.name) == ["Load", "Mem"])
        #expect(series[0].points.values == [1.5, -2.25] && series[1].points.values == [3, 1.5, 4])
        #expect(series[0].labels == [Label("host", "a,b")])
        // Which mark is which cannot be told here.
        #expect(report.omissions.first?.count == 1)
        let (plain, _) = try #require(Self.parse("time,a,b\n2025-11-22 09:00:00,1,5\n"))
        #expect(plain.map(\.points.values) == [[1], [5]])
    }

    @Test func aLoneValueIsCalledAsItsFile() throws {
        for day in ["2014-04-01", "2014/04/01"] { try isCalledAsItsFile("timestamp,value\n\(day) 00:00:00,1\n") }
    }

    private func isCalledAsItsFile(_ text: String) throws {
        let (series, _) = try #require(Self.parse(text, offset: 7200))
        #expect(series.map(\.name) == ["load"])
        let expected = try #require(Timestamp(rfc3339: "2014-03-31T22:00:00Z"))
        // The span of the points here is that of all times, so a place in it is not told to the millisecond.
        #expect(abs(series[0].points.time(0) - expected.milliseconds) < 1000)
    }

    @Test(arguments: ["a 1 1763800000\n", "# TYPE a gauge\n", "{\"a\": 1, \"time\": 2}\n", "a,b\n1,2\n", ""])
    func otherTextsAreNoTables(text: String) { #expect(Self.parse(text) == nil) }

    @Test func randomBytesAreHarmless() {
        var random = SeededGenerator(seed: 3)
        let alphabet = Array("\"\",;\n\r 19.-eT:Z\u{0}x".utf8)
        for _ in 0..<200 {
            let bytes = (0..<300).map { _ in alphabet[Int(random.next() % UInt64(alphabet.count))] }
            _ = Self.parse("time,a,b\n" + String(decoding: bytes, as: UTF8.self), chunk: 13)
        }
    }
}
