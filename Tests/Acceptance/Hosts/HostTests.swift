#if HTTP
import Foundation
import TestSupport
import Testing

extension Acceptance {
    /// The official Python SDK and FastMCP as hosts; `make test` installs them into a virtual environment of its own.
    @Suite("Real hosts", .enabled(if: HostPython.isInstalled), .timeLimit(.minutes(5))) struct HostTests {
        enum Way: String, CaseIterable, Sendable { case stdio, http }

        /// Clients and the eras that they open in.
        static let clients = ["sdk", "fastmcp"].flatMap { client in
            ["auto", "legacy", "2026-07-28"].map { "\(client) \($0)" }
        }

        @Test(
            "list, call, follow, agree, cancel, read, subscribe and begin tasks, over either way",
            arguments: Self.clients, Way.allCases)
        func works(_ client: String, _ way: Way) async throws {
            let casebook = try Self.site()
            let configuration = casebook.home.path("casebook.yaml")
            let fixture = try ProcessHarness(built: "MCPFixture", environment: casebook.environment)
            let host = ProcessHarness(
                executable: HostPython.path, environment: casebook.environment, folder: casebook.home.path)
            let frames = casebook.home.path("frames")
            let words =
                ["-B", HostPython.folder + "/host_checks.py"] + client.split(separator: " ").map(String.init)
                + [way.rawValue, frames]
            switch way {
            case .stdio:
                let command = [casebook.executable, "serve", "--stdio", "--config", configuration]
                let result = try await host.run(
                    words + [command.joined(separator: "\t"), fixture.executable], timeout: .seconds(240))
                #expect(result.code == 0, "\(result.text) \(result.errorText)")
            case .http:
                let site = try await NetworkSite(casebook, "--config", configuration)
                let other = try fixture.start(["--http"])
                let told = try await other.waitForErrors(until: "/mcp\n")
                let token = try casebook.home.write("fixture\n", to: "fixture-token")
                let address = told.dropFirst("serving ".count).prefix { $0 != "\n" }
                let result = try await host.run(
                    words + ["http://127.0.0.1:\(site.port)/mcp\t\(site.tokenFile)", "\(address)\t\(token)"],
                    timeout: .seconds(240))
                #expect(result.code == 0, "\(result.text) \(result.errorText) \(site.process.errorText)")
                try await site.end()
            }
            let said = try RecordedFrames(at: frames)
            #expect(said.complaints == [])
            #expect(said.count > 20)
        }

        /// Two lines of a log, a workflow whose gate the client's word opens, one whose gate it does not, one that waits
        /// for a line of the log, and one that never ends.
        private static func site() throws -> Casebook {
            let casebook = try Casebook()
            try casebook.home.write(
                "2026-03-01T12:00:00Z INFO checkout one\n2026-03-01T12:00:01Z INFO checkout two\n", to: "logs/a.log")
            try casebook.home.write(
                "sources: {app: {kind: logs, paths: [logs/]}}\nworkflows: [flows/]\n", to: "casebook.yaml")
            try casebook.home.write(
                """
                schema: 1
                name: gated
                version: 1.0.0
                title: Look behind a gate
                steps:
                  - id: search
                    uses: search_logs@1
                    with: {literal: checkout}
                    approve: {message: 'Search the logs?', by: client}
                """, to: "flows/gated.yaml")
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
            try casebook.home.write(
                """
                schema: 1
                name: pausing
                version: 1.0.0
                title: Wait for a word
                inputs:
                  word: {type: string, description: What the log has to say}
                steps:
                  - id: wait
                    uses: search_logs@1
                    with: {literal: 'go on: ${{ inputs.word }}'}
                    until: {condition: steps.wait.output.total > 0, every: 100ms, max: 1000}
                """, to: "flows/pausing.yaml")
            try casebook.home.write(
                """
                schema: 1
                name: endless
                version: 1.0.0
                title: Wait for ever
                steps:
                  - id: wait
                    uses: get_system_load@1
                    until: {condition: 'false', every: 1h, max: 9}
                """, to: "flows/endless.yaml")
            return casebook
        }
    }
}
#endif
