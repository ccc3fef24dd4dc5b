import JSON
import Synchronization
import TestSupport
import Testing

@testable import MCP

@Suite("Stress", .timeLimit(.minutes(5)))
struct StressTests {
    /// A small generator whose course its seed decides (SplitMix64).
    private struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return value ^ (value >> 31)
        }
    }

    private static func server() throws -> MCPServer {
        var features = ServerFeatures(info: Implementation(name: "stress", version: "1"))
        let schema: JSONObject = ["type": "object", "properties": ["text": ["type": "string"]]]
        let forever = Gate()
        features.tools = [
            ServerTool(name: "inline", about: "t", inputSchema: schema, runsInline: true) { arguments, _ in
                .complete(.text(arguments["text"]?.stringValue ?? ""))
            },
            ServerTool(name: "hop", about: "t", inputSchema: schema) { arguments, context in
                for step in 1...3 {
                    await Task.yield()
                    context.report(progress: Double(step))
                }
                return .complete(.text(arguments["text"]?.stringValue ?? ""))
            },
            ServerTool(name: "never", about: "t", inputSchema: schema) { _, _ in
                try await forever.pass()
                return .complete(.text("never"))
            },
        ]
        return try MCPServer(features)
    }

    /// One client: calls, subscribes and cancels by chance; every call that it lets run is answered with its own text.
    private static func client(_ number: Int, _ server: MCPServer, calls: Int) async -> Bool {
        var dice = Dice(state: UInt64(number))
        let dialogue = Dialogue(server, caller: "client \(number)")
        var expected: [Int64: String] = [:]
        var subscriptions: [Int64] = []
        for id in 1...Int64(calls) {
            switch Int.random(in: 0..<10, using: &dice) {
            case 0:
                dialogue.modern(.integer(id), "subscriptions/listen", ["notifications": ["toolsListChanged": true]])
                subscriptions.append(id)
            case 1:
                dialogue.call(.integer(id), "never")
                dialogue.notify("notifications/cancelled", ["requestId": JSONValue(id)])
            case 2:
                server.publish(.toolsChanged)
            case 3 where !subscriptions.isEmpty:
                dialogue.notify("notifications/cancelled", ["requestId": JSONValue(subscriptions.removeFirst())])
            default:
                let text = "\(number)/\(id)"
                expected[id] = text
                let tool = Bool.random(using: &dice) ? "inline" : "hop"
                dialogue.call(.integer(id), tool, ["text": .string(text)], meta: ["progressToken": JSONValue(id)])
            }
        }
        while !expected.isEmpty {
            let frame = await dialogue.inbox.next()
            guard frame["method"] == nil else { continue }
            guard let id = frame["id"]?.intValue, let text = expected.removeValue(forKey: Int64(id)),
                frame["result"]?["content"]?[0]?["text"]?.stringValue == text
            else { return false }
        }
        await dialogue.connection.close()
        return dialogue.connection.unanswered == 0
    }

    @Test("24 clients at once: no answer is lost or mixed up, nothing is left behind")
    func clients() async throws {
        let server = try Self.server()
        let results = await withTaskGroup(of: Bool.self) { group in
            for number in 1...24 { group.addTask { await Self.client(number, server, calls: 60) } }
            var results: [Bool] = []
            for await result in group { results.append(result) }
            return results
        }
        #expect(results.count == 24)
        #expect(results.allSatisfy { $0 })
        #expect(server.listenerCount == 0)
    }

    @Test("A connection that is closed is freed, with all that it held", arguments: [true, false])
    func freed(_ isLegacy: Bool) async throws {
        let server = try Self.server()
        weak var connection: Connection?
        do {
            let dialogue = Dialogue(server)
            connection = dialogue.connection
            if isLegacy { _ = await dialogue.initialize("2025-11-25") }
            dialogue.call(.integer(1), "inline", ["text": "x"])
            _ = await dialogue.next()
            dialogue.modern(.integer(2), "subscriptions/listen", ["notifications": ["toolsListChanged": true]])
            _ = await dialogue.next()
            dialogue.call(.integer(3), "never")
            await dialogue.connection.close()
        }
        // The last step of a cancelled handler may still hold it for a moment.
        while connection != nil { await Task.yield() }
        #expect(server.listenerCount == 0)
    }

    @Test(
        "Mutilated messages never stop the server, and what it answers is JSON-RPC",
        arguments: 1...8 as ClosedRange<UInt64>)
    func mutilated(_ seed: UInt64) async throws {
        var dice = Dice(state: seed)
        let dialogue = Dialogue(try Self.server())
        let call = JSONValue.object([
            "jsonrpc": "2.0", "id": 1, "method": "tools/call",
            "params": ["name": "inline", "arguments": ["text": "x"], "_meta": .object(Dialogue.meta())],
        ]).bytes()
        let splices = ["\"", "{", "}", "[", "]", ",", ":", "null", "1e999", "\\u0000", "\u{FEFF}", "\"_meta\":1,"]
        for _ in 0..<200 {
            var bytes = call
            for _ in 0..<Int.random(in: 1...3, using: &dice) {
                let place = Int.random(in: 0..<bytes.count, using: &dice)
                switch Int.random(in: 0..<3, using: &dice) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &dice)
                case 1: bytes.remove(at: place)
                default: bytes.insert(contentsOf: (splices.randomElement(using: &dice) ?? "").utf8, at: place)
                }
            }
            dialogue.send(bytes: bytes)
        }
        dialogue.send(#"{"jsonrpc":"2.0","id":"end","method":"ping"}"#)
        while true {
            let frame = await dialogue.inbox.next()
            #expect(frame["jsonrpc"] == "2.0")
            #expect((frame["result"] != nil) != (frame["error"] != nil))
            guard frame["id"] != "end" else { break }
        }
    }
}
