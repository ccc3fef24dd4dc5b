import JSON
import Policy
import Testing

@Suite struct RedactorTests {
    static let key: [UInt8] = Array(1...32)
    let redactor: Redactor

    init() throws { redactor = Redactor(rules: try RedactionRules(), key: Self.key) }

    /// A form of a secret, made from its published grammar: the text around it, and the part that must go.
    struct Sample: Sendable, CustomTestStringConvertible {
        let kind: String
        let text: String
        let secret: String
        var testDescription: String { "\(kind): \(text)" }

        init(_ kind: String, _ secret: String, in text: (String) -> String = { "value \($0) here" }) {
            self.kind = kind
            self.secret = secret
            self.text = text(secret)
        }
    }

    static let upper = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    static let mixed = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")

    static let samples: [Sample] = (0..<5).flatMap { (seed: UInt64) -> [Sample] in
        var random = SeededGenerator(state: seed)
        func text(_ count: Int, of alphabet: [Character] = mixed) -> String {
            String((0..<count).map { _ in alphabet[Int.random(in: alphabet.indices, using: &random)] })
        }
        let jwt = "eyJ\(text(20)).eyJ\(text(40)).\(text(43))"
        return [
            Sample("aws-access-key", "AKIA" + text(16, of: upper)),
            Sample("aws-access-key", "ASIA" + text(16, of: upper)),
            Sample("github-token", "ghp_" + text(36)), Sample("github-token", "github_pat_" + text(82)),
            Sample("gitlab-token", "glpat-" + text(20)), Sample("slack-token", "xoxb-\(text(12))-\(text(24))"),
            Sample("google-key", "AIza" + text(35)), Sample("stripe-key", "sk_live_" + text(24)),
            Sample("registry-token", "npm_" + text(36)), Sample("vault-token", "hvs." + text(24)),
            Sample("model-key", "sk-ant-api03-" + text(30)), Sample("jwt", jwt),
            Sample(
                "private-key",
                "-----BEGIN RSA PRIVATE KEY-----\n\(text(64))\n\(text(20))\n-----END RSA PRIVATE KEY-----"),
            Sample("url-password", text(12)) { "postgres://shop:\($0)@db.internal:5432/shop" },
            Sample("authorization", text(20)) { "Authorization: Basic \($0)" },
            Sample("authorization", text(20)) { #"{"authorization":"Token \#($0)"}"# },
            Sample("bearer-token", text(30)) { "curl -H 'X: Bearer \($0)'" },
            Sample("cookie", "sid=\(text(20)); theme=dark") { "Cookie: \($0)" },
            Sample("cookie", "sid=\(text(20)); Path=/") { "set-cookie: \($0)" },
            Sample("basic-auth", text(12)) { #"["curl", "-u", "admin:\#($0)"]"# },
            Sample("option-value", text(12)) { "requirepass \($0)" },
            Sample("xml-element", text(12)) { "<password><![CDATA[\($0)]]></password>" },
            Sample("named-value", text(9)) { "DB_PASSWORD=\($0)" },
            Sample("named-value", text(9)) { "password: \($0)" },
            Sample("named-value", text(9)) { "dbPassword = \"\($0)\"" },
            Sample("named-value", text(9)) { #"{"password":"\#($0)","user":"ada"}"# },
            Sample("named-value", text(9)) { #"{"line":"{\"api_key\":\"\#($0)\"}"}"# },
            Sample("named-value", text(40)) { "aws_secret_access_key = \($0)" },
            Sample("named-value", text(9)) { "GET /cb?access_token=\($0)&state=1" },
            Sample("named-value", text(9)) { "password => '\($0)'," },
            Sample("named-value", text(9)) { "token=\($0)" },
            Sample("named-value", "k7" + text(9)) { "token: \($0)" },
            Sample("named-value", "s" + text(9)) { "pwd=\($0)" },
        ]
    }

    @Test(arguments: samples)
    func hides(_ sample: Sample) {
        var receipt = RedactionReceipt()
        let shown = redactor.redact(sample.text, &receipt)
        #expect(!shown.contains(sample.secret))
        #expect(shown.contains("«secret:"))
        #expect(receipt.hidden[sample.kind] == 1)
        // What is hidden is not hidden again, and nothing more is.
        #expect(redactor.redact(shown) == shown)
        let parts = sample.text.split(separator: sample.secret, maxSplits: 1, omittingEmptySubsequences: false)
        #expect(shown.hasPrefix(parts[0]) && shown.hasSuffix(parts[1]))
    }

    @Test(arguments: [
        "550e8400-e29b-41d4-a716-446655440000", "d41d8cd98f00b204e9800998ecf8427e",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "commit 121915d8f3c5a8be90a4a1f4dbb5f2f4f5c2aa31", "version 2.14.3-rc.1+build.77",
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4",
        #"FATAL:  password authentication failed for user "shop""#, "unexpected token: SELECT at line 3",
        "error near token: expected ')'", "the secret: nobody knows", "password=", "password:\nuser=ada",
        "Enter password: ", "token == other", "password != null", "password: null", "password=********",
        "password=${DB_PASSWORD}", "max_tokens=4096", "tokens: 12345", "token_type: bearer",
        "TTY=pts/0 ; PWD=/home/ada",
        "http://example.com:8080/a@b", "see https://example.com/path?x=1", "Invalid cookie: session expired",
        "authorization: denied", "bearer of bad news", "ses_7k2m4n8p0q1r2s3t4v5w6x7y8z",
        "AKIA is a prefix", "eyJhbGciOi is cut", "duplicate key value violates unique constraint",
        #"http "POST /x" -u upstream:8080"#, "listening on http -au localhost:8080",
        "listening on http -a localhost:8080", "the requirepass directive",
        #"10.0.0.1 - - [01/Mar/2026:12:00:00 +0000] "GET /checkout HTTP/1.1" 500 17 "-" "curl/7.88.1""#,
    ])
    func leavesAlone(_ text: String) {
        #expect(redactor.redact(text) == text)
    }

    @Test func tokensAreEqualForEqualSecretsOnly() throws {
        let first = redactor.redact("password=hunter2")
        #expect(first == redactor.redact("password=hunter2"))
        #expect(first.dropFirst(9) == redactor.redact("dbPassword: hunter2").dropFirst(12))
        #expect(first != redactor.redact("password=hunter3"))
        #expect(first != Redactor(rules: try RedactionRules(), key: [9]).redact("password=hunter2"))
        #expect(first != redactor.forText(of: .caller).redact("password=hunter2"))
        let form = try #require(first.wholeMatch(of: /password=«secret:([0-9a-f]{12})»/))
        #expect(form.1.count == 12)
    }

    @Test func neverHidesATokenAgain() {
        let token = redactor.redact("password=hunter2").dropFirst(9)
        for text in [
            "\(token)", "secret: \(token)", "token=\(token)", "password='\(token)'.", "x://u:\(token)@h",
            "Authorization: Bearer \(token)", #"{"password":"\#(token)"}"#,
        ] {
            #expect(redactor.redact(text) == text)
        }
        #expect(
            redactor.redact(["password": .string(String(token))] as JSONValue) == ["password": .string(String(token))])
        // Beside a token, a secret is a secret still.
        #expect(!redactor.redact("password=\"hunter2 \(token)\"").contains("hunter2"))
    }

    @Test func hidesMembersByTheirNames() {
        let value: JSONValue = [
            "user": "ada", "Password": "swordfish", "pin": 1234, "api_key": 123_456, "secret": ["uno", "dos", 3],
            "credentials": ["name": "ada", "passphrase": "correct horse"], "token": .null, "clientSecret": "none",
            "session_token": true, "tokens": 12, "passwordLength": 9,
        ]
        var receipt = RedactionReceipt()
        let shown = redactor.redact(value, &receipt)
        #expect(receipt.hidden == ["named-member": 6])
        for name in ["user", "pin", "token", "clientSecret", "session_token", "tokens", "passwordLength"] {
            #expect(shown[name] == value[name])
        }
        let text = shown.canonicalText()
        for secret in ["swordfish", "123456", "uno", "dos", "correct horse"] { #expect(!text.contains(secret)) }
        #expect(redactor.redact(shown) == shown)
    }

    @Test func hidesInNamesAndDeepInside() {
        let key = "AKIA" + String(repeating: "Q", count: 16)
        let shown = redactor.redact([key: [["note": .string("it is \(key)")]]] as JSONValue)
        #expect(!shown.canonicalText().contains(key))
    }

    @Test func countsWhatItHides() {
        var receipt = RedactionReceipt()
        #expect(receipt.isEmpty)
        var bytes = Array("password=a1 AKIAQQQQQQQQQQQQQQQQ password=b2".utf8)
        #expect(redactor.redact(&bytes, &receipt))
        #expect(receipt.hidden == ["named-value": 2, "aws-access-key": 1])
        #expect(!redactor.redact(&bytes, &receipt))
    }

    @Test func takesBytesThatAreNotText() {
        var receipt = RedactionReceipt()
        var bytes: [UInt8] = [0xFF, 0xFE, 0x00] + Array(" password=hunter2 ".utf8) + [0xC3]
        #expect(redactor.redact(&bytes, &receipt))
        #expect(bytes.starts(with: [0xFF, 0xFE, 0x00]) && bytes.last == 0xC3)
        var empty: [UInt8] = []
        #expect(!redactor.redact(&empty, &receipt))
    }
}

extension RedactorTests {
    @Test func followsTheOperatorsPatterns() throws {
        let rules = try RedactionRules(custom: ["employee-id": "E[0-9]{7}", "case": "case ([a-z]+)", "empty": "q*"])
        let redactor = Redactor(rules: rules, key: Self.key)
        var receipt = RedactionReceipt()
        let shown = redactor.redact("by E1234567 in case nil", &receipt)
        #expect(receipt.hidden == ["employee-id": 1, "case": 1])
        #expect(shown.contains("in case «secret:") && !shown.contains("E1234567"))
    }

    @Test(arguments: ["(", "a{99999}", #"(?=x)"#, #"(a)\1"#])
    func refusesABadPattern(_ pattern: String) throws {
        let error = try #require(throws: PolicyError.self) {
            try RedactionRules(custom: ["good": "x", "bad-one": pattern])
        }
        #expect(error.kind == .badPattern)
        #expect(error.message.contains("`bad-one`"))
    }
}

/// A small generator of reproducible random numbers (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}
