#if HTTP
import JSON
import MCP
import MCPHTTP
import TestSupport
import Testing

/// What clients do to connections.
@Suite("Sockets", .timeLimit(.minutes(3)))
struct SocketTests {
    @Test("Connections on which nothing is said make room for others, and for nobody who is being answered")
    func halfOpen() async throws {
        try await Site.serve {
            $0.connections = 50
        } _: { site in
            let busy = try site.client()
            await busy.send(Requests.call("wait"))
            await site.gate.arrival()
            var silent: [Client] = []
            for index in 0..<500 {
                silent.append(try site.client())
                if index.isMultiple(of: 2) { await silent[index].send("POST /mcp HTTP/1.1\r\nHost: loc") }
            }
            let client = try site.client()
            await client.send(Requests.call("hello"))
            #expect(try await client.answer().status == 200)
            // The first ones were closed for the later ones.
            #expect(await silent[0].end() == 0)
            site.gate.open()
            #expect(try await busy.answer().status == 200)
        }
    }

    @Test("Who sends no head, or only half of a body, is not waited for")
    func slowSenders() async throws {
        try await Site.serve {
            $0.headTime = .milliseconds(100)
            $0.bodyTime = .milliseconds(200)
            $0.idleTime = .milliseconds(100)
        } _: { site in
            let silent = try site.client()
            #expect(await silent.end() == 0)
            let half = try site.client()
            await half.send(Requests.head(["Content-Length: 100"]) + "{")
            #expect(await half.end() >= 0)
            let idle = try site.client()
            await idle.send(Requests.call("hello"))
            #expect(try await idle.answer().status == 200)
            #expect(await idle.end() == 0)
            // A request that takes longer than all of these is waited for.
            let patient = try site.client()
            await patient.send(Requests.call("wait"))
            await site.gate.arrival()
            let other = try site.client()
            #expect(await other.end() == 0)
            site.gate.open()
            #expect(try await patient.answer().status == 200)
        }
    }

    @Test("A client that goes cancels its request")
    func drop() async throws {
        try await Site.serve { site in
            let client = try site.client()
            await client.send(Requests.call("wait"))
            await site.gate.arrival()
            client.close()
            var cancelled = site.cancelled.makeAsyncIterator()
            #expect(await cancelled.next() == "wait")
        }
    }

    @Test("In a legacy session the request of a client that went goes on")
    func legacyDrop() async throws {
        try await Site.serve { site in
            let client = try site.client()
            await client.send(Requests.initialize)
            let session = try #require(try await client.answer().fields["mcp-session-id"])
            await client.send(Requests.legacy("tools/call", ["name": "wait"], session: session))
            await site.gate.arrival()
            client.close()
            let other = try site.client()
            await other.send(Requests.legacy("tools/call", ["name": "hello"], session: session))
            #expect(try await other.answer().status == 200)
            site.gate.open()
        }
    }

    @Test("A long answer begins as a stream, which shows that it is alive")
    func stream() async throws {
        try await Site.serve {
            $0.quietTime = .milliseconds(10)
            $0.pulse = .milliseconds(10)
        } _: { site in
            let client = try site.client()
            await client.send(Requests.call("wait"))
            let head = try await client.receive(until: ":\n\n")
            #expect(head.lowercased().contains("content-type: text/event-stream"))
            site.gate.open()
            let text = try await client.receive(until: "0\r\n\r\n")
            #expect(text.contains(#"data: {"jsonrpc":"2.0","id":7,"result""#))
        }
    }

    @Test("A reader that reads nothing is left behind, and nothing is gathered for it")
    func slowReader() async throws {
        try await Site.serve {
            $0.stallTime = .milliseconds(200)
        } _: { site in
            let client = try site.client(receiveBuffer: 4096)
            await client.send(Requests.call("flood", meta: ["io.modelcontextprotocol/logLevel": "debug"]))
            var cancelled = site.cancelled.makeAsyncIterator()
            #expect(await cancelled.next() == "flood")
            // Of the 64 MiB that were told only what buffers hold went out.
            #expect(await client.end() < 32 << 20)
        }
    }

    @Test("Slow readers and bodies of 64 MiB are no one else's affair")
    func greedyCrowd() async throws {
        try await Site.serve {
            $0.stallTime = .milliseconds(200)
        } _: { site in
            var slow: [Client] = []
            for _ in 0..<8 {
                let client = try site.client(receiveBuffer: 4096)
                await client.send(Requests.call("flood", meta: ["io.modelcontextprotocol/logLevel": "debug"]))
                slow.append(client)
            }
            let body = [UInt8](repeating: 32, count: 64 << 20)
            for field in ["Content-Length: \(body.count)", "Transfer-Encoding: chunked"] {
                let large = try site.client()
                await large.send(Requests.head([field]))
                if field.hasPrefix("T") { await large.send(Array("\(String(body.count, radix: 16))\r\n".utf8)) }
                // It is told that it is too much, or that nobody listens any longer, before it has sent all of it.
                await large.send(body)
                let status = (try? await large.answer().status) ?? 413
                #expect(status == 413)
                let other = try site.client()
                await other.send(Requests.call("hello"))
                #expect(try await other.answer().status == 200)
            }
            var cancelled = site.cancelled.makeAsyncIterator()
            for _ in slow { #expect(await cancelled.next() == "flood") }
        }
    }

    @Test("A server that is stopped answers what it can, ends its streams and takes no more connections")
    func stop() async throws {
        try await Site.serve { site in
            let session = try site.client()
            await session.send(Requests.initialize)
            let id = try #require(try await session.answer().fields["mcp-session-id"])
            await session.send(Requests.head(["Mcp-Session-Id: \(id)"], method: "GET"))
            try await session.receive(until: "\r\n\r\n")
            let listening = try site.client()
            await listening.send(
                Requests.modern("subscriptions/listen", ["notifications": ["toolsListChanged": true]]))
            try await listening.receive(until: "acknowledged")
            let idle = try site.client()
            await site.server.stop()
            #expect(await session.end() >= 0)
            #expect(await listening.end() > 0)
            #expect(await idle.end() == 0)
            #expect(throws: Client.Silence.self) { try site.client() }
        }
    }

    @Test("The connections of one caller are closed, and no others")
    func expelled() async throws {
        try await Site.serve { site in
            let ann = try site.client()
            let bob = try site.client()
            await ann.send(Requests.call("wait"))
            await site.gate.arrival()
            await bob.send(Requests.call("wait", token: "bob"))
            site.server.close(Caller("ann"))
            #expect(await ann.end() == 0)
            site.gate.open()
            #expect(try await bob.answer().status == 200)
        }
    }
}
#endif
