#if HTTP
import Glibc
import TestSupport
import Testing

/// `casebook serve --http` on a free port, and a client of it in Python.
struct NetworkSite {
    let casebook: Casebook
    let process: RunningProcess
    let port: String

    private static let script =
        #filePath.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + "/http_checks.py"

    /// The file of the token that the server made.
    var tokenFile: String { casebook.database + "-token" }

    init(_ casebook: Casebook, _ options: String..., host: String = "127.0.0.1") async throws {
        self.casebook = casebook
        process = try casebook.start(["serve", "--http", "\(host):0"] + options)
        let told = try await process.waitForErrors(until: "/mcp")
        port = try #require(told.firstMatch(of: /:(\d+)\/mcp/)).output.1.description
    }

    /// Runs a check of the script, which has to hold.
    func check(
        _ name: String, host: String = "127.0.0.1", tokenFile: String? = nil, _ authority: String...
    ) async throws {
        let result = try await Self.python(
            [Self.script, name, host, port, tokenFile ?? self.tokenFile] + authority)
        #expect(result.code == 0, "\(result.text) \(result.errorText) \(process.errorText)")
    }

    /// Ends the server as a service manager would.
    func end() async throws {
        process.send(signal: SIGTERM)
        let ending = try await process.wait()
        #expect(ending.code == 0, "\(ending.errorText)")
    }

    static func python(_ arguments: [String]) async throws -> ProcessResult {
        let python = ProcessHarness(executable: "/usr/bin/env", environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"])
        return try await python.run(["python3", "-I", "-B"] + arguments, timeout: .seconds(120))
    }
}
#endif
