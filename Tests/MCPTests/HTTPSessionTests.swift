import JSON
import Synchronization
import TestSupport
import Testing

@testable import MCP
@testable import MCPFixture

/// Legacy sessions over HTTP: how long they live, and what their messages are answered with.
@Suite("HTTP sessions", .timeLimit(.minutes(5)))
struct HTTPSessionTests {
    private let checker = FrameChecker()

    /// A clock that stands still until it is told to go.
    private final class Clock: Sendable {
        private let now = Mutex<UInt64>(1)
        func advance(seconds: UInt64) { now.withLock { $0 += seconds * 1_000_000_000 } }
        var environment: MCPEnvironment {
            MCPEnvironment(
                uptime: { self.now.withLock { $0 } }, wallTime: MCPEnvironment.system.wallTime,
                randomID: MCPEnvironment.system.randomID)
        }
    }

    private static let accept = [
        ("Accept", "application/json, text/event-stream"), ("Content-Type", "application/json"),
    ]

    private func post(_ endpoint: HTTPEndpoint, _ body: String, session: String? = nil) -> HTTPReply {
        if let message = try? JSONValue(parsing: body) { checker.sent(message) }
        let fields = Self.accept + (session.map { [("Mcp-Session-Id", $0)] } ?? [])
        return endpoint.respond(
            method: "POST", fields: HTTPFields(fields), body: Array(body.utf8), caller: Caller("ann"))
    }

    /// The status, and the frames of an exchange read to its end.
    private func answer(_ reply: HTTPReply) async throws -> (status: Int, frames: [JSONValue]) {
        switch reply {
        case .whole(let status, _, let body): return (status, body.isEmpty ? [] : [try checked(body)])
        case .exchange(let exchange), .events(let exchange):
            var frames: [JSONValue] = []
            while let frame = await exchange.next() { frames.append(try checked(frame.bytes)) }
            return (200, frames)
        }
    }

    private func checked(_ bytes: [UInt8]) throws -> JSONValue {
        let frame = try JSONValue(parsing: bytes)
        #expect(checker.complaints(frame) == [])
        return frame
    }

    /// The name of a new session; nil where there is no room.
    private func open(_ endpoint: HTTPEndpoint, _ version: String = "2025-03-26") throws -> String? {
        let message: JSONObject = [
            "jsonrpc": "2.0", "id": 1, "method": "initialize",
            "params": [
                "protocolVersion": .string(version), "capabilities": ["elicitation": [:]],
                "clientInfo": ["name": "tester", "version": "1"],
            ],
        ]
        guard case .whole(let status, let fields, let body) = post(endpoint, JSONValue.object(message).serialized())
        else { return nil }
        _ = try checked(body)
        return status == 200 ? fields.first { $0.name == "Mcp-Session-Id" }?.value : nil
    }

    @Test("A session makes no room while a request of it is being answered, and rests from its answer on")
    func answering() async throws {
        let gate = Gate()
        let clock = Clock()
        var options = ServerOptions()
        options.environment = clock.environment
        let tool = ServerTool(name: "wait", about: "t") { _, _ in
            try await gate.pass()
            return .complete(.text("x"))
        }
        var limits = HTTPEndpoint.Limits()
        limits.sessions = 1
        let endpoint = HTTPEndpoint(try oneTool(tool, options: options), limits: limits)
        let session = try #require(try open(endpoint))
        let call = #"{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"wait"}}"#
        let reply = post(endpoint, call, session: session)
        await gate.arrival()
        clock.advance(seconds: 7200)
        #expect(try open(endpoint) == nil)
        gate.open()
        #expect(try await answer(reply).frames.last?["result"]?["content"]?[0]?["text"] == "x")
        #expect(try open(endpoint) == nil)
        clock.advance(seconds: 61)
        #expect(try open(endpoint) != nil)
        #expect(try await answer(post(endpoint, call, session: session)).status == 404)
    }

    @Test(
        "What is no message within a batch is answered",
        arguments: [
            ("[5]", [nil]), (#"[{"jsonrpc":"2.0","id":4},{"jsonrpc":"2.0","method":"notifications/x"}]"#, [4]),
            (#"[5,{"jsonrpc":"2.0","id":1,"method":"ping"}]"#, [nil, 1]), ("[[]]", [nil]),
            (#"[{"jsonrpc":"2.0","method":"notifications/x"}]"#, []),
            (#"[{"jsonrpc":"2.0","id":9,"result":{}}]"#, []), (#"[{"jsonrpc":"2.0","id":9,"result":5}]"#, [nil]),
        ] as [(String, [Int?])])
    func batches(_ batch: String, _ ids: [Int?]) async throws {
        let endpoint = HTTPEndpoint(try Fixture.server())
        let session = try open(endpoint)
        let answer = try await answer(post(endpoint, batch, session: session))
        #expect(answer.status == (ids.isEmpty ? 202 : 200))
        #expect(answer.frames.count == (ids.isEmpty ? 0 : 1))
        #expect((answer.frames.first?.arrayValue ?? []).map { $0["id"]?.intValue } == ids)
    }

    @Test("An answer that has not the form of one is refused, and whoever waits for it waits no longer")
    func malformedAnswer() async throws {
        let endpoint = HTTPEndpoint(try Fixture.server())
        let session = try open(endpoint, "2025-06-18")
        let call =
            #"{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"test_elicitation","arguments":{"message":"?"}}}"#
        guard case .exchange(let exchange) = post(endpoint, call, session: session) else {
            Issue.record("no exchange")
            return
        }
        let question = try checked(try #require(await exchange.next()).bytes)
        let id = question["id"]?.intValue ?? 0
        let told = try await answer(post(endpoint, #"{"jsonrpc":"2.0","id":\#(id),"result":5}"#, session: session))
        #expect(told.status == 400)
        let result = try checked(try #require(await exchange.next()).bytes)
        #expect(result["result"]?["isError"] == true)
    }
}
