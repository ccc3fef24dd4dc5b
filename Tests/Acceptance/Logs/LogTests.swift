import Foundation
import JSON
import TestSupport
import Testing

extension Acceptance {
    /// Logs as somebody at the command line meets them.
    @Suite("Logs at the command line") struct LogTests {
        private let folder: TemporaryFolder
        private let casebook: Casebook

        init() throws {
            folder = try TemporaryFolder()
            casebook = try Casebook(in: folder.path)
            var text = ""
            for second in 0..<3000 {
                let clock = "18:\(Self.two(second / 60)):\(Self.two(second % 60))"
                text += "2026-11-01T\(clock)Z INFO served basket=\(second) ms=\(second % 40)\n"
                if second > 1800, second % 10 == 0 {
                    text += "2026-11-01T\(clock)Z ERROR store refused basket=\(second)\n"
                }
            }
            try folder.write(text, to: "logs/app.log")
            try folder.write("2026-11-01T17:59:00Z INFO served basket=0 ms=1\n", to: "logs/app.log.1")
        }

        private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

        private func call(_ tool: String, _ arguments: String...) async throws -> JSONValue {
            try await casebook.run(["tool", "call", tool, "--json", "--source", "app=logs:logs/"] + arguments).expect(0)
                .json()["output"] ?? .null
        }

        @Test("Lines are found, summarised, and what follows is told")
        func tellsWhatLogsSay() async throws {
            let found = try await call("search_logs", "literal=refused", "where=[\"basket>=2900\"]")
            #expect(found["total"] == 10)
            let summary = try await call("summarize_logs")
            #expect(summary["patterns"]?.arrayValue?.first?["template"] == "served basket=<*> ms=<*>")
            #expect(summary["files"]?.arrayValue?.first?["file"] == "app.log.1")
            let following = try await call("correlate_logs", "times=[\"2026-11-01T18:30:00Z\"]", "within=1500")
            #expect(following["patterns"]?.arrayValue?.first?["template"] == "store refused basket=<*>")
        }

        @Test("Lines with times of day alone are of the days that the file's own time gives them")
        func takesTheDayFromTheFile() async throws {
            let path = try folder.write(
                "23:59:58.100 [main] INFO starts\n23:59:59.200 [main] ERROR store is gone\n\tat a.b.C(D.java:1)\n"
                    + "00:00:01.300 [main] INFO store is back\n", to: "times/app.log")
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 1_793_577_602)], ofItemAtPath: path)
            let answer = try await casebook.run([
                "tool", "call", "search_logs", "--json", "--source", "app=logs:times/", "literal=store",
            ]).expect(0).json()
            #expect(
                answer["output"]?["hits"]?.arrayValue?.map { $0["time"] } == [
                    "2026-11-01T23:59:59.200Z", "2026-11-02T00:00:01.300Z",
                ])
            let coverage = answer["coverage"]?.arrayValue?.first
            #expect(coverage?["value"] == "complete")
            #expect(coverage?["searched"]?["dayByFileTime"] == 1)
        }

        @Test("A condition that is none is refused with what to write")
        func refusesWhatIsNoCondition() async throws {
            let answer = try await casebook.run(
                [
                    "tool", "call", "search_logs", "--json", "--source", "app=logs:logs/", "regex=.",
                    "where=[\"basket\"]",
                ])
            #expect(try answer.json()["error"]?["code"] == "validation")
        }
    }
}
