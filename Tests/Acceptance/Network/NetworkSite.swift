#if HTTP
import Glibc
import JSON
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

    /// Runs a check of the script, which has to hold, as every frame has to be what its revision's schema says.
    func check(
        _ name: String, by tokenFile: String? = nil, _ further: String...
    ) async throws {
        let result = try await python.run(arguments(name, tokenFile) + further, timeout: .seconds(120))
        #expect(result.code == 0, "\(result.text) \(result.errorText) \(process.errorText)")
        #expect(try RecordedFrames(at: frames).complaints == [])
    }

    /// Asks what these say, and gives what came back for each: status, fields and content.
    func answers(to requests: [JSONValue]) async throws -> [String] {
        let lines = requests.map { $0.serialized() + "\n" }.joined()
        let file = try casebook.home.write(lines, to: "requests")
        let result = try await python.run(arguments("answers", nil) + [file], timeout: .seconds(120))
        #expect(result.code == 0, "\(result.errorText) \(process.errorText)")
        return result.text.split(separator: "\n").map(String.init)
    }

    /// Ends the server as a service manager would.
    func end() async throws {
        process.send(signal: SIGTERM)
        let ending = try await process.wait()
        #expect(ending.code == 0, "\(ending.errorText)")
    }

    /// Starts a check and lets it run.
    func start(_ name: String, by tokenFile: String) throws -> RunningProcess {
        try python.start(arguments(name, tokenFile))
    }

    /// Makes a token; gives the file that it stands in.
    func token(_ name: String, _ options: String...) async throws -> String {
        let token = try await casebook.run(["token", "add", name] + options).expect(0).text
        return try casebook.home.write(token, to: "tokens/\(name)")
    }

    private func arguments(_ name: String, _ tokenFile: String?) -> [String] {
        ["python3", "-I", "-B", Self.script, name, "127.0.0.1", port, tokenFile ?? self.tokenFile]
    }

    /// The file that the script writes down what is said in.
    private var frames: String { casebook.home.path("frames") }

    private var python: ProcessHarness {
        ProcessHarness(
            executable: "/usr/bin/env", environment: ["PATH": "/usr/local/bin:/usr/bin:/bin", "FRAMES": frames])
    }
}
#endif
