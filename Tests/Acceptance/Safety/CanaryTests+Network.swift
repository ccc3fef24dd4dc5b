#if HTTP
import JSON
import TestSupport
import Testing

extension Trouble.CanaryTests {
    /// Requests that are none, or ask for what is not there, each with a canary in it.
    private static let badRequests: [JSONValue] = [
        ["method": "tools/call", "params": ["name": "password=canary-hunter-9Xq2", "arguments": [:]]],
        ["method": "tools/call", "params": ["name": "search_logs", "arguments": ["token": "canaryEnvPass77"]]],
        [
            "method": "tools/call",
            "params": [
                "name": "search_logs",
                "arguments": ["password=canary-hunter-9Xq2": "x", "limit": "token=canaryEnvPass77"],
            ],
        ],
        ["method": "password=canary-hunter-9Xq2", "params": [:]],
        ["method": "resources/read", "params": ["uri": "casebook://sessions/password=canary-hunter-9Xq2"]],
        ["method": "resources/read", "params": ["uri": "file:///etc/password=canary-hunter-9Xq2"]],
        ["method": "prompts/get", "params": ["name": "password=canary-hunter-9Xq2"]],
        ["raw": "{\"password\": \"canary-hunter-9Xq2\"", "path": "/mcp"], ["raw": "password=canary-hunter-9Xq2"],
        ["raw": "{}", "path": "/password=canary-hunter-9Xq2"],
    ]

    /// The same over HTTP: tools, resources, errors, and what the server says to its operator.
    func serveOverHTTP(_ seen: inout [String: String], session: String, evidence: String) async throws {
        let server = try await NetworkSite(casebook, "--config", site.configuration)
        let frames = Self.frames(of: session, evidence) + Self.frames(of: Self.mistakes, in: session)
        let requests = frames.map { frame -> JSONValue in ["method": .string(frame.0), "params": .object(frame.1)] }
        let answers = try await server.answers(to: requests + Self.badRequests)
        #expect(answers.count == requests.count + Self.badRequests.count)
        for (number, answer) in answers.enumerated() { seen["over HTTP, \(number)"] = answer }
        #expect(answers.count { $0.contains("«secret:") } > 10)
        try await server.end()
        seen["the log of the server over HTTP"] = server.process.errorText
    }
}
#endif
