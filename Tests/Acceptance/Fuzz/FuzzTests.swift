#if HTTP
import Foundation
import JSON
import TestSupport
import Testing

extension Acceptance {
    /// mcp-fuzzer, which calls every tool with what it thinks of and sends mutilated messages of every kind.
    @Suite("Fuzzing", .enabled(if: HostPython.isInstalled), .timeLimit(.minutes(30))) struct FuzzTests {
        private static let folder = #filePath.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }

        /// Calls of each tool, and messages of each kind.
        private static let runs = Long.isWanted ? "60" : "1"

        private static func fuzz(_ casebook: Casebook, _ options: String...) async throws -> ProcessResult {
            var environment = casebook.environment
            environment["NO_COLOR"] = "1"
            let fuzzer = ProcessHarness(
                executable: HostPython.path, environment: environment, folder: casebook.home.path)
            let seed = Long.isWanted ? UInt16.random(in: 1 ... .max) : 1
            if Long.isWanted { print("mcp-fuzzer with the seed \(seed)") }
            return try await fuzzer.run(
                [
                    "-m", "mcp_fuzzer", "--runs", runs, "--runs-per-type", runs, "--seed", String(seed), "--timeout",
                    "20",
                    "--no-network", "--no-corpus", "--phase", "both", "--fs-root", casebook.home.path("fuzz"),
                    "--output-dir",
                    casebook.home.path("fuzz"),
                ] + options, timeout: .seconds(1500))
        }

        @Test("Over standard streams it crashes nothing, and every frame is what its revision says")
        func stdio() async throws {
            let casebook = try Self.casebook()
            let frames = casebook.home.path("frames")
            let command = [
                HostPython.path, HostPython.folder + "/tap.py", frames, casebook.executable, "serve", "--stdio",
                "--config",
                casebook.home.path("casebook.yaml"),
            ].joined(separator: " ")
            let result = try await Self.fuzz(casebook, "--protocol", "stdio", "--endpoint", command)
            let said = try RecordedFrames(at: frames)
            #expect(said.count > 20, "\(result.text.suffix(3000)) \(result.errorText.suffix(3000))")
            #expect(said.complaints.isEmpty, "\(said.complaints.prefix(5))")
            #expect(said.endings.allSatisfy { $0 == 0 }, "\(said.endings)")
            try await casebook.run("sessions", "list").expect(0)
        }

        @Test("Over HTTP it crashes nothing, and nothing is answered with a 5xx")
        func http() async throws {
            let casebook = try Self.casebook()
            let site = try await NetworkSite(casebook, "--config", casebook.home.path("casebook.yaml"))
            let counter = try ProcessHarness(executable: "/usr/bin/python3").start([
                Self.folder + "/statuses.py", site.port,
            ])
            let port = try #require(try await counter.line())
            let token = String(decoding: try casebook.home.read("state/casebook.db-token").dropLast(), as: UTF8.self)
            let access = try casebook.home.write(
                #"{"providers":{"bearer":{"type":"oauth","token":"\#(token)"}},"default_provider":"bearer"}"#,
                to: "access.json")
            let result = try await Self.fuzz(
                casebook, "--protocol", "streamablehttp", "--endpoint", "http://127.0.0.1:\(port)/mcp", "--auth-config",
                access)
            counter.closeInput()
            let counted = try JSONValue(parsing: try #require(try await counter.line()))
            let statuses = try #require(counted.objectValue)
            #expect((statuses["200"]?.intValue ?? 0) > 20, "\(counted) \(result.text.suffix(3000)) \(result.errorText)")
            #expect(!statuses.keys.contains { $0.hasPrefix("5") || $0 == "refused" }, "\(counted)")
            try await site.check("reaches")
            try await site.end()
        }

        private static func casebook() throws -> Casebook {
            let casebook = try Casebook()
            try casebook.home.write("2026-03-01T12:00:00Z INFO checkout one\n", to: "logs/a.log")
            try casebook.home.write("sources: {app: {kind: logs, paths: [logs/]}}\n", to: "casebook.yaml")
            return casebook
        }
    }
}
#endif
