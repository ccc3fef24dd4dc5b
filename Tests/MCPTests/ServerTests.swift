import JSON
import Synchronization
import TestSupport
import Testing

@testable import MCP

/// A server with one tool.
func oneTool(
    _ tool: ServerTool, options: ServerOptions = ServerOptions(), _ change: (inout ServerFeatures) -> Void = { _ in }
) throws -> MCPServer {
    var features = ServerFeatures(info: Implementation(name: "one", version: "1"))
    features.tools = [tool]
    change(&features)
    return try MCPServer(features, options: options)
}

@Suite("Server", .timeLimit(.minutes(5)))
struct ServerTests {
    @Test(
        "Setup refuses what cannot be served",
        arguments: [
            (["a", "a"], [:], SetupError.Code.duplicateName), ([""], [:], .badName), (["a b"], [:], .badName),
            ([String(repeating: "a", count: 129)], [:], .badName), (["a"], ["type": "string"], .badSchema),
            (["a"], ["type": "object", "properties": ["x": ["type": "nothing"]]], .badSchema),
            (["a"], ["type": "object", "properties": ["x": ["$ref": "https://example.com/s"]]], .badSchema),
            (["a"], ["type": "object", "properties": ["x": ["type": "number", "x-mcp-header": "X"]]], .badSchema),
            (["a"], ["type": "object", "properties": ["x": ["type": "string", "x-mcp-header": "a b"]]], .badSchema),
        ] as [([String], JSONObject, SetupError.Code)])
    func setup(_ names: [String], _ schema: JSONObject, _ code: SetupError.Code) {
        var features = ServerFeatures(info: Implementation(name: "x", version: "1"))
        features.tools = names.map { name in
            ServerTool(name: name, about: "x", inputSchema: schema.isEmpty ? ServerTool.noArguments : schema) { _, _ in
                .complete(.text("x"))
            }
        }
        let error = #expect(throws: SetupError.self) { try MCPServer(features) }
        #expect(error?.code == code)
    }

    @Test("A server of nothing advertises nothing and has none of its methods")
    func empty() async throws {
        let dialogue = Dialogue(try MCPServer(ServerFeatures(info: Implementation(name: "x", version: "1"))))
        dialogue.modern(.integer(0), "server/discover")
        #expect(await dialogue.next()["result"]?["capabilities"] == ["logging": [:]])
        for (index, method) in ["tools/list", "prompts/list", "resources/list", "tasks/get", "completion/complete"]
            .enumerated()
        {
            dialogue.modern(.integer(Int64(index + 1)), method)
            #expect(await dialogue.next()["error"]?["code"] == -32601)
        }
    }

    @Test("An answer that breaks its output schema is a fault of the server")
    func outputSchema() async throws {
        let faults = Mutex<[String]>([])
        let answers: [CallResult] = [.structured(["n": "text"]), .text("none"), .structured(["n": 1]), .failure("bad")]
        let tool = ServerTool(
            name: "t", about: "t",
            inputSchema: ["type": "object", "properties": ["i": ["type": "integer"]]],
            outputSchema: ["type": "object", "required": ["n"], "properties": ["n": ["type": "integer"]]]
        ) { arguments, _ in .complete(answers[arguments["i"]?.intValue ?? 0]) }
        let dialogue = Dialogue(
            try oneTool(tool) { features in
                features.onFault = { method, fault in faults.withLock { $0.append("\(method): \(fault)") } }
            })
        var codes: [JSONValue?] = []
        for index in 0..<answers.count {
            dialogue.call(.integer(Int64(index)), "t", ["i": JSONValue(index)])
            codes.append(await dialogue.next()["error"]?["code"])
        }
        #expect(codes == [-32603, -32603, nil, nil])
        #expect(faults.withLock { $0.count } == 2)
    }

    @Test("What a handler throws tells the client nothing of the inside")
    func internalFault() async throws {
        struct Secret: Error { let password = "hunter2" }
        let dialogue = Dialogue(try oneTool(ServerTool(name: "t", about: "t") { _, _ in throw Secret() }))
        dialogue.call(.integer(1), "t")
        let answer = await dialogue.next()
        #expect(answer["error"] == ["code": -32603, "message": "The server failed to handle the request"])
    }

    @Test("Cancelling stops the handler, and nothing is answered")
    func cancellation() async throws {
        let gate = Gate()
        let wasCancelled = Gate()
        let tool = ServerTool(name: "wait", about: "t") { _, context in
            do { try await gate.pass() } catch {
                #expect(context.isCancelled)
                context.report(progress: 1)
                context.log(.emergency, "late")
                wasCancelled.open()
                throw error
            }
            return .complete(.text("done"))
        }
        let dialogue = Dialogue(try oneTool(tool))
        dialogue.call(.integer(1), "wait", meta: ["progressToken": 1, "io.modelcontextprotocol/logLevel": "debug"])
        await gate.arrival()
        dialogue.notify("notifications/cancelled", ["requestId": "1"])
        #expect(dialogue.connection.unanswered == 1)
        dialogue.notify("notifications/cancelled", ["requestId": 1])
        try await wasCancelled.pass()
        await dialogue.connection.close()
        dialogue.expectSilence()
        #expect(dialogue.connection.unanswered == 0)
    }

    @Test("An ID that is still in use is refused, and free again afterwards")
    func duplicateID() async throws {
        let gate = Gate()
        let tool = ServerTool(name: "wait", about: "t") { _, _ in
            try await gate.pass()
            return .complete(.text("done"))
        }
        let dialogue = Dialogue(try oneTool(tool))
        dialogue.call(.integer(1), "wait")
        await gate.arrival()
        dialogue.call(.integer(1), "wait")
        #expect(await dialogue.next()["error"]?["code"] == -32600)
        dialogue.call(.string("1"), "wait")
        gate.open()
        _ = await dialogue.next()
        _ = await dialogue.next()
        dialogue.call(.integer(1), "wait")
        #expect(await dialogue.next()["result"] != nil)
    }

