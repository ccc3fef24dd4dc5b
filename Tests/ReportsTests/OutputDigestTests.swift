import JSON
import Model
import Testing

@testable import Reports

/// What a reader sees of a tool's output without unfolding it.
@Suite struct OutputDigestTests {
    private static func rows(_ tool: String, _ output: JSONValue) -> (title: String, rows: [[String]]) {
        var builder = SnapshotBuilder()
        let id = builder.call(tool, output: output, summary: "")
        guard let evidence = builder.snapshot.evidence[id] else { return ("", []) }
        var found = (title: "", rows: [[String]]())
        for block in OutputDigest(evidence).blocks {
            switch block {
            case .table(let title, let columns, let rows, _):
                #expect(rows.allSatisfy { $0.count == columns.count })
                found = (title, rows)
            case .facts(let facts): found = ("", facts.map { [$0.name, $0.value] })
            }
        }
        return found
    }

    private static let series: JSONValue = ["name": "m", "labels": ["service": "db"]]

    @Test func seriesAreToldInNumbers() {
        let one: JSONValue = [
            "source": "prod", "series": Self.series, "unit": "bytes", "min": 1, "median": 2, "p95": 8, "max": 9,
            "mean": 3, "first": 1, "last": 8.5, "gaps": 2, "sparkline": "▁▂▁  █▃",
            "change": ["from": 1, "to": 2, "delta": 1, "ratio": 2, "against": "firstPart", "reason": "none"],
        ]
        let empty: JSONValue = ["series": ["name": "", "labels": [:]], "change": nil, "unit": nil]
        let told = Self.rows("query_metrics", ["step": "15s", "total": 2, "series": [one, empty]])
        #expect(told.title == "2 series, an instant each 15s")
        #expect(
            told.rows[0] == [
                "m{service=\"db\"} bytes", "1", "2", "8", "9", "1", "8.5", "1 → 2 (against its first quarter)", "2",
                "▂█▃",
            ])
        #expect(told.rows[1].first == "(the result)")
    }

    @Test func anomaliesAreTold() {
        let one: JSONValue = [
            "series": Self.series, "kind": "point", "start": "2026-11-22T19:20:00Z", "end": "2026-11-22T19:21:00Z",
            "value": 5, "expected": 1, "score": 3.5, "unit": "/s",
        ]
        let told = Self.rows("find_anomalies", ["anomalies": [one], "examined": 7])
        #expect(told.rows[0][4...] == ["5 /s", "1", "3.5"])
        #expect(
            Self.rows("find_anomalies", ["anomalies": [], "examined": 7]).rows == [
                ["Nothing is unusual", "7 series were looked at"]
            ])
    }

    @Test func suspectsAreToldWithReasons() {
        let one: JSONValue = [
            "group": "db", "score": 0.5, "time": "2026-11-22T19:20:00Z", "reasons": ["m rose", "calls web"],
        ]
        let told = Self.rows("rank_suspects", ["suspects": [one], "reason": nil])
        #expect(told.rows == [["db", "0.5", "2026-11-22 19:20:00 UTC", "m rose; calls web"]])
        let nothing = Self.rows("rank_suspects", ["suspects": [], "reason": "no series left"])
        #expect(nothing.rows == [["Nothing stands out", "no series left"]])
    }

    @Test func differencesAreTold() {
        let spans: JSONValue = ["start": "2026-11-22T19:20:00Z", "end": "2026-11-22T19:21:00Z"]
        let one: JSONValue = [
            "series": Self.series, "kind": "up", "before": 1, "after": 3, "ratio": 3, "shift": 9, "unit": "bytes",
        ]
        let told = Self.rows(
            "compare_windows",
            ["window": spans, "against": spans, "examined": 4, "differing": 1, "series": [one]])
        #expect(told.title.hasPrefix("1 of 4 series differ: 2026-11-22 19:20:00 UTC to "))
        #expect(told.rows == [["m{service=\"db\"}", "up", "1", "3 bytes", "3", "9"]])
    }

    /// Where nothing was looked at, nothing was found to be as usual either.
    @Test func whatCouldNotBeComparedIsNotTheSame() {
        let spans: JSONValue = ["start": "2026-11-22T19:20:00Z", "end": "2026-11-22T19:21:00Z"]
        func compared(_ examined: JSONValue, _ reason: JSONValue = nil) -> [String] {
            let output: JSONValue = [
                "window": spans, "against": spans, "differing": 0, "series": [], "examined": examined, "reason": reason,
            ]
            return Self.rows("compare_windows", output).rows.first ?? []
        }
        let times = "2026-11-22 19:20:00 UTC to 2026-11-22 19:21:00 UTC"
        let both = "\(times), against \(times)"
        #expect(
            compared(4, "nothing was recorded") == [
                "Nothing could be compared", "nothing was recorded; \(both)",
            ])
        #expect(compared(0) == ["Nothing could be compared", "there is no series; \(both)"])
        #expect(compared(4) == ["Nothing differs", "4 series; \(both)"])
        #expect(
            Self.rows("find_anomalies", ["anomalies": [], "examined": 0]).rows == [
                ["Nothing was looked at", "there is no series of this time"]
            ])
        let alone: JSONValue = ["target": ["name": "t", "labels": [:]], "tried": 0, "correlations": []]
        #expect(
            Self.rows("correlate_metrics", alone).rows == [
                ["Nothing could be compared", "there is no series beside t"]
            ])
    }

    @Test(arguments: [(-30, "30 s before it"), (0, "together"), (15, "15 s after it")])
    func correlationsAreToldWithTheirLag(lag: Int, words: String) {
        let one: JSONValue = [
            "series": Self.series, "coefficient": -0.9, "lagSeconds": .number(JSONNumber(lag)), "pairs": 40,
            "chance": 0.001,
        ]
        let target: JSONValue = ["name": "t", "labels": [:]]
        let told = Self.rows("correlate_metrics", ["target": target, "tried": 3, "correlations": [one]])
        #expect(told.title == "What moves with t" && told.rows[0][1...2] == ["-0.9", words])
        let nothing = Self.rows("correlate_metrics", ["target": target, "tried": 3, "correlations": []])
        #expect(nothing.rows == [["Nothing moves with t", "3 series were compared"]])
    }

    @Test func theHostIsToldInWords() {
        let load: JSONValue = ["oneMinute": 4.29, "fiveMinutes": 3, "fifteenMinutes": 2.5]
        let memory: JSONValue = ["usedPercent": 3.8, "available": 3_221_225_472]
        let stall: JSONValue = ["some": ["tenSeconds": 1.5]]
        let told = Self.rows(
            "get_system_load", ["cpus": 2, "load": load, "memory": memory, "pressure": ["cpu": stall, "io": [:]]])
        #expect(
            told.rows == [
                ["Load", "4.29, 3, 2.5 over 1, 5 and 15 minutes, on 2 processors"],
                ["Memory", "3.8 % used, 3.0 GiB available"], ["Pressure", "cpu 1.5 % of the last ten seconds"],
            ])
        let silent = Self.rows("get_system_load", ["cpus": 2, "load": load, "memory": memory, "pressure": [:]])
        #expect(silent.rows.last == ["Pressure", "not told by this kernel"])
        let disk: JSONValue = [
            "mount": "/", "type": "ext4", "bytes": 2048, "available": 1024, "usedPercent": 50, "inodesUsedPercent": nil,
        ]
        #expect(
            Self.rows("get_disk_usage", ["filesystems": [disk]]).rows == [
                ["/", "ext4", "2.0 KiB", "1.0 KiB", "50 %", "–"]
            ])
        let card: JSONValue = [
            "name": "eth0", "receivedPerSecond": 1e300, "sentPerSecond": 10, "errorsPerSecond": 0, "dropsPerSecond": 0,
        ]
        #expect(
            Self.rows("get_host_activity", ["seconds": 1, "processor": ["idle": 97.5], "interfaces": [card]]).rows == [
                ["eth0", "–", "10 B", "0", "0"]
            ])
    }
}
