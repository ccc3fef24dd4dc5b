#if HTTP
import JSON
import MCP
import MCPHTTP
import Synchronization
import TestSupport
import Testing

/// A server that listens on a free port of this machine for the time of a test.
struct Site: Sendable {
    let port: Int
    let server: HTTPServer
    let endpoint: HTTPEndpoint
    /// Where the tool `wait` waits.
    let gate: Gate
    /// Told the name of each tool whose call was cancelled.
    let cancelled: AsyncStream<String>

    /// Serves while the body runs.
    static func serve(
        _ change: (inout HTTPServerOptions) -> Void = { _ in }, _ body: (Site) async throws -> Void
    ) async throws {
        var options = HTTPServerOptions()
        change(&options)
        let gate = Gate()
        let (cancelled, tell) = AsyncStream<String>.makeStream()
        let endpoint = HTTPEndpoint(try MCPServer(features(gate) { tell.yield($0) }))
        let server = try HTTPServer(options, gate: Porter(endpoint: endpoint))
        let (ports, listening) = AsyncStream<Int>.makeStream()
        let running = Task { try await server.run { listening.yield($0) } }
        var iterator = ports.makeAsyncIterator()
        let port = try #require(await iterator.next())
        do {
            try await body(
                Site(port: port, server: server, endpoint: endpoint, gate: gate, cancelled: cancelled))
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
        try await running.value
    }

    func client(receiveBuffer: Int32? = nil) throws -> Client { try Client(port: port, receiveBuffer: receiveBuffer) }

    private static func features(_ gate: Gate, _ tell: @escaping @Sendable (String) -> Void) -> ServerFeatures {
        var features = ServerFeatures(info: Implementation(name: "site", version: "1"))
        features.tools = [
            ServerTool(name: "hello", about: "Answers at once") { _, _ in .complete(CallResult(content: [.text("hi")]))
            },
            ServerTool(name: "wait", about: "Answers when it is let") { _, _ in
                do {
                    try await gate.pass()
                } catch {
                    tell("wait")
                    throw error
                }
                return .complete(CallResult(content: [.text("done")]))
            },
            ServerTool(name: "flood", about: "Tells a lot, and then waits") { _, context in
                let line = String(repeating: "x", count: 64 << 10)
                for _ in 0..<1024 { context.log(.error, .string(line)) }
                do {
                    try await gate.pass()
                } catch {
                    tell("flood")
                    throw error
                }
                return .complete(CallResult(content: [.text("done")]))
            },
        ]
        return features
    }
}

/// Lets `ann` and `bob` in, by tokens of their names.
private struct Porter: HTTPGate {
    let endpoint: HTTPEndpoint

    func admit(_ token: String) async -> Admittance {
        switch token {
        case "ann", "bob": .admitted(Admission(caller: Caller(token), endpoint: endpoint))
        case "blind": .unavailable(retryAfter: 1)
        default: .refused
        }
    }

    func close() async { await endpoint.close() }
}

/// Requests as bytes.
enum Requests {
    static func head(
        _ fields: [String], method: String = "POST", host: String = "localhost", token: String? = "ann",
        path: String = "/mcp"
    ) -> String {
        let authorization = token.map { ["Authorization: Bearer \($0)"] } ?? []
        let standard = [
            "Host: \(host)", "Accept: application/json, text/event-stream", "Content-Type: application/json",
        ]
        return (["\(method) \(path) HTTP/1.1"] + standard + authorization + fields).joined(separator: "\r\n")
            + "\r\n\r\n"
    }

    /// A request of 2026-07-28.
    static func modern(
        _ method: String, _ params: JSONObject = [:], name: String? = nil, meta: JSONObject = [:],
        token: String? = "ann", fields: [String] = [], host: String = "localhost"
    ) -> String {
        var all = params
        var known: JSONObject = [
            "io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": [:],
        ]
        for (key, value) in meta { known[key] = value }
        all["_meta"] = .object(known)
        let body = body(method, all)
        let own =
            ["MCP-Protocol-Version: 2026-07-28", "Mcp-Method: \(method)", "Content-Length: \(body.utf8.count)"]
            + (name.map { ["Mcp-Name: \($0)"] } ?? [])
        return head(own + fields, host: host, token: token) + body
    }

    static func call(_ tool: String, meta: JSONObject = [:], token: String = "ann") -> String {
        modern("tools/call", ["name": .string(tool)], name: tool, meta: meta, token: token)
    }

    /// A request of a legacy session; without one it is the handshake.
    static func legacy(_ method: String, _ params: JSONObject, session: String? = nil, token: String = "ann") -> String
    {
        let body = body(method, params)
        let own =
            ["Content-Length: \(body.utf8.count)"]
            + (session.map { ["Mcp-Session-Id: \($0)", "MCP-Protocol-Version: 2025-11-25"] } ?? [])
        return head(own, token: token) + body
    }

    static let initialize = legacy(
        "initialize",
        ["protocolVersion": "2025-11-25", "capabilities": [:], "clientInfo": ["name": "test", "version": "1"]])

    private static func body(_ method: String, _ params: JSONObject) -> String {
        JSONValue.object(["jsonrpc": "2.0", "id": 7, "method": .string(method), "params": .object(params)]).serialized()
    }
}
#endif
