#if HTTP
import Foundation
import JSON
import MetricTools
import Model
import Synchronization
import TestSupport
import Testing

@testable import Fetching

/// How servers are reached: by name, over TLS, with credentials, and by nobody's proxy.
@Suite(.enabled(if: FaultSite.isInstalled, "openssl(1) is not installed"), .timeLimit(.minutes(2)))
struct ServerClientTests {
    /// What the asking ended with: the answer's text, or an error.
    private static func ask(
        _ endpoint: Endpoint, by client: ServerClient = ServerClient(clock: SystemWallClock())
    ) async -> Result<String, ToolError> {
        var text: [UInt8] = []
        do {
            _ = try await client.ask(
                ServerQuestion("/api/v1/query", [("query", "m")]), of: endpoint
            ) { _, piece in text += piece }
            return .success(String(decoding: text, as: UTF8.self))
        } catch {
            return .failure(error as? ToolError ?? ToolError(.internal, "\(error)", hint: nil))
        }
    }

    @Test(arguments: ["localhost", "LocalHost", "127.0.0.1", "2130706433", "[::ffff:127.0.0.1]"])
    func serversHaveNames(host: String) async throws {
        let site = try await FaultSite()
        let answer = await Self.ask(Endpoint(url: "http://\(host):\(site.port)/warnings"))
        #expect(try answer.get().contains("store a is down"))
        try await site.end()
    }

    /// The connection goes to the address that was looked at: of this name nobody else knows one.
    @Test func theAddressThatWasLookedAtIsAsked() async throws {
        let site = try await FaultSite()
        let asked = Mutex<[String]>([])
        let client = ServerClient(clock: SystemWallClock()) { host in
            let count = asked.withLock { hosts in
                hosts.append(host)
                return hosts.count
            }
            return try HostAddresses(of: count == 1 ? "127.0.0.1" : "192.0.2.1")
        }
        let answer = await Self.ask(Endpoint(url: "http://metrics.invalid:\(site.port)/warnings"), by: client)
        #expect(try answer.get().contains("store a is down"))
        #expect(asked.withLock { $0 } == ["metrics.invalid"])
        #expect(site.record.contains("metrics.invalid:\(site.port)"))
        // What is an address is asked of no resolver.
        _ = try await Self.ask(Endpoint(url: "http://127.0.0.1:\(site.port)/warnings"), by: client).get()
        #expect(asked.withLock(\.count) == 1)
        try await site.end()
    }

