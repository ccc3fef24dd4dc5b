import JSON
import Model
import Testing
import Tooling

@testable import LogTools

/// Logs whose lines begin with a time of day and have no date.
@Suite struct TimeOfDayTests {
    /// The times that are told of all lines.
    private static func times(_ sample: LogSample) async throws -> [String] {
        try await all(of: sample).output.hits.map(\.time.description)
    }

    private static func all(of sample: LogSample) async throws -> ToolResult<SearchLogs.Output> {
        try await sample.search(
            ["regex": ".", "start": "2026-09-01T00:00:00Z", "end": "2027-02-01T00:00:00Z", "limit": 200])
    }

    private static func sample(_ lines: [String], written: String, utcOffset: Int? = nil) throws -> LogSample {
        let bytes = lines.flatMap { Array("\($0)\n".utf8) }
        let sample = try LogSample(["app.log": bytes], utcOffset: utcOffset)
        try sample.stamp("app.log", written)
        return sample
    }

    @Test(arguments: [
        ("18:28:16.123 [main] INFO a.B - x", "18:28:16.123"), ("18:28:16,123 x", "18:28:16.123"),
        ("18:28:16 INFO x", "18:28:16.000"), ("[18:28:16.123] x", "18:28:16.123"),
        ("[18:28:16] [Server thread/INFO]: x", "18:28:16.000"), ("[18:28:16 INFO]: x", "18:28:16.000"),
        ("18:28:16:123 x", "18:28:16.123"), ("18:28:16:INFO:x", "18:28:16.000"), ("18:28:16: x", "18:28:16.000"),
        ("6:28:16 PM [vite] x", "18:28:16.000"), ("06:28:16 PM x", "18:28:16.000"), ("6:28:16pm x", "18:28:16.000"),
        ("12:28:16 AM x", "00:28:16.000"), ("INFO  18:28:16,123 [main] x", "18:28:16.123"),
        ("[WARN] 18:28:16 x", "18:28:16.000"), ("20:28:16+02:00 x", "18:28:16.000"), ("18:28:16Z x", "18:28:16.000"),
        ("18:28:16|x", "18:28:16.000"), ("18:28:16", "18:28:16.000"), ("8:28:16", "08:28:16.000"),
        ("(18:28:16) x", "18:28:16.000"), ("18:28:16 1793557696 x", "18:28:16.000"),
    ])
    func readsTheTimeOfDay(line: String, expected: String) async throws {
        let sample = try Self.sample([line, "\tat x", line], written: "2026-11-01T18:30:00Z", utcOffset: 0)
        #expect(try await Self.times(sample) == [String](repeating: "2026-11-01T\(expected)Z", count: 3))
    }

