#if HTTP
import Foundation
import JSON
import TestSupport
import Testing

extension Acceptance {
    /// Many clients at one database: over HTTP to one server, and over standard streams to servers of their own.
    ///
    /// `make soak` has 24 of them at it for a minute. `CASEBOOK_SEED` repeats the course of one that failed.
    @Suite("A crowd of clients", .timeLimit(.minutes(10))) struct CrowdTests {
        private static let folder = #filePath.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }

        private static var seed: UInt32 {
            let given = ProcessInfo.processInfo.environment["CASEBOOK_SEED"].flatMap { UInt32($0) }
            return given ?? (Long.isWanted ? UInt32.random(in: 0 ... .max) : 1)
        }

        @Test("No answer is lost, no stream mixed up, nothing left over")
        func crowd() async throws {
            let casebook = try Self.casebook()
            let configuration = casebook.home.path("casebook.yaml")
            let site = try await NetworkSite(casebook, "--config", configuration)
            let (seconds, clients) = Long.isWanted ? ("60", "24") : ("3", "8")
            let frames = casebook.home.path("frames")
            let python = ProcessHarness(
                executable: "/usr/bin/python3", environment: casebook.environment, folder: casebook.home.path)
            let result = try await python.run(
                [
                    "-B", Self.folder + "/crowd.py", seconds, String(Self.seed), clients,
                    String(site.process.identifier), site.port, site.tokenFile, frames, casebook.executable, "serve",
                    "--stdio", "--config", configuration,
                ], timeout: .seconds(400))
            #expect(result.code == 0, "\(result.text) \(result.errorText) \(site.process.errorText)")
            if Long.isWanted { print(result.text) }
            #expect(try RecordedFrames(at: frames).complaints == [])
            try await site.end()
            let lines = result.text.split(separator: "\n").filter { $0.hasPrefix("session ") }
            #expect(lines.count == (Int(clients) ?? 0) + 1)
            for line in lines { try await Self.verify(line.split(separator: " ").map(String.init), in: casebook) }
        }

        /// Looks up by the command line what a client says that its session holds.
        private static func verify(_ words: [String], in casebook: Casebook) async throws {
            try await casebook.run("verify", words[1]).expect(0)
            let shown = try await casebook.json("sessions", "show", words[1])
            #expect(shown["notes"]?.arrayValue?.count == Int(words[2]), "\(words)")
            #expect(shown["runs"]?.arrayValue?.count == Int(words[3]), "\(words)")
            #expect(shown["evidence"]?.arrayValue?.count == Int(words[4]), "\(words)")
        }

        private static func casebook() throws -> Casebook {
            let casebook = try Casebook()
            try casebook.home.write("2026-03-01T12:00:00Z INFO checkout one\n", to: "logs/a.log")
            try casebook.home.write(
                "sources: {app: {kind: logs, paths: [logs/]}}\nworkflows: [flows/]\n", to: "casebook.yaml")
            try casebook.home.write(
                """
                schema: 1
                name: pair
                version: 1.0.0
                title: Two steps
                steps:
                  - {id: load, uses: get_system_load@1}
                  - {id: again, needs: [load], uses: get_system_load@1}
                """, to: "flows/pair.yaml")
            try casebook.home.write(
                """
                schema: 1
                name: asking
                version: 1.0.0
                title: Ask
                steps:
                  - id: gate
                    approve: {message: 'Go on?'}
                  - id: load
                    needs: [gate]
                    uses: get_system_load@1
                """, to: "flows/asking.yaml")
            return casebook
        }
    }
}
#endif