    @Test func aResolverThatHangsIsNotWaitedFor() async throws {
        let gates = ["late.invalid": DispatchSemaphore(value: 0), "left.invalid": DispatchSemaphore(value: 0)]
        let (asked, told) = AsyncStream.makeStream(of: Void.self)
        let client = ServerClient(clock: SystemWallClock()) { host in
            told.yield()
            gates[host]?.wait()
            return try HostAddresses(of: "127.0.0.1")
        }
        let late = await Self.ask(Endpoint(url: "http://late.invalid", timeout: 50), by: client)
        #expect(Self.failure(late)?.kind == .timeout)
        #expect(Self.failure(late)?.message == "the server's name was not resolved within 50 ms")
        gates["late.invalid"]?.signal()
        let task = Task {
            try await client.ask(
                ServerQuestion("/api/v1/query"), of: Endpoint(url: "http://left.invalid", timeout: 3_600_000)
            ) { _, _ in }
        }
        var isFirst = true
        for await _ in asked {
            if !isFirst { break }
            isFirst = false
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { _ = try await task.value }
        gates["left.invalid"]?.signal()
    }

    @Test(arguments: FaultSite.Certificate.allCases)
    func serversAreKnownByTheirCertificates(_ certificate: FaultSite.Certificate) async throws {
        let site = try await FaultSite(certificate)
        let url = "https://localhost:\(site.port)/warnings"
        let token = Endpoint.Credential.token(file: try site.secret("sesame-4711"))
        let known = await Self.ask(
            Endpoint(url: url, credential: token, authorities: site.folder.path("ca.pem")))
        if certificate == .good {
            #expect(try known.get().contains("store a is down"))
            #expect(site.record.contains("Bearer sesame-4711"))
            // An authority that nobody named is not trusted, and who speaks no TLS is not asked without it.
            let unknown = await Self.ask(Endpoint(url: url, credential: token))
            #expect(Self.failure(unknown)?.message.contains("not trusted") == true)
            let plain = try await FaultSite()
            let elsewhere = await Self.ask(Endpoint(url: "https://localhost:\(plain.port)/warnings", credential: token))
            #expect(Self.failure(elsewhere)?.kind == .communication && plain.record.isEmpty)
            try await plain.end()
        } else {
            let words = certificate == .elsewhere ? "another name" : "not trusted or expired"
            #expect(Self.failure(known)?.message.contains(words) == true)
            #expect(site.record.isEmpty, "nothing was said to a stranger")
        }
        try await site.end()
    }

    private static func failure(_ result: Result<String, ToolError>) -> ToolError? {
        if case .failure(let error) = result { error } else { nil }
    }

    @Test func credentialsAreNotToldAgain() async throws {
        let site = try await FaultSite()
        let file = try site.secret("sesame-4711")
        let url = "http://127.0.0.1:\(site.port)/echo"
        let bearer = try await Self.ask(Endpoint(url: url, credential: .token(file: file))).get()
        #expect(bearer.contains("I do not know Bearer ***********") && !bearer.contains("sesame"))
        let basic = try await Self.ask(Endpoint(url: url, credential: .password(user: "u", file: file))).get()
        #expect(basic.contains("I do not know Basic ****") && !basic.contains("dTpzZXNhbWUtNDcxMQ"))
        try await site.end()
    }

    @Test func aTenantIsNamed() async throws {
        let site = try await FaultSite()
        let url = "http://127.0.0.1:\(site.port)/warnings"
        _ = try await Self.ask(Endpoint(url: url, tenant: "team-a|team-b")).get()
        _ = try await Self.ask(Endpoint(url: url)).get()
        let lines = site.record.split(separator: "\n")
        #expect(lines.map { $0.hasSuffix("team-a|team-b") } == [true, false])
        try await site.end()
    }

    /// Servers escape what they like, and whoever reads the answer undoes it.
    @Test(arguments: ["echo", "echo-escaped"])
    func escapedCredentialsAreNotToldAgain(fault: String) async throws {
        let site = try await FaultSite()
        let secret = "sesame/47\\11=&<"
        let file = try site.secret(secret)
        let url = "http://127.0.0.1:\(site.port)/\(fault)"
        let bearer = try await Self.ask(Endpoint(url: url, credential: .token(file: file))).get()
        #expect(try #require(Self.error(bearer)).wholeMatch(of: /I do not know Bearer \*+/) != nil)
        let basic = try await Self.ask(Endpoint(url: url, credential: .password(user: "u", file: file))).get()
        #expect(Data("u:\(secret)".utf8).base64EncodedString().hasSuffix("="))
        #expect(try #require(Self.error(basic)).wholeMatch(of: /I do not know Basic \*+=?/) != nil)
        try await site.end()
    }

    /// As gateways do, which hand on what others have answered.
    @Test func credentialsWithinOtherTextsAreNotToldAgain() async throws {
        let site = try await FaultSite()
        let secret = "sesame/47\\11=&<+%41"
        let file = try site.secret(secret)
        let url = "http://127.0.0.1:\(site.port)/echo-nested"
        for credential in [Endpoint.Credential.token(file: file), .password(user: "u", file: file)] {
            let told = try await Self.ask(Endpoint(url: url, credential: credential)).get()
            let answer = try JSONValue(parsing: told)
            let inner = try JSONValue(parsing: #require(answer["error"]?.stringValue))
            let header = try #require(inner["headers"]?["Authorization"]?.stringValue)
            #expect(header.wholeMatch(of: /(Bearer|Basic) \*+=*/) != nil, "\(told)")
            let address = try #require(answer["errorType"]?.stringValue)
            #expect(address.wholeMatch(of: /\/login\?as=(Bearer|Basic)%20\*+(%3D)*/) != nil, "\(told)")
        }
        try await site.end()
    }

    /// What an answer tells to whoever reads its JSON.
    private static func error(_ answer: String) -> String? {
        (try? JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [String: Any])?["error"] as? String
    }

    private static func veiled(_ text: String, _ secrets: [String], length: Int) -> String {
        let text = Array(text.utf8)
        var veil = SecretVeil(secrets)
        var out: [UInt8] = []
        for start in stride(from: 0, to: text.count, by: length) {
            out += veil.hide(Array(text[start..<min(text.count, start + length)]))
        }
        out += veil.rest()
        return String(decoding: out, as: UTF8.self)
    }

    /// However an answer is cut into pieces.
    @Test(arguments: 1...9)
    func secretsAreHiddenAcrossPieces(length: Int) {
        let text = "a sesame-4711 b sesame-47 sesame-4711sesame-4711 c sesame-471"
        let stars = String(repeating: "*", count: 11)
        let told = Self.veiled(text, ["sesame-4711", "short"], length: length)
        #expect(told == "a \(stars) b sesame-47 \(stars)\(stars) c sesame-471")
    }

    @Test(arguments: [1, 2, 3, 5, 7, 100])
    func escapedSecretsAreHiddenAcrossPieces(length: Int) {
        func stars(_ count: Int) -> String { String(repeating: "*", count: count) }
        let secret = "a/b=\"c\\d"
        let cases = [
            (#"a\/b=\"c\\d"#, 11), (#"a/b\u003d\"c\\d"#, 15),
            (#"\u0061\u002F\u0062\u003D\u0022\u0063\u005C\u0064"#, 48),
            (#"\u0061\u002f\u0062\u003d\u0022\u0063\u005c\u0064"#, 48),
            (#"a\\\/b\\u003d\\\"c\\\\d"#, 23), ("a%2Fb%3d%22c%5Cd", 16),
        ]
        for (written, count) in cases {
            let told = Self.veiled("[\"\(written)\",\"x\(written)y\"]", [secret], length: length)
            #expect(told == "[\"\(stars(count))\",\"x\(stars(count))y\"]")
        }
        // The letter of an escape begins no secret, and what is cut off is none.
        let others = [
            #"["\nabcdef"]"#, #"["\u00nabcdef""#.replacing("nabcdef", with: "6eabcdeX"), #"a\/b\u003d\"c\\"#, #"\u00"#,
        ]
        for text in others { #expect(Self.veiled(text, [secret, "nabcdef"], length: length) == text) }
        // A secret that another one begins with, of which no more comes.
        #expect(Self.veiled("sesame-4", ["sesame-4711", "sesame"], length: length) == "******-4")
    }
}
#endif