    @Test("More requests at once than allowed are refused")
    func tooMany() async throws {
        let gate = Gate()
        var options = ServerOptions()
        options.concurrentRequests = 2
        let tool = ServerTool(name: "wait", about: "t") { _, _ in
            try await gate.pass()
            return .complete(.text("done"))
        }
        let dialogue = Dialogue(try oneTool(tool, options: options))
        for id in 1...3 { dialogue.call(.integer(Int64(id)), "wait") }
        let refused = await dialogue.next()
        #expect(refused["id"] == 3)
        #expect(refused["error"]?["code"] == -32603)
        gate.open()
        _ = await dialogue.next()
        _ = await dialogue.next()
    }

    @Test("Progress rises, is paced, and the last one always goes out")
    func progress() async throws {
        var options = ServerOptions()
        options.progressRate = 2
        options.environment = MCPEnvironment(uptime: { 0 }, wallTime: { 0 }, randomID: { "id" })
        let tool = ServerTool(name: "t", about: "t") { _, context in
            for step in [1, 1, 0.5, 2, 3, 4, Double.nan, 5.5] { context.report(progress: step, message: "m") }
            return .complete(.text("done"))
        }
        let dialogue = Dialogue(try oneTool(tool, options: options))
        dialogue.call(.integer(1), "t", meta: ["progressToken": "tok"])
        var seen: [JSONValue?] = []
        for _ in 0..<3 { seen.append(await dialogue.next()["params"]?["progress"]) }
        #expect(seen == [1, 2, 5.5])
        #expect(await dialogue.next()["result"] != nil)
    }

    @Test("Lists come in parts, filtered by caller, and then stay private")
    func lists() async throws {
        var options = ServerOptions()
        options.pageSize = 2
        var features = ServerFeatures(info: Implementation(name: "x", version: "1"))
        features.tools = ["d", "b", "a", "c"].map { ServerTool(name: $0, about: $0) { _, _ in .complete(.text("x")) } }
        features.toolFilter = { name, caller in caller.subject == "admin" || name != "b" }
        let server = try MCPServer(features, options: options)
        let dialogue = Dialogue(server, caller: "guest")
        dialogue.modern(.integer(1), "tools/list")
        let first = try #require(await dialogue.next()["result"])
        #expect(first["tools"]?.arrayValue?.map { $0["name"] } == ["a", "c"])
        #expect(first["cacheScope"] == "private")
        let cursor = try #require(first["nextCursor"])
        dialogue.modern(.integer(2), "tools/list", ["cursor": cursor])
        let second = try #require(await dialogue.next()["result"])
        #expect(second["tools"]?.arrayValue?.map { $0["name"] } == ["d"])
        #expect(second["nextCursor"] == nil)
        dialogue.call(.integer(3), "b")
        #expect(await dialogue.next()["error"]?["message"] == "Unknown tool: b")
        let admin = Dialogue(server, caller: "admin")
        admin.call(.integer(1), "b")
        #expect(await admin.next()["result"] != nil)
    }

    /// An environment whose clock runs when a test says so.
    private func environment(_ alarm: Gate) -> MCPEnvironment {
        MCPEnvironment(uptime: { 0 }, wallTime: { 0 }, randomID: { "id" }, sleep: { _ in try await alarm.pass() })
    }

    @Test("A request that takes too long is answered with an error and stopped")
    func requestTimeout() async throws {
        let (alarm, gate, hasEnded) = (Gate(), Gate(), Gate())
        var options = ServerOptions()
        options.requestTimeout = .seconds(30)
        options.environment = environment(alarm)
        let tool = ServerTool(name: "t", about: "t") { _, _ in
            defer { hasEnded.open() }
            try await gate.pass()
            return .complete(.text("late"))
        }
        let dialogue = Dialogue(try oneTool(tool, options: options))
        dialogue.call(.integer(1), "t")
        await gate.arrival()
        alarm.open()
        #expect(await dialogue.next()["error"]?["code"] == -32603)
        try await hasEnded.pass()
        dialogue.expectSilence()
    }

    @Test("A legacy client that does not answer is told that its question is off, and the model why")
    func inputTimeout() async throws {
        let alarm = Gate()
        var options = ServerOptions()
        options.environment = environment(alarm)
        let tool = ServerTool(name: "t", about: "t") { _, context in
            _ = try context.elicit("a", .form("?", properties: ["x": ["type": "string"]]))
            return .complete(.text("answered"))
        }
        let dialogue = Dialogue(try oneTool(tool, options: options))
        _ = await dialogue.initialize("2025-11-25", capabilities: ["elicitation": [:]])
        dialogue.request(.integer(1), "tools/call", ["name": "t"])
        let question = await dialogue.next()
        #expect(question["method"] == "elicitation/create")
        alarm.open()
        #expect(await dialogue.next()["params"]?["requestId"] == question["id"])
        #expect(await dialogue.next()["result"]?["isError"] == true)
    }

    @Test("A modern-only server refuses the handshake with the revisions that it serves")
    func modernOnly() async throws {
        var options = ServerOptions()
        options.revisions = [.v2026July]
        let tool = ServerTool(name: "t", about: "t") { _, _ in .complete(.text("x")) }
        let dialogue = Dialogue(try oneTool(tool, options: options))
        let answer = await dialogue.initialize("2025-06-18")
        #expect(answer["error"]?["data"]?["supported"] == ["2026-07-28"])
    }
}
