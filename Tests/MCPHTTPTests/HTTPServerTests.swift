#if HTTP
import JSON
import MCPHTTP
import TestSupport
import Testing

@Suite("HTTP server", .timeLimit(.minutes(3)))
struct HTTPServerTests {
    @Test("Both eras are served on one connection, one request after the other")
    func eras() async throws {
        try await Site.serve { site in
            let client = try site.client()
            await client.send(Requests.call("hello"))
            let modern = try await client.answer()
            #expect(modern.status == 200)
            #expect(modern.fields["content-type"] == "application/json")
            #expect(try modern.json()["result"]?["content"]?[0]?["text"] == "hi")
            await client.send(Requests.modern("no/such"))
            #expect(try await client.answer().status == 404)
            await client.send(Requests.initialize)
            let opened = try await client.answer()
            let session = try #require(opened.fields["mcp-session-id"])
            await client.send(Requests.legacy("tools/call", ["name": "hello"], session: session))
            #expect(try await client.answer().json()["result"]?["content"]?[0]?["text"] == "hi")
            let other = try site.client()
            await other.send(Requests.legacy("tools/list", [:], session: session, token: "bob"))
            #expect(try await other.answer().status == 404)
            await client.send(Requests.head(["Mcp-Session-Id: \(session)"], method: "DELETE"))
            #expect(try await client.answer().status == 204)
            await client.send(Requests.legacy("tools/list", [:], session: session))
            #expect(try await client.answer().status == 404)
        }
    }

    @Test("Any address of loopback serves those who name it")
    func otherLoopback() async throws {
        try await Site.serve {
            $0.host = "127.0.0.2"
        } _: { site in
            for (host, status) in [("127.0.0.2:\(site.port)", 200), ("127.0.0.3:\(site.port)", 403)] {
                let client = try Client(port: site.port, last: 2)
                await client.send(Requests.modern("tools/list", host: host))
                #expect(try await client.answer().status == status, "\(host)")
            }
        }
    }

    @Test("Who bears no valid token, or asks from elsewhere, learns nothing")
    func strangers() async throws {
        try await Site.serve { site in
            let rows: [(String, Int)] = [
                (Requests.modern("tools/list", token: nil), 401), (Requests.modern("tools/list", token: "eve"), 401),
                (Requests.modern("tools/list", fields: ["Authorization: Bearer bob"]), 400),
                (Requests.modern("tools/list", token: nil, fields: ["Authorization: Basic YW5u"]), 401),
                (Requests.modern("tools/list", fields: ["Origin: http://evil.example"]), 403),
                (Requests.modern("tools/list", fields: ["Origin: http://localhost:3000"]), 200),
                (Requests.modern("tools/list", host: "evil.example"), 403),
                (Requests.modern("tools/list", host: "localhost:\(site.port)"), 200),
                (Requests.modern("tools/list", fields: ["Host: localhost"]), 403),
                (Requests.head([], method: "GET", path: "/else"), 404), (Requests.head([], method: "GET"), 405),
                (Requests.head(["Content-Length: 0"], method: "PUT"), 405),
            ]
            for (request, status) in rows {
                let client = try site.client()
                await client.send(request)
                let answer = try await client.answer()
                #expect(answer.status == status, "\(request)")
                if status == 401 { #expect(answer.fields["www-authenticate"]?.hasPrefix("Bearer") == true) }
                if (400..<404).contains(status) { #expect(try answer.json()["error"]?["code"] == -32600) }
            }
        }
    }

    @Test("While nobody can tell which tokens are valid, a request may be sent again later")
    func blind() async throws {
        try await Site.serve { site in
            let client = try site.client()
            await client.send(Requests.modern("tools/list", token: "blind"))
            let answer = try await client.answer()
            #expect(answer.status == 503 && answer.fields["retry-after"] == "1")
            #expect(try answer.json()["error"]?["message"]?.stringValue?.contains("1 s") == true)
        }
    }

    @Test("What is no proper request is refused, and the server lives")
    func malformed() async throws {
        try await Site.serve { site in
            let rows = [
                Requests.head(["Content-Length: 3", "Content-Length: 4"]) + "{}  ",
                Requests.head(["Content-Length: 3", "Transfer-Encoding: chunked"]) + "0\r\n\r\n",
                Requests.head(["Content-Length: -1"]), Requests.head(["Content-Length: 99999999999999999999"]),
                "GET / HTTP/9.9\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\u{0}", "nonsense\r\n\r\n",
                Requests.head(["X-Long: " + String(repeating: "y", count: 100_000)]),
                Requests.head((0..<1000).map { "X-\($0): y" }),
            ]
            for request in rows {
                let client = try site.client()
                await client.send(request)
                let answer = try? await client.answer()
                #expect(answer.map { (400..<500).contains($0.status) } ?? true, "\(request.prefix(200))")
                #expect(await client.end() >= 0)
            }
            let client = try site.client()
            await client.send(Requests.call("hello"))
            #expect(try await client.answer().status == 200)
        }
    }

    @Test("A body that is too long is refused, whether it says so or not, and the connection goes on")
    func tooLong() async throws {
        try await Site.serve {
            $0.bodyBytes = 10_000
        } _: { site in
            let long = String(repeating: " ", count: 20_000)
            let client = try site.client()
            await client.send(Requests.head(["Content-Length: \(long.utf8.count)"]) + long)
            #expect(try await client.answer().status == 413)
            let chunk = String(long.utf8.count, radix: 16)
            await client.send(Requests.head(["Transfer-Encoding: chunked"]) + "\(chunk)\r\n\(long)\r\n0\r\n\r\n")
            #expect(try await client.answer().status == 413)
            await client.send(Requests.call("hello"))
            #expect(try await client.answer().status == 200)
        }
    }

    @Test("Bodies together take no more than their room, which is free again afterwards")
    func bodiesTogether() async throws {
        try await Site.serve {
            $0.bodyBytes = 10_000
            $0.bodiesBytes = 15_000
        } _: { site in
            let long = String(repeating: " ", count: 9000)
            let first = try site.client()
            await first.send(Requests.head(["Content-Length: 9001", "Expect: 100-continue"]))
            try await first.receive(until: "100 Continue\r\n\r\n")
            await first.send(long)
            var status = 0
            // The first body counts once it has arrived, which nothing tells.
            repeat {
                let second = try site.client()
                await second.send(Requests.head(["Content-Length: 9000"]) + long)
                status = try await second.answer().status
                #expect([400, 503].contains(status))
            } while status != 503
            await first.send(" ")
            #expect(try await first.answer().status == 400)
            let third = try site.client()
            await third.send(Requests.head(["Content-Length: 9000"]) + long)
            #expect(try await third.answer().status == 400)
        }
    }

    @Test("A client that waits for leave to send its body gets it")
    func expectation() async throws {
        try await Site.serve { site in
            let client = try site.client()
            let request = Requests.modern("tools/list", fields: ["Expect: 100-continue"])
            let parts = request.split(separator: "\r\n\r\n", maxSplits: 1)
            await client.send(parts[0] + "\r\n\r\n")
            try await client.receive(until: "100 Continue\r\n\r\n")
            await client.send(String(parts[1]))
            #expect(try await client.answer().status == 200)
        }
    }
}
#endif
