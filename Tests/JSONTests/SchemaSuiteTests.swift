import JSON
import Testing

/// The official suite of draft 2020-12, read from the development data.
@Suite(.enabled(if: TestData.exists("json-schema-test-suite"), "the JSON Schema test suite is not here"))
struct SchemaSuiteTests {
    /// What is left out, with the reason: a file, a group or a case.
    static let excluded: [String: String] = [
        "dependencies-compatibility.json": "`dependencies` is no keyword of 2020-12; its heirs are supported",
        "cross-draft.json": "schemas of older drafts are refused, not applied",
    ]

    struct Tally: CustomStringConvertible {
        var passed = 0
        var excluded = 0
        var failures: [String] = []

        var description: String { "passed \(passed), excluded \(excluded), failed \(failures.count)" }
    }

    static let resolver: @Sendable (String) -> JSONValue? = { uri in
        let prefix = "http://localhost:1234/"
        guard uri.hasPrefix(prefix) else { return nil }
        return try? TestData.json("json-schema-test-suite/remotes/\(uri.dropFirst(prefix.count))")
    }

    @Test func everyRequiredCasePasses() throws {
        var tally = Tally()
        for file in TestData.files("json-schema-test-suite/tests/draft2020-12") {
            try run(file, assertsFormats: false, &tally)
        }
        print("JSON Schema 2020-12, required: \(tally)")
        #expect(tally.failures == [])
        #expect(tally.passed > 1200)
    }

    @Test func assertedFormatsPass() throws {
        var tally = Tally()
        for name in [
            "date-time", "date", "time", "email", "ipv4", "ipv6", "uuid", "uri", "uri-reference", "regex",
            "json-pointer",
        ] {
            try run(
                "json-schema-test-suite/tests/draft2020-12/optional/format/\(name).json", assertsFormats: true, &tally)
        }
        print("JSON Schema 2020-12, asserted formats: \(tally)")
        #expect(tally.failures == [])
    }

    @Test func optionalCasesPass() throws {
        var tally = Tally()
        for file in TestData.files("json-schema-test-suite/tests/draft2020-12/optional") {
            try run(file, assertsFormats: false, &tally)
        }
        print("JSON Schema 2020-12, optional: \(tally)")
        for (name, reason) in Self.excluded.sorted(by: { $0.key < $1.key }) { print("excluded \(name): \(reason)") }
        #expect(tally.failures == [])
    }

    private func run(_ file: String, assertsFormats: Bool, _ tally: inout Tally) throws {
        var options = JSONSchema.Options()
        options.resolver = Self.resolver
        options.assertsFormats = assertsFormats
        let stem = file.split(separator: "/").last.map(String.init) ?? file
        for group in try TestData.json(file).arrayValue ?? [] {
            let name = "\(stem): \(group["description"]?.stringValue ?? "")"
            let tests = group["tests"]?.arrayValue ?? []
            guard Self.excluded[stem] == nil, Self.excluded[name] == nil else {
                tally.excluded += tests.count
                continue
            }
            do throws(JSONSchemaError) {
                let schema = try JSONSchema(group["schema"] ?? .null, options: options)
                for test in tests { check(test, schema, name, &tally) }
            } catch {
                tally.failures.append("\(name): \(error)")
            }
        }
    }

    private func check(_ test: JSONValue, _ schema: JSONSchema, _ group: String, _ tally: inout Tally) {
        let name = "\(group): \(test["description"]?.stringValue ?? "")"
        guard Self.excluded[name] == nil else {
            tally.excluded += 1
            return
        }
        let violations = schema.validate(test["data"] ?? .null)
        if violations.isEmpty == test["valid"]?.boolValue {
            tally.passed += 1
        } else {
            tally.failures.append("\(name): \(violations)")
        }
    }
}
