import Testing

@testable import Policy

/// Values that stand below their names.
@Suite struct SecretBlockTests {
    private static let secrets = ["hunter2Alpha", "bravo two words", "Charlie3"]

    private func shown(_ text: String, keepingLines: Bool = false) throws -> String {
        let redactor = Redactor(rules: try RedactionRules(), key: Array(1...32))
        var (bytes, receipt) = (Array(text.utf8), RedactionReceipt())
        _ = keepingLines ? redactor.redactLines(of: &bytes, &receipt) : redactor.redact(&bytes, &receipt)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: [
        "password: |\n  hunter2Alpha\n  bravo two words\n",
        "password: >-\n  hunter2Alpha\n\n  bravo two words\nuser: ada",
        "a:\n  - db_password: |2+\n        hunter2Alpha\n      bravo two words\n    user: ada",
        "\"apiKey\" : &x !!str | # from the vault\r\n  hunter2Alpha\r\n\r\n    Charlie3\r\n",
        "password:\n  hunter2Alpha\nuser: ada", "- client_secret:\n    'bravo two words'\n  user: ada",
        "{\n  \"password\":\n   \"bravo two words\",\n  \"user\": 1}", "{\"password\":\n\t\"hunter2Alpha\"}",
        "token:\n  Charlie3x\n", "12:00 INFO config\npassword: |\n  bravo two words", "pwd: |\n  bravo two words",
    ])
    func areHidden(text: String) throws {
        for keepsLines in [false, true] {
            let shown = try shown(text, keepingLines: keepsLines)
            for secret in Self.secrets { #expect(!shown.contains(secret), "\(shown)") }
            #expect(shown.contains("«secret:"))
            #expect(shown.split(separator: "\n").count == text.split(separator: "\n").count)
            #expect(!text.contains("ada") || shown.contains("user: ada"))
        }
    }

    @Test(arguments: [
        "description: |\n  reset the password\n", "password: |\nuser: ada\n", "password:\n\n  user: ada", "password: |",
        "- token: |\n  user: ada\n", "password:\n  user: ada\n", "password:\n  - one1\n", "token:\n  at auth.js:14:2",
        "token:\n  EOF", "api_key:\n  ${API_KEY}\n", "password:\n  \"name\": \"x\"", "password: x: |\n  abc",
        "Enter your password:\n  hunter2Alpha?", "secret:\n  secretName: tls-2", "password:\nhunter2Alpha",
        "varchar password(255)", "getPassword(user)", "isToken('abc')", "use '--token' or '--key'",
        "--token\" is, \"--key\"",
        "password(string)", "",
    ])
    func othersStay(text: String) throws { #expect(try shown(text) == text) }

    @Test(arguments: [
        ("withPassword('bravo two words')", "withPassword('«secret»')"),
        ("password(hunter2Alpha)", "password(«secret»)"),
        ("setApiKey(\"hunter2Alpha\");", "setApiKey(\"«secret»\");"),
        ("x --token'hunter2Alpha' y", "x --token'«secret»' y"),
        ("x --db-password\"hunter2Alpha\"", "x --db-password\"«secret»\""),
    ])
    func argumentsAreHidden(text: String, expected: String) throws {
        #expect(try shown(text).replacing(/«secret:[0-9a-f]{12}»/, with: "«secret»") == expected)
    }

    /// Whoever reads lines of a block reads what stands above them, too.
    @Test func aLineWithinOneMayBelongToMore() {
        func mayBelong(_ line: String) -> Bool { Redactor.mayBelongToMore(Array(line.utf8).span) }
        for line in [
            "  bravo two words", "\thunter2", " x", "aGVsbG8gd29ybGQ=", "name: value", "\"some.name\": 1", "name:",
            "abcd\\n",
        ] {
            #expect(mayBelong(line), "\(line)")
        }
        for line in [
            "bravo two words", "", "   ", "abc", "12:00 INFO x", "a(b): c", "name:value", "a=b c",
            String(repeating: "n", count: 129) + ": x",
        ] {
            #expect(!mayBelong(line), "\(line)")
        }
    }

    /// A line is hidden by itself, so that nothing depends on how much of a block is read.
    @Test func eachLineHasATokenOfItsOwn() throws {
        let (whole, part) = (try shown("password: |\n  one1\n  two2\n"), try shown("password: |\n  one1\n"))
        #expect(whole.hasPrefix(part) && Set(whole.matches(of: /«secret:[0-9a-f]{12}»/).map { $0.output }).count == 2)
    }
}
