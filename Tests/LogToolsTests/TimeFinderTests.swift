import Model
import Testing

@testable import LogTools

@Suite struct TimeFinderTests {
    private static let rules = TimeRules(modified: 1_795_000_000_000_000_000)

    private static func instant(_ line: String, rules: TimeRules = rules) -> String? {
        var finder = TimeFinder(sample: [Array(line.utf8)], rules: rules)
        return finder.locate(in: Array(line.utf8).span).map { Timestamp(nanoseconds: $0.instant).description }
    }

    @Test(arguments: [
        ("2026-11-01T18:28:16.123Z INFO x", "2026-11-01T18:28:16.123Z"),
        ("2026-11-01 18:28:16,123 x", "2026-11-01T18:28:16.123Z"),
        ("2026-11-01T18:28:16+02:00 x", "2026-11-01T16:28:16.000Z"),
        ("2026-11-01 18:28:16.123 UTC [17] LOG:  x", "2026-11-01T18:28:16.123Z"),
        ("2026/11/01 18:28:16 [error] 1#1: x", "2026-11-01T18:28:16.000Z"),
        (#"1.2.3.4 - - [01/Nov/2026:18:28:16 +0100] "GET / HTTP/1.1" 200 1"#, "2026-11-01T17:28:16.000Z"),
        ("Nov  1 18:28:16 host app[1]: x", "2026-11-01T18:28:16.000Z"),
        ("<34>1 2026-11-01T18:28:16.003Z host su - ID47 - x", "2026-11-01T18:28:16.003Z"),
        ("1793557696 x y", "2026-11-01T18:28:16.000Z"), ("1793557696123 x y", "2026-11-01T18:28:16.123Z"),
        ("E1101 18:28:16.123456   7 main.go:3] x", "2026-11-01T18:28:16.123Z"),
        ("11-01 18:28:16.811  1702  2395 D Tag: x", "2026-11-01T18:28:16.811Z"),
        ("261101 182816 148 INFO dfs.DataNode: x", "2026-11-01T18:28:16.000Z"),
        ("[Sun Nov 01 18:28:16 2026] [error] x", "2026-11-01T18:28:16.000Z"),
        ("20261101-18:28:16:606|Step|1|x", "2026-11-01T18:28:16.606Z"),
        ("26/11/01 18:28:16 INFO x", "2026-11-01T18:28:16.000Z"),
        ("2026-11-01-18.28.16.675872 x", "2026-11-01T18:28:16.675Z"),
        (#"{"level":"info","ts":1793557696.5,"msg":"x"}"#, "2026-11-01T18:28:16.500Z"),
        (#"{"msg":"2001-01-01 00:00:00","time":"2026-11-01T18:28:16Z"}"#, "2026-11-01T18:28:16.000Z"),
        (#"level=info time="2026-11-01T18:28:16Z" msg=x"#, "2026-11-01T18:28:16.000Z"),
    ])
    func readsTheTime(line: String, expected: String) {
        #expect(Self.instant(line) == expected)
    }

    @Test(arguments: [
        "", "id 9300000000000000000 x", "no time here at all", "2026-13-01 18:28:16 x", "2026-11-31 18:28:16 x",
        "99:99:99", "1234567",
        "\tat com.example.Main(Main.java:12)", "12345678901234567890 x",
    ])
    func leavesOthersWithout(line: String) {
        #expect(Self.instant(line) == nil)
    }

    @Test func putsTheYearByRule() {
        let january = TimeRules(modified: 1_767_700_000_000_000_000)
        #expect(Self.instant("Dec 31 23:59:59 host app: x", rules: january) == "2025-12-31T23:59:59.000Z")
        #expect(Self.instant("Jan  5 00:00:00 host app: x", rules: january) == "2026-01-05T00:00:00.000Z")
        let given = TimeRules(offset: 3600, year: 2024, modified: 0)
        #expect(Self.instant("Jan  5 00:00:00 host app: x", rules: given) == "2024-01-04T23:00:00.000Z")
    }
}
