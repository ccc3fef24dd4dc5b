import JSON
import TestSupport
import Testing

/// A client of the built program over its standard streams, which sends one request after the other.
final class StdioClient {
    let process: RunningProcess
    private let revision: String
    private let checker = FrameChecker()
    private var number: Int64 = 0
    private var lengths: [Int] = []
    private var frames: [Int] = []

    init(_ home: TemporaryFolder, _ configuration: String?, revision: String = "2026-07-28") throws {
        let environment = [
            "HOME": home.path, "USER": "tester", "PATH": "/usr/bin:/bin",
            "CASEBOOK_DATABASE": home.path("state/casebook.db"),
        ]
        let program = try ProcessHarness(built: "casebook", environment: environment, folder: home.path)
        process = try program.start(["serve", "--stdio"] + (configuration.map { ["--config", $0] } ?? []))
        self.revision = revision
    }

    /// The result of a request; notifications that come before it are passed over.
    func request(_ method: String, _ params: JSONObject) async throws -> JSONValue {
        number += 1
        var params = params
        if revision == "2026-07-28" {
            params["_meta"] = [
                "io.modelcontextprotocol/protocolVersion": .string(revision),
                "io.modelcontextprotocol/clientCapabilities": [:],
            ]
        }
        try await send(["id": JSONValue(number), "method": .string(method), "params": .object(params)])
        while let line = try await process.line() {
            let frame = try JSONValue(parsing: line)
            #expect(checker.complaints(frame) == [])
            guard frame["id"] == JSONValue(number) else { continue }
            guard let result = frame["result"] else { throw TestFailure("\(method): \(frame)") }
            if let answer = result["structuredContent"] {
                // A host gives its model one of the two.
                let text = result["content"]?[0]?["text"]?.stringValue ?? ""
                lengths.append(max(answer.bytes().count, text.utf8.count))
                frames.append(result.bytes().count)
            }
            return result
        }
        throw TestFailure("the server ended: \(process.errorText)")
    }

    func notify(_ method: String) async throws { try await send(["method": .string(method)]) }

    /// The structured answer of a call that has to succeed.
    func answer(_ tool: String, _ arguments: JSONObject) async throws -> JSONValue {
        let result = try await request(
            "tools/call", ["name": .string(tool), "arguments": .object(arguments)])
        guard result["isError"] == nil, let answer = result["structuredContent"] else {
            throw TestFailure("\(tool): \(result)")
        }
        return answer
    }

    /// What a run came to.
    func ended(_ run: JSONValue) async throws -> JSONValue {
        while true {
            let answer = try await answer(
                "get_run", ["session": run["session"] ?? .null, "run": run["run"] ?? .null, "wait": 20])
            if answer["status"] != "running" { return answer }
        }
    }

    /// What the session has of a step, once there is something.
    func evidence(of step: String, in session: JSONValue) async throws -> [JSONValue] {
        while true {
            let list = try await answer("get_session", ["session": session])["evidence"]?.arrayValue ?? []
            let own = list.filter { $0["step"]?.stringValue == step }.compactMap { $0["evidence"] }
            if !own.isEmpty { return own }
        }
    }

    /// The sizes of the answers in a usual investigation, ascending: of what a model reads, which is either the data or the
    /// text that says the same, and of the whole results.
    func sizes(in session: JSONValue) async throws -> (read: [Int], whole: [Int]) {
        (lengths, frames) = ([], [])
        let calls: [(String, JSONObject)] = [
            ("get_session", [:]), ("get_run", [:]), ("find_change_points", [:]), ("compare_log_patterns", [:]),
            ("search_logs", ["literal": "FATAL", "limit": 10]), ("summarize_terraform_plan", [:]),
            ("list_changes", [:]), ("match_changes_to_incident", [:]),
            ("query_metrics", ["query": "rate(http_requests_total[1m])"]), ("add_note", ["text": "not DNS"]),
            ("export_report", [:]),
        ]
        for (tool, arguments) in calls {
            var arguments = arguments
            arguments["session"] = session
            _ = try await answer(tool, arguments)
        }
        for tool in ["get_system_load", "get_disk_usage", "list_sessions"] { _ = try await answer(tool, [:]) }
        return (lengths.sorted(), frames.sorted())
    }

    /// Ends the input; the server has to end well.
    func end() async throws {
        process.closeInput()
        let ending = try await process.wait()
        #expect(ending.code == 0, "\(ending.errorText)")
    }

    private func send(_ message: JSONObject) async throws {
        var message = message
        message["jsonrpc"] = "2.0"
        checker.sent(.object(message))
        try await process.write(JSONValue.object(message).serialized() + "\n")
    }
}
