import JSON
import MCP
import TestSupport
import Testing

/// A client over an in-memory connection, which checks every frame against the schema of its revision.
final class Dialogue: Sendable {
    let server: MCPServer
    let connection: Connection
    let inbox = Inbox()
    private let checker = FrameChecker()

    init(_ server: MCPServer, caller: String = "tester") {
        self.server = server
        connection = server.connect(.stream, caller: Caller(caller), sink: inbox)
    }

    static let fullCapabilities: JSONObject = [
        "elicitation": ["form": [:], "url": [:]], "sampling": [:], "roots": [:],
        "extensions": ["io.modelcontextprotocol/tasks": [:]],
    ]

    static func meta(_ capabilities: JSONObject = [:], _ more: JSONObject = [:]) -> JSONObject {
        var meta: JSONObject = [
            "io.modelcontextprotocol/protocolVersion": "2026-07-28",
            "io.modelcontextprotocol/clientCapabilities": .object(capabilities),
        ]
        for (key, value) in more { meta[key] = value }
        return meta
    }

    func send(_ text: String) {
        checker.sent((try? JSONValue(parsing: text)) ?? .null)
        connection.receive(Array(text.utf8).span)
    }

    func send(bytes: [UInt8]) { connection.receive(bytes.span) }

    func request(_ id: RequestID, _ method: String, _ params: JSONObject) {
        send(
            JSONValue.object(["jsonrpc": "2.0", "id": id.json, "method": .string(method), "params": .object(params)])
                .serialized())
    }

    func notify(_ method: String, _ params: JSONObject = [:]) {
        send(JSONValue.object(["jsonrpc": "2.0", "method": .string(method), "params": .object(params)]).serialized())
    }

    /// A modern request.
    func modern(
        _ id: RequestID, _ method: String, _ params: JSONObject = [:],
        capabilities: JSONObject = Dialogue.fullCapabilities, meta: JSONObject = [:]
    ) {
        var params = params
        params["_meta"] = .object(Self.meta(capabilities, meta))
        request(id, method, params)
    }

    func call(_ id: RequestID, _ tool: String, _ arguments: JSONObject = [:], meta: JSONObject = [:]) {
        modern(id, "tools/call", ["name": .string(tool), "arguments": .object(arguments)], meta: meta)
    }

    /// Opens a legacy connection.
    func initialize(_ version: String, capabilities: JSONObject = [:]) async -> JSONValue {
        request(
            .string("init"), "initialize",
            [
                "protocolVersion": .string(version), "capabilities": .object(capabilities),
                "clientInfo": ["name": "tester", "version": "1"],
            ])
        let answer = await next()
        notify("notifications/initialized")
        return answer
    }

    /// The next frame from the server, checked.
    func next(_ location: SourceLocation = #_sourceLocation) async -> JSONValue {
        let frame = await inbox.next()
        #expect(checker.complaints(frame) == [], sourceLocation: location)
        return frame
    }

    /// Fails if anything was sent that nobody waited for: a ping answers only after all that came before it.
    func expectSilence(_ location: SourceLocation = #_sourceLocation) {
        #expect(inbox.isEmpty, sourceLocation: location)
    }
}
