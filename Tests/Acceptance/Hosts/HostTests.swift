#if HTTP
import Foundation
import TestSupport
import Testing

extension Acceptance {
    /// The official Python SDK and FastMCP as hosts; `make test` installs them into a virtual environment of its own.
    @Suite("Real hosts", .enabled(if: HostPython.isInstalled), .timeLimit(.minutes(5))) struct HostTests {
        enum Way: String, CaseIterable, Sendable { case stdio, http }

        /// Clients and the eras that they open in.
        static let clients = ["sdk auto", "sdk legacy", "sdk 2026-07-28", "fastmcp auto"]

        @Test(
            "list, call, follow, agree, cancel, read and subscribe, over either way",
            arguments: Self.clients, Way.allCases)
        func works(_ client: String, _ way: Way) async throws {
            let casebook = try Self.site()
            let configuration = casebook.home.path("casebook.yaml")
            let words = client.split(separator: " ").map(String.init)
            let script = [HostPython.folder + "/host_checks.py"] + words
            let host = ProcessHarness(
                executable: HostPython.path, environment: casebook.environment, folder: casebook.home.path)
            switch way {
            case .stdio:
                let result = try await host.run(
                    script + ["stdio", casebook.executable, "serve", "--stdio", "--config", configuration],
                    timeout: .seconds(240))
                #expect(result.code == 0, "\(result.text) \(result.errorText)")
            case .http:
                let site = try await NetworkSite(casebook, "--config", configuration)
                let result = try await host.run(
                    script + ["http", "http://127.0.0.1:\(site.port)/mcp", site.tokenFile], timeout: .seconds(240))
                #expect(result.code == 0, "\(result.text) \(result.errorText) \(site.process.errorText)")
                try await site.end()
            }
        }

        /// Two lines of a log, a workflow whose gate the client's word opens, and one whose gate it does not.
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
            return casebook
        }
    }
}
#endif
