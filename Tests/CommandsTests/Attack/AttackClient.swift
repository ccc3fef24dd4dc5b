import JSON
import MCP
import TestSupport

/// A client that waits for each answer.
final class AttackClient: Sendable {
    private let connection: Connection
    private let inbox = Inbox()

    private static let meta: JSONValue = [
        "io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": [:],
    ]

    /// Frames in the order in which they come.
    private struct Inbox: FrameSink {
        let frames: AsyncStream<JSONValue>
        let taking: AsyncStream<JSONValue>.Continuation

        init() { (frames, taking) = AsyncStream.makeStream() }

        func send(_ frame: Frame) -> Bool {
            if let value = try? JSONValue(parsing: frame.bytes) { taking.yield(value) }
            return true
        }
    }

    init(_ server: MCPServer) {
        connection = server.connect(.stream, caller: Caller("agent"), sink: inbox)
    }

    /// The answer to a request, an error among them.
    func ask(_ method: String, _ params: JSONObject) async throws -> JSONValue {
        var params = params
        params["_meta"] = Self.meta
        let request: JSONValue = [
            "jsonrpc": "2.0", "id": 1, "method": .string(method), "params": .object(params),
        ]
        connection.receive(Array(request.serialized().utf8).span)
        for await frame in inbox.frames where frame["id"] == 1 { return frame }
        throw TestFailure("the server ended")
    }
}
