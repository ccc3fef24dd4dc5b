import JSON
import TestSupport
import Testing

@testable import MCP
@testable import MCPFixture

@Suite("HTTP endpoint", .timeLimit(.minutes(5)))
struct HTTPEndpointTests {
    /// Holds every frame against the official schema of its revision.
    private let checker = FrameChecker()

    /// A whole answer: what a transport would send, with an open exchange read to its end.
    private struct Answer {
        var status: Int
        var fields: [String: String] = [:]
        var frames: [JSONValue] = []
    }

    private static let accept = [
        ("Accept", "application/json, text/event-stream"), ("Content-Type", "application/json"),
    ]

    private func answer(_ reply: HTTPReply) async throws -> Answer {
        switch reply {
        case .whole(let status, let fields, let body):
            let pairs = fields.map { ($0.name, $0.value) }
            let frames = body.isEmpty ? [] : [try checked(body)]
            return Answer(status: status, fields: Dictionary(pairs) { $1 }, frames: frames)
        case .exchange(let exchange), .events(let exchange):
            var answer = Answer(status: 0)
            while let frame = await exchange.next() {
                if answer.frames.isEmpty { answer.status = exchange.status(of: frame) }
                answer.frames.append(try checked(frame.bytes))
            }
            return answer
        }
    }

    private func checked(_ bytes: [UInt8]) throws -> JSONValue {
        let frame = try JSONValue(parsing: bytes)
        #expect(checker.complaints(frame) == [])
        return frame
    }

    /// The reply to a request, of which the checker takes note.
    private func respond(
        _ endpoint: HTTPEndpoint, _ fields: HTTPFields, _ body: [UInt8], method: String = "POST", caller: String = "ann"
    ) -> HTTPReply {
        if let message = try? JSONValue(parsing: body) { checker.sent(message) }
        return endpoint.respond(method: method, fields: fields, body: body, caller: Caller(caller))
    }

    private func modern(_ method: String, _ params: JSONObject = [:], name: String? = nil, meta: JSONObject = [:])
        -> (fields: HTTPFields, body: [UInt8])
    {
        var params = params
        params["_meta"] = .object(Dialogue.meta(Dialogue.fullCapabilities, meta))
        let fields =
            Self.accept + [("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", method)]
            + (name.map { [("Mcp-Name", $0)] } ?? [])
        return (HTTPFields(fields), Self.body(method, params))
    }

    private static func body(_ method: String, _ params: JSONObject, id: JSONValue = 1) -> [UInt8] {
        JSONValue.object(["jsonrpc": "2.0", "id": id, "method": .string(method), "params": .object(params)]).bytes()
    }

    private func post(_ endpoint: HTTPEndpoint, _ request: (fields: HTTPFields, body: [UInt8])) async throws -> Answer {
        try await answer(respond(endpoint, request.fields, request.body))
    }

