#if HTTP
import Glibc
import JSON
import TestSupport
import Testing

extension Acceptance {
    @Suite("On the network", .timeLimit(.minutes(5)))
    struct NetworkTests {
        @Test("A client of either era opens and reads a session, and finds it again after a restart")
        func eras() async throws {
            let casebook = try Casebook()
            for _ in 0..<2 {
                let site = try await NetworkSite(casebook)
                try await site.check("eras")
                try await site.end()
            }
            let list = try await casebook.json("sessions", "list")
            #expect(list["sessions"]?.arrayValue?.count == 2)
        }

        @Test("No token, a wrong one, and whoever asks from elsewhere is refused")
        func refusals() async throws {
            let site = try await NetworkSite(try Casebook())
            try await site.check("refusals")
            let token = String(decoding: try site.casebook.home.read("state/casebook.db-token"), as: UTF8.self)
            #expect(site.casebook.home.mode(of: "state/casebook.db-token") == 0o600)
            #expect(token.wholeMatch(of: /cbt_[0-9a-f]{64}\n/) != nil)
            #expect(!site.process.errorText.contains(token.dropLast()))
            try await site.end()
        }

        @Test("Conflicting lengths, long bodies, half-open connections and clients that go do no harm")
        func hostile() async throws {
            let site = try await NetworkSite(try Casebook())
            try await site.check("hostile")
            try await site.end()
        }

        @Test("A token's file that others can read is not used")
        func looseToken() async throws {
            let casebook = try Casebook()
            try casebook.home.write("cbt_\(String(repeating: "0", count: 64))\n", to: "state/casebook.db-token")
            #expect(unsafe chmod(casebook.home.path("state"), 0o700) == 0)
            #expect(unsafe chmod(casebook.home.path("state/casebook.db-token"), 0o644) == 0)
            let error = try await casebook.run("serve", "--http", "127.0.0.1:0", "--json").expect(2).error()
            #expect(error["code"] == "configuration")
        }

        @Test("Beyond the machine nothing is served in the clear")
        func beyond() async throws {
            let casebook = try Casebook()
            let error = try await casebook.run("serve", "--http", "0.0.0.0:0", "--json").expect(2).error()
            #expect(error["hint"]?.stringValue?.contains("--behind-tls-proxy") == true)
            for address in ["", "80", "localhost", "::1:80", "localhost:99999"] {
                try await casebook.run("serve", "--http", address).expect(2)
            }
            try await casebook.run("serve", "--stdio", "--allow-host", "x").expect(2)
            try await casebook.run("serve", "--http", "127.0.0.1:0", "--tls-cert", "x").expect(2)
            try await casebook.run("serve", "--http", "127.0.0.1:0", "--tls-cert", "x", "--tls-key", "y").expect(2)
            let site = try await NetworkSite(casebook, "--behind-tls-proxy", host: "0.0.0.0")
            try await site.check("reaches")
            try await site.end()
        }

        @Test("With a certificate connections are encrypted")
        func encrypted() async throws {
            let casebook = try Casebook()
            let (certificate, key) = (casebook.home.path("cert.pem"), casebook.home.path("key.pem"))
            let openssl = ProcessHarness(executable: "/usr/bin/openssl")
            let made = try await openssl.run([
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
                "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-out", certificate, "-keyout",
                key,
            ])
            #expect(made.code == 0, "\(made.errorText)")
            let site = try await NetworkSite(casebook, "--tls-cert", certificate, "--tls-key", key)
            try await site.check("eras", by: nil, certificate)
            try await site.end()
        }
    }
}
#endif