    @Test(arguments: [
        "00:11:22:33:44:55 is at eth0", "12:34:56::1 x", "12:34:56:ab:cd:ef x", "1:2:3 x", "25:00:00 x", "12:60:00 x",
        " 12:34:56 x", "at 12:34:56 x", "12:34 x", "12:34:56abc", "12:34:56.1.2 x", "13:00:00 PM x", "12:34:56:78 x",
        "INFO12:34:56 x", "[12:34] x", "-12:34:56 x",
    ])
    func leavesOthersWithout(line: String) async throws {
        let sample = try Self.sample([line], written: "2026-11-01T18:30:00Z")
        await #expect {
            _ = try await Self.all(of: sample)
        } throws: {
            ($0 as? ToolError)?.message.contains("no line has a time") == true
        }
    }

    /// What begins with a time of day in a message of a log with dates is part of the message.
    @Test(arguments: [
        "2026-11-01 18:28:16,123 INFO rows:", "INFO 2026-11-01 18:28:16,123 rows:", "[2026-11-01T18:28:16.123Z] rows:",
        "<34>1 2026-11-01T18:28:16.123Z host su - - - rows:", #"{"time":"2026-11-01T18:28:16.123Z","msg":"rows:"}"#,
    ])
    func leavesRowsOfMessagesAlone(line: String) async throws {
        var lines: [String] = []
        for row in 0..<20 { lines += [line, "12:34:56.000 | \(row)", "12:34:57.000 | none", "23:59:59.999 | last"] }
        let sample = try Self.sample(lines, written: "2026-11-01T18:30:00Z")
        let times = try await Self.times(sample)
        #expect(times.count == 80 && Set(times) == ["2026-11-01T18:28:16.123Z"])
        #expect(try await Self.all(of: sample).coverage.first?.searched.dayByFileTime == nil)
    }

    /// Who puts a time of day before lines with dates does not change how they are written.
    @Test(
        arguments: [
            { (second: Int) in "18:28:\(second) web.1  | 2026-10-20T16:28:\(second).250Z INFO x" },
            { (second: Int) in #"18:28:\#(second).300 INFO {"@timestamp":"2026-10-20T18:28:\#(second).250Z","m":"x"}"#
            },
            { (second: Int) in "[00:00:\(second - 5).123] [worker] 2026-10-20T18:28:\(second).250Z INFO x" },
        ] as [@Sendable (Int) -> String])
    func datesBehindATimeOfDayAreThoseOfTheLines(line: @Sendable (Int) -> String) async throws {
        let sample = try Self.sample((10..<50).map { line($0) }, written: "2026-11-01T18:30:00Z", utcOffset: 0)
        let result = try await Self.all(of: sample)
        #expect(result.output.total == 40)
        #expect(result.output.hits.first?.time.description.hasPrefix("2026-10-20T1") == true)
        #expect(result.output.hits.last?.time.description.hasSuffix(":28:49.250Z") == true)
        #expect(result.coverage.first?.searched.dayByFileTime == nil)
    }

    /// A copy of the next morning: where the zone is known, so is the day; and of the clock nothing is told.
    @Test(arguments: [("18:28:16Z", nil), ("20:28:16+02:00", nil), ("18:28:16", 0)] as [(String, Int?)])
    func aCopyIsYounger(time: String, utcOffset: Int?) async throws {
        let sample = try Self.sample(["\(time) INFO x"], written: "2026-11-02T10:00:00Z", utcOffset: utcOffset)
        #expect(try await Self.times(sample) == ["2026-11-01T18:28:16.000Z"])
        #expect(try await Self.all(of: sample).coverage.first?.searched.skew == nil)
    }

    /// Dates in messages, above the first line and in what was dumped do not tell how the file is written.
    @Test func datesInMessagesAreNotThoseOfTheLines() async throws {
        var lines = ["log opened on Sun Nov 22 10:00:00 2020"]
        for second in 10..<50 {
            lines += [
                "18:28:\(second).000 [main] INFO job runs at 2020-11-22 10:00:00 next", "\tat a.b.C(D.java:1)",
                "08:00:00 | row",
            ]
        }
        lines.append("  answered {\"date\": \"2020-11-22T10:00:00Z\"}")
        let sample = try Self.sample(lines, written: "2026-11-01T18:30:00Z", utcOffset: 0)
        let result = try await Self.all(of: sample)
        #expect(result.output.total == 121)
        #expect(result.output.hits.first?.time.description == "2026-11-01T18:28:10.000Z")
        #expect(result.output.hits.last?.time.description == "2026-11-01T18:28:49.000Z")
        #expect(result.output.hits.last?.text.hasSuffix("10:00:00Z\"}") == true)
        #expect(result.coverage.first?.omitted.map(\.count) == [1])
    }

    /// A program that began to write dates: its lines have those, and what stands above them belongs to no day that is known.
    @Test func goesByTheDatesThatLinesHaveSince() async throws {
        var lines = (10..<50).map { "18:28:\($0) INFO before" }
        lines += (0..<900).map { "2026-10-20 09:\(10 + $0 / 60 % 50):\(10 + $0 % 50) INFO since" }
        let sample = try Self.sample(lines, written: "2026-11-01T20:00:00Z", utcOffset: 0)
        let result = try await Self.all(of: sample)
        #expect(result.output.total == 900 && result.output.hits.allSatisfy { $0.text.hasSuffix("since") })
        #expect(result.output.hits.first?.time.description.hasPrefix("2026-10-20T09:10") == true)
        #expect(result.coverage.first?.omitted.map(\.count) == [40])
        #expect(result.coverage.first?.searched.dayByFileTime == nil)
        // What a message shows at the end does not make it so.
        lines = (0..<500).map { "18:\(10 + $0 / 50):\(10 + $0 % 50) INFO before" }
        lines += ["2026-10-20 09:00:00 | row", "2026-10-20 | row"]
        let other = try await Self.all(of: try Self.sample(lines, written: "2026-11-01T20:00:00Z", utcOffset: 0))
        #expect(other.output.total == 502 && other.output.hits.last?.text == "2026-10-20 | row")
    }

    @Test(
        arguments: [
            // Over midnight, some lines late.
            (
                ["23:59:58 a", "00:00:02 b", "23:59:59 c", "00:00:03 d"],
                ["01T23:59:58", "02T00:00:02", "01T23:59:59", "02T00:00:03"]
            ),
            (["10:00:00 a", "09:00:00 b", "09:00:00 c", "08:00:00 d"], ["31T10", "01T09", "01T09", "02T08"]),
            (["12:00:00 a", "11:58:00 b", "11:01:00 c", "\tat x"], ["31T12", "01T11:58", "02T11:01", "02T11:01"]),
            (["12:00:40 a", "12:00:01 b", "11:59:59 c"], ["02T12:00:40", "02T12:00:01", "02T11:59:59"]),
            // The end of summer time, some lines late.
            (
                ["02:59:58 a", "02:00:01 b", "02:59:59 c", "02:00:02 d", "03:00:00 e"],
                ["02T02:59:58", "02T02:00:01", "02T02:59:59", "02T02:00:02", "02T03"]
            ),
            // Its beginning.
            (["01:59:59 a", "03:00:00 b"], ["02T01:59:59", "02T03"]),
            (["23:00:00 a", "22:59:30 b", "23:00:01 c"], ["01T23:00:00", "01T22:59:30", "01T23:00:01"]),
        ] as [([String], [String])])
    func goesBackFromTheLastLine(lines: [String], expected: [String]) async throws {
        let sample = try Self.sample(lines, written: "2026-11-02T20:00:00Z", utcOffset: 0)
        var starts = expected.map { $0.hasPrefix("31") ? "2026-10-\($0)" : "2026-11-\($0)" }
        for hit in try await Self.all(of: sample).output.hits {
            let index = try #require(hit.line) - 1
            #expect(hit.time.description.hasPrefix(starts[index]), "\(lines[index])")
            starts[index] = "seen"
        }
        #expect(starts.allSatisfy { $0 == "seen" })
    }

    @Test(
        arguments: [
            ("23:59:59", "2026-11-02T00:00:05Z", 0, "2026-11-01T23:59:59"),
            ("00:00:01", "2026-11-02T00:00:01Z", 0, "2026-11-02T00:00:01"),
            ("01:30:00", "2026-11-01T23:30:02Z", 7200, "2026-11-01T23:30:00"),
            ("19:00:00", "2026-11-02T00:00:01Z", -18_000, "2026-11-02T00:00:00"),
            // Of the evening before, unless an hour explains it.
            ("20:00:00", "2026-11-02T18:00:00Z", 0, "2026-11-01T20:00:00"),
            ("18:59:00", "2026-11-02T18:00:00Z", 0, "2026-11-02T18:59:00"),
            // Nobody says the zone: it may be one in the east, or in the west.
            ("20:00:00", "2026-11-01T18:00:01Z", nil, "2026-11-01T20:00:00"),
            ("01:30:00", "2026-11-01T23:30:02Z", nil, "2026-11-02T01:30:00"),
            ("09:00:00", "2026-11-01T18:00:01Z", nil, "2026-11-01T09:00:00"),
            ("19:00:00", "2026-11-02T00:00:01Z", nil, "2026-11-01T19:00:00"),
        ] as [(String, String, Int?, String)])
    func theLastLineIsOfTheDayWhenTheFileWasWritten(
        time: String, written: String, utcOffset: Int?, expected: String
    ) async throws {
        let sample = try Self.sample(["\(time) INFO x"], written: written, utcOffset: utcOffset)
        #expect(try await Self.times(sample) == ["\(expected).000Z"])
    }

    /// A set that was rotated, beside a log with dates.
    @Test func eachFileHasItsOwnTime() async throws {
        let sample = try LogSample([
            "app.log": Array("00:00:05 c gone\n".utf8), "app.log.1": Array("23:59:50 b gone\n".utf8),
            "app.log.2": Array("08:00:00 x\n08:00:00 a gone\n".utf8),
            "web.log": Array("2026-11-01T12:00:00Z w gone\n".utf8),
        ])
        try sample.stamp("app.log", "2026-11-02T00:00:05Z")
        try sample.stamp("app.log.1", "2026-11-02T00:00:00Z")
        try sample.stamp("app.log.2", "2026-10-31T08:00:00Z")
        let result = try await sample.search(
            ["literal": "gone", "start": "2026-09-01T00:00:00Z", "end": "2027-02-01T00:00:00Z"])
        #expect(
            result.output.hits.map(\.time.description) == [
                "2026-10-31T08:00:00.000Z", "2026-11-01T12:00:00.000Z", "2026-11-01T23:59:50.000Z",
                "2026-11-02T00:00:05.000Z",
            ])
        #expect(result.output.hits.map(\.file) == ["app.log.2", "web.log", "app.log.1", "app.log"])
        #expect(result.coverage.first?.value == .complete)
        #expect(result.coverage.first?.searched.dayByFileTime == 3)
        #expect(result.coverage.first?.searched.yearByFileTime == nil)
    }

    /// What follows from it: windows, buckets, levels, patterns, and how the file is written.
    @Test func countsByTime() async throws {
        let lines = (0..<3600).map { second in
            let clock = Timestamp(milliseconds: Int64(second) * 1000).description.dropFirst(14).prefix(5)
            return "18:\(clock).250 [main] \(second % 60 == 7 ? "ERROR" : "INFO") a.B - served basket=\(second)"
        }
        let sample = try Self.sample(lines, written: "2026-11-01T19:00:00Z", utcOffset: 0)
        let result = try await sample.search(
            ["regex": ".", "level": "error", "start": "2026-11-01T18:10:00Z", "end": "2026-11-01T18:20:00Z"])
        #expect(result.output.total == 10)
        #expect(result.output.perBucket.map(\.count).reduce(0, +) == 10)
        #expect(result.coverage.first?.searched.span?.start.description == "2026-11-01T18:10:00.000Z")
        let summary = try await sample.summary().output
        #expect(summary.lines == 3600 && summary.patternCount == 1)
        #expect(summary.files.map(\.time) == ["18:28:16.123"])
        #expect(summary.files.map(\.format) == [.text])
        #expect(summary.patterns.first?.template == "served basket=<*>")
        #expect(summary.patterns.first?.lastSeen.description == "2026-11-01T18:59:59.250Z")
        let extent = try #require(try await LogExtent().extent(of: sample.source))
        #expect(extent.start.description == "2026-11-01T18:00:00.250Z")
        #expect(extent.end == Timestamp(rfc3339: "2026-11-01T18:59:59.250000001Z"))
    }

    @Test func tellsWhoseYearTheFileGave() async throws {
        func given(_ text: String, year: Int? = nil) async throws -> Int? {
            let sample = try LogSample(["a.log": Array(text.utf8)], year: year)
            try sample.stamp("a.log", "2026-11-01T18:30:00Z")
            return try await Self.all(of: sample).coverage.first?.searched.yearByFileTime
        }
        #expect(try await given("Nov  1 18:28:16 host app: x\n") == 1)
        #expect(try await given("I1101 18:28:16.123456   7 main.go:3] x\n") == 1)
        #expect(try await given("Nov  1 18:28:16 host app: x\n", year: 2026) == nil)
        #expect(try await given("Nov  1 2026 18:28:16 host app: x\n") == nil)
        #expect(try await given("2026-11-01T18:28:16Z x\n") == nil)
    }
}