    @Test("Modern requests stand alone, and errors have their status")
    func modernRequests() async throws {
        let endpoint = HTTPEndpoint(try Fixture.server())
        let rows: [((fields: HTTPFields, body: [UInt8]), Int, Int?)] = [
            (modern("tools/list"), 200, nil),
            (modern("tools/call", ["name": "test_simple_text"], name: "test_simple_text"), 200, nil),
            (modern("tools/call", ["name": "test_simple_text"], name: "other"), 400, -32020),
            (modern("tools/call", ["name": "nothing"], name: "nothing"), 400, -32602),
            (modern("initialize"), 404, -32601), (modern("ping"), 404, -32601),
            (modern("logging/setLevel", ["level": "info"]), 404, -32601), (modern("no/such"), 404, -32601),
            (modern("server/discover", meta: ["io.modelcontextprotocol/protocolVersion": "2099-01-01"]), 400, -32020),
            ((HTTPFields(Self.accept), Self.body("server/discover", [:])), 400, -32602),
            (
                (HTTPFields(Self.accept + [("MCP-Protocol-Version", "2026-07-28")]), Self.body("tools/list", [:])), 400,
                -32602
            ),
            ((HTTPFields(Self.accept), Self.body("tools/list", [:])), 400, -32600),
            ((HTTPFields(Self.accept), Array("{".utf8)), 400, -32700),
            ((HTTPFields(Self.accept), Array("[{}]".utf8)), 400, -32600),
            ((HTTPFields(Self.accept), Array(#"{"jsonrpc":"2.0","id":1,"result":{}}"#.utf8)), 400, -32600),
            ((HTTPFields([Self.accept[0]]), Array("{}".utf8)), 415, -32600),
            ((HTTPFields([Self.accept[1]]), Array("{}".utf8)), 406, -32600),
        ]
        for (index, (request, status, code)) in rows.enumerated() {
            let answer = try await post(endpoint, request)
            #expect(answer.status == status, "row \(index): \(answer.frames)")
            #expect(answer.frames.last?["error"]?["code"]?.intValue == code, "row \(index)")
        }
    }

    @Test("A version that nobody serves, told the same in header and body")
    func unknownVersion() async throws {
        let endpoint = HTTPEndpoint(try Fixture.server())
        let fields = HTTPFields(
            Self.accept + [("MCP-Protocol-Version", "2099-01-01"), ("Mcp-Method", "server/discover")])
        let meta = Dialogue.meta([:], ["io.modelcontextprotocol/protocolVersion": "2099-01-01"])
        let answer = try await post(endpoint, (fields, Self.body("server/discover", ["_meta": .object(meta)])))
        #expect(answer.status == 400)
        #expect(answer.frames[0]["error"]?["code"] == -32022)
        #expect(answer.frames[0]["id"] == 1)
    }

    @Test("A missing capability found by a handler still has its status")
    func lateError() async throws {
        let endpoint = HTTPEndpoint(try Fixture.server())
        var request = modern("tools/call", ["name": "test_missing_capability"], name: "test_missing_capability")
        request.body = Self.body(
            "tools/call", ["name": "test_missing_capability", "_meta": .object(Dialogue.meta())])
        #expect(try await post(endpoint, request).status == 400)
    }

    @Test(
        "Mirrored arguments are compared", arguments: [("acme", 200), ("other", 400), (nil, 400)] as [(String?, Int)])
    func headerParameter(_ header: String?, _ status: Int) async throws {
        let endpoint = HTTPEndpoint(try Fixture.server())
        let name = "test_header_parameter"
        let request = modern("tools/call", ["name": .string(name), "arguments": ["tenant": "acme"]], name: name)
        var fields =
            Self.accept + [("MCP-Protocol-Version", "2026-07-28"), ("Mcp-Method", "tools/call"), ("Mcp-Name", name)]
        if let header { fields.append(("Mcp-Param-Tenant", header)) }
        #expect(try await post(endpoint, (HTTPFields(fields), request.body)).status == status)
    }

    @Test("Notifications come before the answer on the request's own stream, and the same ID can be used at once")
    func streams() async throws {
        let endpoint = HTTPEndpoint(try Fixture.server())
        let name = "test_tool_with_progress"
        async let first = post(
            endpoint, modern("tools/call", ["name": .string(name)], name: name, meta: ["progressToken": "one"]))
        async let second = post(
            endpoint, modern("tools/call", ["name": .string(name)], name: name, meta: ["progressToken": "two"]))
        for (answer, token) in [(try await first, "one"), (try await second, "two")] {
            #expect(answer.status == 200)
            #expect(answer.frames.count == 4)
            #expect(answer.frames.dropLast().allSatisfy { $0["params"]?["progressToken"]?.stringValue == token })
            #expect(answer.frames.last?["result"] != nil)
        }
    }

    @Test("A client that goes away cancels its modern request")
    func disconnect() async throws {
        let gate = Gate()
        let hasEnded = Gate()
        let tool = ServerTool(name: "wait", about: "t") { _, _ in
            do { try await gate.pass() } catch {
                hasEnded.open()
                throw error
            }
            return .complete(.text("x"))
        }
        let endpoint = HTTPEndpoint(try oneTool(tool))
        let request = modern("tools/call", ["name": "wait"], name: "wait")
        let reply = respond(endpoint, request.fields, request.body)
        guard case .exchange(let exchange) = reply else {
            Issue.record("no exchange")
            return
        }
        await gate.arrival()
        exchange.drop()
        try await hasEnded.pass()
        #expect(await exchange.next() == nil)
    }

    @Test("An answer that comes at once is a document, a late one a stream, a cancelled one nothing")
    func opening() async throws {
        let gate = Gate()
        let tool = ServerTool(name: "wait", about: "t") { _, _ in
            try await gate.pass()
            return .complete(.text("x"))
        }
        let endpoint = HTTPEndpoint(try oneTool(tool))
        let now = MCPEnvironment(uptime: { 0 }, wallTime: { 0 }, randomID: { "id" }, sleep: { _ in })
        let never = Gate()
        let patient = MCPEnvironment(
            uptime: { 0 }, wallTime: { 0 }, randomID: { "id" }, sleep: { _ in try await never.pass() })
        func exchange(_ name: String) throws -> HTTPExchange {
            let request = modern("tools/call", ["name": .string(name)], name: name)
            let reply = respond(endpoint, request.fields, request.body)
            guard case .exchange(let exchange) = reply else { throw CancellationError() }
            return exchange
        }
        let refused = try await exchange("none").opening(within: .seconds(15), environment: patient)
        guard case .document(_, 400) = refused else {
            Issue.record("\(refused)")
            return
        }
        let late = try exchange("wait")
        guard case .events = await late.opening(within: .seconds(15), environment: now) else {
            Issue.record("no events")
            return
        }
        gate.open()
        #expect(await late.next() != nil)
        #expect(await late.next() == nil)
        let dropped = try exchange("wait")
        dropped.drop()
        guard case .nothing = await dropped.opening(within: .seconds(15), environment: patient) else {
            Issue.record("not nothing")
            return
        }
    }

    @Test("A subscription streams until it is dropped")
    func listen() async throws {
        let server = try Fixture.server()
        let endpoint = HTTPEndpoint(server)
        let request = modern("subscriptions/listen", ["notifications": ["toolsListChanged": true]])
        let reply = respond(endpoint, request.fields, request.body)
        guard case .exchange(let exchange) = reply else {
            Issue.record("no exchange")
            return
        }
        let first = try #require(await exchange.next())
        #expect(String(decoding: first.event, as: UTF8.self).hasPrefix("data: {\"jsonrpc\""))
        #expect(String(decoding: first.event, as: UTF8.self).hasSuffix("}\n\n"))
        server.publish(.toolsChanged)
        #expect(await exchange.next() != nil)
        #expect(server.listenerCount == 1)
        exchange.drop()
        #expect(server.listenerCount == 0)
    }

    private func open(_ endpoint: HTTPEndpoint, _ caller: String = "ann", version: String = "2025-06-18") async throws
        -> Answer
    {
        let params: JSONObject = [
            "protocolVersion": .string(version), "capabilities": ["elicitation": [:]],
            "clientInfo": ["name": "tester", "version": "1"],
        ]
        return try await answer(
            respond(endpoint, HTTPFields(Self.accept), Self.body("initialize", params), caller: caller))
    }

    private func fields(_ session: String, _ more: [(String, String)] = []) -> HTTPFields {
        HTTPFields(Self.accept + [("Mcp-Session-Id", session), ("MCP-Protocol-Version", "2025-06-18")] + more)
    }

    @Test("A legacy session from its opening to its end")
    func session() async throws {
        let endpoint = HTTPEndpoint(try Fixture.server())
        let opened = try await open(endpoint)
        #expect(opened.status == 200)
        let id = try #require(opened.fields["Mcp-Session-Id"])
        #expect(id.utf8.allSatisfy { (0x21...0x7E).contains($0) })
        let initialized = respond(
            endpoint, fields(id), Array(#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#.utf8))
        #expect(try await answer(initialized).status == 202)
        let list = try await post(endpoint, (fields(id), Self.body("tools/list", [:])))
        #expect(list.status == 200)
        #expect(list.frames[0]["result"]?["resultType"] == nil)
        let unknownMethod = try await post(endpoint, (fields(id), Self.body("no/such", [:])))
        #expect(unknownMethod.status == 200, "a 404 would end the session")
        let foreign = respond(endpoint, fields(id), Self.body("tools/list", [:]), caller: "bob")
        #expect(try await answer(foreign).status == 404)
        #expect(try await post(endpoint, (fields("none"), Self.body("tools/list", [:]))).status == 404)
        let end = respond(endpoint, fields(id), [], method: "DELETE")
        #expect(try await answer(end).status == 204)
        #expect(try await post(endpoint, (fields(id), Self.body("tools/list", [:]))).status == 404)
        #expect(endpoint.sessionCount == 0)
    }

    @Test("A session's own stream carries what belongs to no request; one at a time")
    func sessionStream() async throws {
        let server = try Fixture.server()
        let endpoint = HTTPEndpoint(server)
        let id = try #require(try await open(endpoint).fields["Mcp-Session-Id"])
        let reply = respond(endpoint, fields(id), [], method: "GET")
        guard case .events(let exchange) = reply else {
            Issue.record("no events")
            return
        }
        let second = respond(endpoint, fields(id), [], method: "GET")
        #expect(try await answer(second).status == 409)
        server.publish(.toolsChanged)
        #expect(await exchange.next() != nil)
        exchange.drop()
        guard case .events = respond(endpoint, fields(id), [], method: "GET") else {
            Issue.record("the stream cannot be opened again")
            return
        }
        await endpoint.close()
        #expect(server.listenerCount == 0)
    }

    @Test("An elicitation goes out on its request's stream, and its answer comes as a POST")
    func elicitation() async throws {
        let endpoint = HTTPEndpoint(try Fixture.server())
        let id = try #require(try await open(endpoint).fields["Mcp-Session-Id"])
        let params: JSONObject = ["name": "test_elicitation", "arguments": ["message": "?"]]
        let reply = respond(endpoint, fields(id), Self.body("tools/call", params))
        guard case .exchange(let exchange) = reply else {
            Issue.record("no exchange")
            return
        }
        let question = try checked(try #require(await exchange.next()).bytes)
        let response = JSONValue.object(["jsonrpc": "2.0", "id": question["id"] ?? 0, "result": ["action": "decline"]])
        let accepted = respond(endpoint, fields(id), response.bytes())
        #expect(try await answer(accepted).status == 202)
        let result = try checked(try #require(await exchange.next()).bytes)
        #expect(result["result"]?["content"]?[0]?["text"] == "User response: action=decline, content={}")
    }

    @Test("A legacy client that goes away does not cancel its request")
    func legacyDisconnect() async throws {
        let gate = Gate()
        let hasEnded = Gate()
        let tool = ServerTool(name: "wait", about: "t") { _, _ in
            try await gate.pass()
            hasEnded.open()
            return .complete(.text("x"))
        }
        let endpoint = HTTPEndpoint(try oneTool(tool))
        let id = try #require(try await open(endpoint).fields["Mcp-Session-Id"])
        let reply = respond(endpoint, fields(id), Self.body("tools/call", ["name": "wait"]))
        guard case .exchange(let exchange) = reply else {
            Issue.record("no exchange")
            return
        }
        await gate.arrival()
        exchange.drop()
        gate.open()
        try await hasEnded.pass()
    }

    @Test("Sessions are bounded, expire, and end with their caller's token")
    func bounds() async throws {
        var limits = HTTPEndpoint.Limits()
        limits.sessions = 2
        let endpoint = HTTPEndpoint(try Fixture.server(), limits: limits)
        #expect(try await open(endpoint).status == 200)
        #expect(try await open(endpoint, "bob").status == 200)
        #expect(try await open(endpoint).status == 503)
        await endpoint.close(Caller("bob"))
        #expect(endpoint.sessionCount == 1)
        #expect(try await open(endpoint).status == 200)
        limits.sessionIdle = 0
        limits.sessions = 1
        let idle = HTTPEndpoint(try Fixture.server(), limits: limits)
        #expect(try await open(idle).status == 200)
        #expect(try await open(idle).status == 200)
        // Who never says farewell makes room once it rests.
        limits.sessionIdle = 3600
        limits.sessionRest = 0
        let full = HTTPEndpoint(try Fixture.server(), limits: limits)
        let first = try #require(try await open(full).fields["Mcp-Session-Id"])
        #expect(try await open(full).status == 200)
        #expect(full.sessionCount == 1)
        #expect(try await post(full, (fields(first), Self.body("ping", [:]))).status == 404)
    }

    @Test("Batches are for sessions of 2025-03-26")
    func batches() async throws {
        let endpoint = HTTPEndpoint(try Fixture.server())
        let id = try #require(try await open(endpoint, version: "2025-03-26").fields["Mcp-Session-Id"])
        let fields = HTTPFields(Self.accept + [("Mcp-Session-Id", id)])
        let batch = #"[{"jsonrpc":"2.0","id":1,"method":"ping"},{"jsonrpc":"2.0","id":2,"method":"ping"}]"#
        let answer = try await post(endpoint, (fields, Array(batch.utf8)))
        #expect(answer.frames.first?.arrayValue?.count == 2)
        let newer = try #require(try await open(endpoint).fields["Mcp-Session-Id"])
        #expect(try await post(endpoint, (self.fields(newer), Array(batch.utf8))).status == 400)
    }

    @Test("Other methods are not allowed", arguments: ["GET", "DELETE", "PUT", "HEAD"])
    func methods(_ method: String) async throws {
        let endpoint = HTTPEndpoint(try Fixture.server())
        let reply = respond(endpoint, HTTPFields(Self.accept), [], method: method)
        let answer = try await answer(reply)
        #expect(answer.status == 405)
        #expect(answer.fields["Allow"] == "POST")
    }
}
