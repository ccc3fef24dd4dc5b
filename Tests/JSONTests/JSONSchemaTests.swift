import JSON
import Testing

@Suite struct JSONSchemaTests {
    private func messages(_ schema: JSONValue, _ value: JSONValue) throws -> [String] {
        try JSONSchema(schema).validate(value).map(\.description)
    }

    @Test func messagesSayWhatWouldBeRight() throws {
        let schema: JSONValue = [
            "type": "object", "required": ["query", "limit"], "additionalProperties": false,
            "properties": [
                "query": ["type": "string", "minLength": 1], "limit": ["type": "integer", "maximum": 100],
                "mode": ["enum": ["fast", "slow"]],
            ],
        ]
        #expect(try messages(schema, ["query": "x", "limit": 5]) == [])
        #expect(try messages(schema, [:]) == [#"the value: the required members "query", "limit" are missing"#])
        #expect(
            try messages(schema, ["query": "", "limit": 500, "mode": "quick", "size": 1]) == [
                "/query: has 0 characters; at least 1 are allowed", "/limit: must be at most 100, not 500",
                #"/mode: "quick" is not one of "fast", "slow""#,
                #"/size: the member "size" is not known; the members are: query, limit, mode"#,
            ])
        #expect(try messages(schema, 3) == ["the value: expected object, found number 3"])
    }

    @Test func alternativesNameTheNearest() throws {
        let schema: JSONValue = [
            "oneOf": [
                ["type": "string"],
                ["type": "object", "required": ["a"], "properties": ["a": ["type": "integer"]]],
            ]
        ]
        let violations = try JSONSchema(schema).validate(["a": "x"])
        #expect(violations.count == 1)
        #expect(violations.first?.keyword == "oneOf")
        #expect(violations.first?.message.contains("/a: expected integer") == true)
    }

    @Test func violationsAreBounded() throws {
        var options = JSONSchema.Options()
        options.maximumViolations = 3
        let schema = try JSONSchema(["items": false], options: options)
        #expect(schema.validate(.array(Array(repeating: 1, count: 1000))).count == 3)
    }

    @Test func violationsTellWhereInTheSchema() throws {
        let schema: JSONValue = [
            "$id": "https://x.test/s", "$defs": ["n": ["minimum": 3]], "items": ["$ref": "#/$defs/n"],
        ]
        let violation = try #require(try JSONSchema(schema).validate([1]).first)
        #expect(violation.schemaLocation == "https://x.test/s#/$defs/n")
        #expect(violation.instance.text == "/0")
    }

    @Test(
        arguments: [
            (["type": 5], .invalidKeyword), (["type": "text"], .invalidKeyword), (["minimum": "1"], .invalidKeyword),
            (["minLength": -1], .invalidKeyword), (["minLength": 1.5], .invalidKeyword),
            (["multipleOf": 0], .invalidKeyword),
            (["allOf": []], .invalidKeyword), (["allOf": [3]], .invalidKeyword), (["required": "a"], .invalidKeyword),
            (["required": [1]], .invalidKeyword), (["properties": []], .invalidKeyword),
            (["not": "x"], .invalidKeyword),
            (["$ref": "#/$defs/none"], .unresolvedReference), (["$ref": "https://x.test/none"], .unresolvedReference),
            (["$ref": "#none"], .unresolvedReference), (["$id": "a#b"], .invalidKeyword),
            (["$anchor": "1 2"], .invalidKeyword),
            (["pattern": "("], .invalidPattern), (["pattern": "(?=a)"], .unsupportedPattern),
            (["pattern": "(?<!a)b"], .unsupportedPattern), (["pattern": #"(a)\1"#], .unsupportedPattern),
            (["pattern": #"\p{Nope}"#], .unsupportedPattern), (["pattern": #"\a"#], .invalidPattern),
            (["patternProperties": ["[": true]], .invalidPattern), (["pattern": 1], .invalidKeyword),
            (["$schema": "http://json-schema.org/draft-04/schema#"], .unsupportedDialect), (3, .invalidKeyword),
            (["allOf": [["$anchor": "a"], ["$anchor": "a"]]], .duplicateIdentifier),
            (["allOf": [["$id": "a"], ["$id": "a"]]], .duplicateIdentifier),
        ] as [(JSONValue, JSONSchemaError.Code)])
    func refusesBadSchemas(schema: JSONValue, code: JSONSchemaError.Code) {
        let error = #expect(throws: JSONSchemaError.self) { try JSONSchema(schema) }
        #expect(error?.code == code)
        #expect(error?.hint.isEmpty == false)
    }

    @Test func endlessReferencesEnd() throws {
        let endless = try JSONSchema(["$ref": "#"])
        #expect(endless.validate(1).count == 1)
        let mutual = try JSONSchema([
            "$defs": ["a": ["anyOf": [["$ref": "#/$defs/b"], true]], "b": ["$ref": "#/$defs/a"]], "$ref": "#/$defs/a",
        ])
        #expect(mutual.validate(1).isEmpty == false)
    }

    @Test func explodingWorkEnds() throws {
        var definitions: JSONObject = ["n0": ["type": "string"]]
        for index in 1..<60 {
            let next: JSONValue = ["$ref": .string("#/$defs/n\(index - 1)")]
            definitions["n\(index)"] = ["anyOf": [next, next]]
        }
        var options = JSONSchema.Options()
        options.maximumSteps = 10_000
        let schema = try JSONSchema(["$defs": .object(definitions), "$ref": "#/$defs/n59"], options: options)
        #expect(schema.validate(1).first?.message.contains("too much work") == true)
    }

    @Test func deepValuesAreValidated() async throws {
        let schema = try JSONSchema([
            "$defs": ["t": ["type": ["object", "null"], "properties": ["c": ["$ref": "#/$defs/t"]]]],
            "$ref": "#/$defs/t",
        ])
        var value: JSONValue = .null
        for _ in 0..<500 { value = ["c": value] }
        let deep = value
        let violations = await Task.detached { schema.validate(deep) }.value
        #expect(violations == [])
    }

    @Test(arguments: [
        (#"^\p{Letter}+$"#, "été", true), (#"^\p{L}\d$"#, "a1", true), (#"^\u00e9\x41$"#, "éA", true),
        (#"^\ud83d\ude00$"#, "😀", true), (#"^\u{1F600}$"#, "😀", true), (#"^(?<year>\d{4})$"#, "2026", true),
        (#"^\p{Script=Greek}+$"#, "λόγος", true), ("^[^]$", "\n", true), ("^[]$", "", false),
        (#"^\s$"#, "\u{A0}", true),
        ("^.$", "\u{2028}", false), (#"^\cJ$"#, "\n", true), (#"^[\s\-/]+$"#, " -/", true), ("a$", "a\n", false),
        (#"^\S$"#, "\u{3000}", false), ("^[[]$", "[", true),
    ])
    func patternsAreECMAs(pattern: String, text: String, expected: Bool) throws {
        #expect(try JSONSchema(["pattern": .string(pattern)]).isValid(.string(text)) == expected)
    }

    @Test(arguments: [
        ("0.0001", "0.0075", true), ("0.01", "4.35", true), ("0.1", "0.3", true), ("3", "1e400", false),
        ("2", "1e400", true),
        ("1e400", "3e400", true), ("7", "123456789012345678901234567890", true),
        ("11", "123456789012345678901234567890", false),
        ("10", "123456789012345678901234567890", true),
        ("0.3", "0.1", false), ("1e-400", "1", true), ("5", "0", true), ("2.5", "7.5", true),
        ("9007199254740993", "9007199254740992", false),
    ])
    func multiplesAreExact(divisor: String, value: String, expected: Bool) throws {
        let schema = try JSONSchema(["multipleOf": .number(try #require(JSONNumber(divisor)))])
        #expect(schema.isValid(.number(try #require(JSONNumber(value)))) == expected)
    }

    @Test func formatsAreAssertedOnDemand() throws {
        let schema: JSONValue = ["format": "date-time"]
        var options = JSONSchema.Options()
        options.assertsFormats = true
        #expect(try JSONSchema(schema).isValid("yesterday"))
        #expect(try JSONSchema(schema, options: options).isValid("yesterday") == false)
        #expect(try JSONSchema(schema, options: options).isValid("2026-02-28T23:59:59.5+01:00"))
        #expect(try JSONSchema(schema, options: options).isValid("2026-02-29T00:00:00Z") == false)
    }

    @Test func metaSchemaFitsItself() throws {
        let meta = try JSONSchema(["$ref": "https://json-schema.org/draft/2020-12/schema"])
        #expect(meta.isValid(["type": "object", "properties": ["a": ["$ref": "#/x"], "b": true]]))
        #expect(meta.isValid(["properties": ["a": ["type": "nothing"]]]) == false)
        #expect(meta.isValid(["items": ["minLength": -1]]) == false)
    }
}
