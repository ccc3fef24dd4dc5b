import Glibc
import JSON
import TestSupport
import Testing

@testable import MCP
@testable import MCPFixture

/// A real stdio transport over pipes, with this process as the client.
private struct Pipes {
    let toServer: (read: Int32, write: Int32)
    let toClient: (read: Int32, write: Int32)

    init() throws {
        toServer = try Self.pipe()
        toClient = try Self.pipe()
    }

    private static func pipe() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        try #require(unsafe Glibc.pipe(&ends) == 0)
        return (ends[0], ends[1])
    }

    /// Writes all bytes, in pieces of odd sizes, from a thread of its own, and closes if asked.
    func write(_ bytes: [UInt8], thenClose: Bool = false) async {
        await withCheckedContinuation { continuation in
            _ = SystemThread.start {
                var offset = 0
                while offset < bytes.count {
                    let piece = Array(bytes[offset..<min(offset + 70_001, bytes.count)])
                    let count = unsafe Glibc.write(toServer.write, piece, piece.count)
                    guard count > 0 else { break }
                    offset += count
                }
                if thenClose { close(toServer.write) }
                continuation.resume()
            }
        }
    }

    /// Reads so many lines, or up to the end.
    func readLines(_ count: Int) async -> [[UInt8]] {
        await withCheckedContinuation { continuation in
            _ = SystemThread.start {
                var lines: [[UInt8]] = []
                var rest: [UInt8] = []
                var piece = [UInt8](repeating: 0, count: 1 << 16)
                while lines.count < count {
                    let size = unsafe Glibc.read(toClient.read, &piece, piece.count)
                    guard size > 0 else { break }
                    rest.append(contentsOf: piece[..<size])
                    guard piece[..<size].contains(0x0A) else { continue }
                    var parts = rest.split(separator: 0x0A, omittingEmptySubsequences: false).map { Array($0) }
                    rest = parts.removeLast()
                    lines += parts
                }
                continuation.resume(returning: lines)
            }
        }
    }

    func closeClient() {
        close(toClient.read)
        close(toServer.read)
    }
}

@Suite("Stdio", .timeLimit(.minutes(5)), .serialized)
struct StdioTests {
    private static let ping = Array(#"{"jsonrpc":"2.0","id":"p","method":"ping"}"#.utf8) + [0x0A]

    /// Serves what is written and gives back the lines that come.
    ///
    /// - Parameter requests: What of it is answered by its ID, where that is not all.
    private func serve(_ input: [UInt8], _ requests: [UInt8]? = nil, expecting count: Int) async throws -> [JSONValue] {
        let pipes = try Pipes()
        defer { pipes.closeClient() }
        let server = try Fixture.server()
        async let served: Void = {
            await StdioTransport(input: pipes.toServer.read, output: pipes.toClient.write)
                .run(server, caller: Caller("tester"))
            close(pipes.toClient.write)
        }()
        async let lines = pipes.readLines(count)
        await pipes.write(input)
        let frames = try Self.checked(try await lines, answering: requests ?? input)
        close(pipes.toServer.write)
        await served
        return frames
    }

    /// The frames of lines, each held against the schema of its revision.
    private static func checked(_ lines: [[UInt8]], answering input: [UInt8]) throws -> [JSONValue] {
        let checker = FrameChecker()
        for line in input.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
            // Whatever is no message is answered without its ID.
            guard let message = try? JSONValue(parsing: Array(line)) else { continue }
            checker.sent(message)
        }
        let frames = try lines.map { try JSONValue(parsing: $0) }
        for frame in frames { #expect(checker.complaints(frame) == []) }
        return frames
    }

    /// A line that is no message; told by its name, since describing 24 MiB takes a while.
    struct Hostile: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let line: [UInt8]
        let code: Int

        init(_ name: String, _ line: [UInt8], _ code: Int) {
            testDescription = name
            self.line = line
            self.code = code
        }

        init(_ name: String, _ line: String, _ code: Int) { self.init(name, Array(line.utf8), code) }
    }

    private static let ping1 = #"{"jsonrpc":"2.0","id":1,"method":"ping"}"#

