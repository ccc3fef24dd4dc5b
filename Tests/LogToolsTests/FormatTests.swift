import JSON
import Model
import TestSupport
import Testing
import Tooling

@testable import LogTools

@Suite struct FormatTests {
    @Test(
        arguments: [
            ("json", #"{"time":"2026-11-01T18:00:01Z","level":"error","msg":"gone"}"#),
            ("docker-json", #"{"log":"ERROR gone\n","stream":"stderr","time":"2026-11-01T18:00:01.5Z"}"#),
            ("kubernetes-cri", "2026-11-01T18:00:01.123456789Z stdout F ERROR gone"),
            ("logfmt", "time=2026-11-01T18:00:01Z level=error msg=gone"),
            ("apache-error", "[Sun Nov 01 18:00:01.123456 2026] [core:error] [pid 1] gone"),
            ("nginx-error", "2026/11/01 18:00:01 [error] 12#0: *1 gone"),
            ("syslog-rfc5424", "<11>1 2026-11-01T18:00:01Z host app 1 - - ERROR gone"),
            ("syslog-rfc3164", "Nov  1 18:00:01 host app[1]: ERROR: gone"),
            ("klog", "E1101 18:00:01.123456       1 main.go:3] gone"),
            ("postgresql", "2026-11-01 18:00:01.123 UTC [12] a@b ERROR:  gone"),
            ("android", "11-01 18:00:01.811  1702  2395 E Tag: gone"),
            ("hdfs", "261101 180001 148 ERROR dfs.DataNode: gone"),
            ("text", "2026-11-01 18:00:01,123 ERROR [main] a.b.C: gone"),
            ("text", "01.11.2026 18:00:01 ERROR a.b.C: gone"),
            ("json", #"{"t":{"$date":"2026-11-01T18:00:01.123+00:00"},"s":"E","c":"NET","id":1,"msg":"gone"}"#),
            ("text", "\u{1b}[2m2026-11-01T18:00:01Z\u{1b}[0m \u{1b}[31mERROR\u{1b}[0m app: gone"),
            ("docker-json", #"{"log":"\u001b[31mERROR\u001b[0m gone\n","stream":"out","time":"2026-11-01T18:00:01Z"}"#),
        ])
    func knowsFormatTimeAndLevel(format: String, line: String) async throws {
        let sample = try LogSample(String(repeating: line + "\n", count: 20))
        let summary = try await sample.summary().output
        #expect(summary.files.map(\.format.rawValue) == [format])
        #expect(summary.lines == 20)
        #expect(summary.patternCount == 1)
        #expect(summary.patterns.first?.level == .error)
        #expect(summary.patterns.first?.firstSeen.description.hasPrefix("2026-11-01T18:00:01") == true)
        #expect(try await sample.search(["literal": "gone", "level": "error"]).output.total == 20)
    }

    @Test func readsTheJournal() async throws {
        var bytes = Array(
            """
            __CURSOR=s=1
            __REALTIME_TIMESTAMP=1793556001123456
            _HOSTNAME=web-1
            SYSLOG_IDENTIFIER=basket
            _PID=12
            PRIORITY=3
            MESSAGE=store is gone

            __CURSOR=s=2
            __REALTIME_TIMESTAMP=1793556002000000
            _HOSTNAME=web-1
            SYSLOG_IDENTIFIER=basket
            PRIORITY=6
            MESSAGE

            """.utf8)
        let message = Array("first\nsecond".utf8)
        bytes += [UInt8(message.count), 0, 0, 0, 0, 0, 0, 0] + message + [10, 10]
        let sample = try LogSample(["journal.export": bytes])
        let result = try await sample.search(["regex": "."])
        #expect(
            result.output.hits.map(\.text) == [
                "2026-11-01T18:00:01.123456Z web-1 basket[12]: ERROR store is gone",
                "2026-11-01T18:00:02.000000Z web-1 basket: INFO first", " second",
            ])
        #expect(result.output.hits.map(\.level) == [.error, .info, nil])
        #expect(try await sample.summary().output.files.first?.format == .journal)
    }

    @Test(
        arguments: [
            (["status>=500"], 2), (["status=404"], 1), (["status!=404"], 5), (["path~^/api"], 1),
            (["client=10.0.0.2", "method=POST"], 1), (["ms>100"], 1), (["user=\"x\""], 0), (["user=anna"], 1),
            (["http.code=503"], 1),
        ] as [(JSONValue, Int)])
    func looksAtFields(conditions: JSONValue, total: Int) async throws {
        let sample = try LogSample(
            """
            10.0.0.1 - - [01/Nov/2026:18:00:01 +0000] "GET /api/x HTTP/1.1" 502 12 "-" "curl"
            10.0.0.2 - - [01/Nov/2026:18:00:02 +0000] "POST / HTTP/1.1" 404 12 "-" "curl"
            2026-11-01T18:00:03Z INFO served ms=240 user="anna"
            2026-11-01T18:00:04Z INFO served ms=12, status=500
            {"time":"2026-11-01T18:00:05Z","level":"info","http":{"code":503}}
            2026-11-01T18:00:06Z INFO idle

            """)
        let result = try await sample.search(["regex": ".", "where": conditions])
        #expect(result.output.total == total)
    }

    @Test(arguments: ["", "status", "=5", "status>high", "path~(", "a b=1"])
    func refusesWhatIsNoCondition(text: String) async throws {
        let sample = try LogSample("2026-11-01T18:00:06Z INFO idle\n")
        await #expect {
            _ = try await sample.search(["regex": ".", "where": [.string(text)]])
        } throws: {
            ($0 as? ToolError)?.kind == .validation
        }
    }

    @Test func bearsHostileBytes() async throws {
        var bytes = Array("2026-11-01T18:00:01Z caf".utf8) + [0xE9, 0xFF, 0, 0x80, 13, 10]
        bytes += Array("no time\r\n2026-11-01T18:00:02Z next gone\r\n".utf8)
        let sample = try LogSample(["a.log": Array("above\n".utf8) + bytes])
        let result = try await sample.search(["anyOf": ["caf", "gone", "no time"]])
        #expect(result.output.total == 3)
        #expect(result.output.hits.map(\.line) == [2, 3, 4])
        let omission = try #require(result.coverage.first?.omitted.first)
        #expect(omission.count == 1 && omission.reason.contains("line 1: above"))
    }
}
