#if HTTP
import Glibc
import JSON
import TestSupport
import Testing

extension Acceptance {
    @Suite("Tokens and principals", .timeLimit(.minutes(5)))
    struct TokenTests {
        private func site() async throws -> NetworkSite {
            let casebook = try Casebook()
            try casebook.home.write(
                """
                schema: 1
                name: gated
                version: 1.0.0
                title: Look once somebody agrees
                steps:
                  - {id: look, uses: get_system_load@1, with: {}, approve: {message: 'Look?'}}
                """, to: "flows/gated.yaml")
            let configuration = try casebook.home.write("workflows: [flows]\n", to: "network.yaml")
            return try await NetworkSite(casebook, "--config", configuration)
        }

        @Test("To whoever is neither owner nor member a session looks as if it were not there")
        func strangers() async throws {
            let site = try await site()
            try await site.check("private", by: try await site.token("ann"), try await site.token("bob"))
            try await site.end()
        }

        @Test("A role allows what it says, and nobody approves what their own token asked for")
        func roles() async throws {
            let site = try await site()
            let viewer = try await site.token("vic", "--role", "viewer")
            let approver = try await site.token("carol", "--role", "approver", "--role", "investigator")
            try await site.check("roles", by: viewer, approver)
            try await site.check("decides", by: try await site.token("dave", "--role", "approver"))
            try await site.end()
        }

        @Test("A role of the configuration limits tools, sources, folders and requests, and an audit tells who asked")
        func limits() async throws {
            let casebook = try Casebook()
            for name in ["app", "nginx"] {
                let word = name == "app" ? "canary" : "public"
                try casebook.home.write("2026-03-01T12:00:00Z INFO \(word)\n", to: "srv/\(name)/\(name).log")
            }
            let configuration = try casebook.home.write(
                """
                sources:
                  app: {kind: logs, path: srv/app/}
                  nginx: {kind: logs, path: srv/nginx/}
                roots: [srv]
                roles:
                  reader: {as: investigator, tools: [search_logs], sources: [nginx], limits: {calls-per-minute: 60}}
                principals:
                  web: {roles: [reader]}
                """, to: "network.yaml")
            let site = try await NetworkSite(casebook, "--config", configuration)
            try await casebook.run("token", "add", "web", "--role", "viewer", "--config", configuration).expect(2)
            try await casebook.run("token", "add", "joe", "--role", "king", "--config", configuration).expect(2)
            try await casebook.run("token", "add", "joe", "--role", "reader", "--config", configuration).expect(0)
            let web = try await site.token("web", "--config", configuration)
            try await site.check("limited", by: web, try await site.token("ann"))
            try await site.end()
            let refused = try await casebook.json("audit", "--principal", "web", "--refused")
            let subjects = refused["records"]?.arrayValue?.compactMap { $0["subject"]?.stringValue } ?? []
            #expect(subjects.contains("tool read_file") && subjects.contains("tool no_such_tool"))
            let sources = refused["records"]?.arrayValue?.compactMap { $0["sources"]?[0]?.stringValue } ?? []
            #expect(sources == ["app", "nothing"])
            let read = try await casebook.json("audit", "--principal", "ann", "--session", "@last")
            let calls = read["records"]?.arrayValue?.filter { $0["kind"] == "call.finished" } ?? []
            #expect(calls.compactMap { $0["tool"]?.stringValue } == ["search_logs", "read_file", "search_logs"])
            #expect(calls.first?["sources"] == ["app"] && calls.first?["evidence"]?.stringValue != nil)
            let text = try await casebook.run("audit", "--limit", "2").expect(0).text
            #expect(text.hasPrefix("… ") && text.split(separator: "\n").count == 3)
            #expect(try await casebook.json("audit", "--window", "last 1h", "--principal", "nobody")["records"] == [])
        }

        @Test("A token that is revoked ends its streams, an expired one counts for nothing, and no token is kept")
        func ends() async throws {
            let site = try await site()
            let file = try await site.token("ann")
            let reader = try site.start("revoked", by: file)
            try await reader.wait(forText: "open")
            try await site.casebook.run("token", "revoke", "ann").expect(0)
            let ending = try await reader.wait()
            #expect(ending.code == 0, "\(ending.text) \(ending.errorText)")
            try await site.check("expired", by: try await site.token("eve", "--expires", "1ms"))
            try await site.check("reaches")
            try await site.end()
            let token = String(decoding: try site.casebook.home.read("tokens/ann").dropLast(), as: UTF8.self)
            for name in try site.casebook.home.names() where name == "state" {
                for file in ["casebook.db", "casebook.db-wal"] {
                    let bytes = try site.casebook.home.read("state/\(file)")
                    #expect(bytes.firstRange(of: Array(token.dropFirst(4).utf8)) == nil, "\(file)")
                }
            }
        }

        @Test("Tokens are listed without what they are, have one name each, and are refused where they make no sense")
        func commands() async throws {
            let casebook = try Casebook()
            let added = try await casebook.json("token", "add", "ann", "--expires", "never", "--group", "oncall")
            #expect(added["token"]?.stringValue?.hasPrefix("cbt_") == true)
            #expect(added["roles"] == ["investigator"])
            let list = try await casebook.json("token", "list")
            #expect(list["tokens"]?[0]?["name"] == "ann")
            #expect(list["tokens"]?[0]?["token"] == nil)
            #expect(try await casebook.run("token", "add", "ann", "--json").error()["code"] == "conflict")
            for words in [["Ann"], ["agent"], ["local:x"], ["x", "--role", "king"], ["x", "--expires", "soon"]] {
                try await casebook.run(["token", "add"] + words).expect(2)
            }
            try await casebook.run("token", "revoke", "ann").expect(0)
            try await casebook.run("token", "revoke", "ann").expect(2)
            // Its sessions are there still, and whoever bears the name has them.
            let again = try await casebook.run("token", "add", "ann", "--json").error()
            #expect(again["code"] == "conflict" && again["hint"]?.stringValue?.contains("--again") == true)
            try await casebook.run("token", "add", "ann", "--again").expect(0)
            try await casebook.run("token", "revoke", "ann").expect(0)
            #expect(try await casebook.json("token", "list")["tokens"] == [])
        }
    }
}
#endif