    static let hostile = [
        Hostile("malformed", "{\"jsonrpc\":", -32700),
        Hostile("invalid UTF-8", Array("{\"method\":\"".utf8) + [0xC3, 0x28] + Array("\"}".utf8), -32700),
        Hostile("a lone surrogate", #"{"jsonrpc":"2.0","id":1,"method":"\ud800"}"#, -32700),
        Hostile("a NUL", [0x7B, 0x00, 0x7D], -32700),
        Hostile("a byte order mark", [0xEF, 0xBB, 0xBF] + Array(ping1.utf8), -32700),
        Hostile("depth 200,000 of arrays", String(repeating: "[", count: 200_000), -32600),
        Hostile("depth 200,000 of objects", String(repeating: "{\"a\":", count: 200_000), -32600),
        Hostile("a batch", "[\(ping1)]", -32600),
        Hostile("an empty batch", "[]", -32600),
        Hostile("a null ID", #"{"jsonrpc":"2.0","id":null,"method":"ping"}"#, -32600),
        Hostile("a long number", String(repeating: "9", count: 100_000), -32600),
        Hostile("more than 8 MiB", [UInt8](repeating: UInt8(ascii: "x"), count: (8 << 20) + 1), -32600),
        Hostile(
            "marks as a method",
            "{\"jsonrpc\":\"2.0\",\"method\":\"\(String(repeating: "\u{301}\u{323}", count: 1 << 20))\"}",
            -32600),
        Hostile(
            "marks as a key", "{\"\(String(repeating: #"\u0301\u0323"#, count: 1 << 19))\":1}", -32600),
        Hostile("24 MiB", [UInt8](repeating: UInt8(ascii: "x"), count: 24 << 20), -32600),
    ]

    @Test("Hostile lines are refused, and the next is served", arguments: hostile)
    func refuse(_ row: Hostile) async throws {
        let frames = try await serve(row.line + [0x0A] + Self.ping, Self.ping, expecting: 2)
        #expect(frames.first?["error"]?["code"]?.intValue == row.code)
        #expect(frames.first?["id"] == nil)
        #expect(frames.last == ["jsonrpc": "2.0", "id": "p", "result": [:]])
    }

    @Test("A message of just under 8 MiB is served")
    func large() async throws {
        let padding = String(repeating: "y", count: (8 << 20) - 200)
        let line = #"{"jsonrpc":"2.0","id":1,"method":"ping","params":{"padding":"\#(padding)"}}"#
        let frames = try await serve(Array(line.utf8) + [0x0A], expecting: 1)
        #expect(frames == [["jsonrpc": "2.0", "id": 1, "result": [:]]])
    }

    @Test("Carriage returns and empty lines do no harm; a last line needs no end")
    func lineEnds() async throws {
        let pipes = try Pipes()
        defer { pipes.closeClient() }
        let server = try Fixture.server()
        async let served: Void = {
            await StdioTransport(input: pipes.toServer.read, output: pipes.toClient.write)
                .run(server, caller: Caller("tester"))
            close(pipes.toClient.write)
        }()
        async let lines = pipes.readLines(.max)
        let text =
            "\r\n\n  \n{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\r\n{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}"
        await pipes.write(Array(text.utf8), thenClose: true)
        let frames = try Self.checked(try await lines, answering: Array(text.utf8))
        await served
        #expect(frames.map { $0["id"] } == [1, 2])
    }

    @Test("Answers of 1 MiB from many calls at once stay whole lines")
    func interleaved() async throws {
        var input: [UInt8] = []
        let letters = Array("abcdefgh")
        for (index, letter) in letters.enumerated() {
            let params = JSONValue.object([
                "name": "fill", "arguments": ["count": 1_048_576, "letter": .string(String(letter))],
                "_meta": .object(Dialogue.meta()),
            ])
            input +=
                JSONValue.object([
                    "jsonrpc": "2.0", "id": JSONValue(index), "method": "tools/call", "params": params,
                ]).bytes() + [0x0A] + Self.ping
        }
        let frames = try await serve(input, expecting: 2 * letters.count)
        let answers = frames.filter { $0["id"] != "p" }
        #expect(answers.count == letters.count)
        for answer in answers {
            let index = try #require(answer["id"]?.intValue)
            let text = try #require(answer["result"]?["content"]?[0]?["text"]?.stringValue)
            #expect(text.utf8.count == 1_048_576)
            #expect(text.utf8.allSatisfy { $0 == letters[index].asciiValue })
        }
    }

    /// A server whose one tool waits at a gate, with a grace that ends when the other gate lets it.
    private func gated(_ gate: Gate, grace: Gate) throws -> MCPServer {
        var options = ServerOptions()
        let system = MCPEnvironment.system
        options.environment = MCPEnvironment(
            uptime: system.uptime, wallTime: system.wallTime, randomID: system.randomID,
            sleep: { _ in try await grace.pass() })
        let tool = ServerTool(name: "wait", about: "t") { _, _ in
            try await gate.pass()
            return .complete(.text("x"))
        }
        return try oneTool(tool, options: options) { $0.resources = FixtureResources() }
    }

    private static func request(_ id: Int, _ method: String, _ params: JSONObject) -> [UInt8] {
        let params = params.merging(["_meta": .object(Dialogue.meta())])
        return JSONValue.object([
            "jsonrpc": "2.0", "id": JSONValue(id), "method": .string(method), "params": .object(params),
        ]).bytes() + [0x0A]
    }

    private static let call: JSONObject = ["name": "wait"]

    @Test("What was read before the input ended is answered, and subscriptions hold nobody up")
    func endOfInput() async throws {
        let pipes = try Pipes()
        defer { pipes.closeClient() }
        let (gate, grace) = (Gate(), Gate())
        let server = try gated(gate, grace: grace)
        let listen: JSONObject = ["notifications": ["toolsListChanged": true]]
        let calls = (1...5).flatMap { Self.request($0, "tools/call", Self.call) }
        let input = Self.request(9, "subscriptions/listen", listen) + calls
        await pipes.write(input, thenClose: true)
        async let served: Void = StdioTransport(input: pipes.toServer.read, output: pipes.toClient.write)
            .run(server, caller: Caller("tester"))
        await gate.arrival()
        gate.open()
        await served
        close(pipes.toClient.write)
        let frames = try Self.checked(await pipes.readLines(.max), answering: input)
        #expect(frames.filter { $0["result"] != nil }.compactMap { $0["id"]?.intValue }.sorted() == [1, 2, 3, 4, 5])
    }

    @Test("What takes longer than the grace after the end of the input is cancelled, and the server ends")
    func endOfGrace() async throws {
        let pipes = try Pipes()
        defer { pipes.closeClient() }
        let (gate, grace) = (Gate(), Gate())
        let server = try gated(gate, grace: grace)
        let input = Self.request(1, "tools/call", Self.call) + Self.ping
        await pipes.write(input, thenClose: true)
        async let served: Void = StdioTransport(input: pipes.toServer.read, output: pipes.toClient.write)
            .run(server, caller: Caller("tester"))
        await grace.arrival()
        grace.open()
        await served
        close(pipes.toClient.write)
        #expect(try Self.checked(await pipes.readLines(.max), answering: input).count == 1)
    }

    @Test("Cancelling the task that serves ends the server although the input is open")
    func stop() async throws {
        let pipes = try Pipes()
        defer { pipes.closeClient() }
        let server = try Fixture.server()
        let opened = Gate()
        let serving = Task {
            await StdioTransport(input: pipes.toServer.read, output: pipes.toClient.write)
                .run(server, caller: Caller("tester")) { _ in opened.open() }
        }
        try await opened.pass()
        serving.cancel()
        await serving.value
        close(pipes.toServer.write)
        close(pipes.toClient.write)
    }

    @Test("A client that goes away without reading does not hold the server up")
    func brokenPipe() async throws {
        signal(SIGPIPE, SIG_IGN)
        let pipes = try Pipes()
        let server = try Fixture.server()
        let call = JSONValue.object([
            "jsonrpc": "2.0", "id": 1, "method": "tools/call",
            "params": [
                "name": "fill", "arguments": ["count": 4_000_000], "_meta": .object(Dialogue.meta()),
            ],
        ])
        close(pipes.toClient.read)
        await pipes.write(call.bytes() + [0x0A], thenClose: true)
        await StdioTransport(input: pipes.toServer.read, output: pipes.toClient.write)
            .run(server, caller: Caller("tester"))
        close(pipes.toClient.write)
        close(pipes.toServer.read)
    }
}
