import JSON
import Model
import Policy
import Testing
import Tooling

@Suite struct SourceCatalogTests {
    static let catalog = SourceCatalog([
        Source(name: "web", kind: .logs), Source(name: "app", kind: .logs), Source(name: "plan", kind: .terraformPlan),
        Source(name: "app", kind: .logs, utcOffset: 3600),
    ])

    @Test func findsByNameAndKind() throws {
        #expect(Self.catalog.all.map(\.name) == ["app", "plan", "web"])
        #expect(try Self.catalog.source("app", kinds: [.logs]).utcOffset == 3600)
        #expect(Self.catalog.sources(of: [.logs]).map(\.name) == ["app", "web"])
        let unknown = #expect(throws: ToolError.self) { try Self.catalog.source("db", kinds: [.logs]) }
        #expect(unknown?.kind == .notPermitted)
        let other = #expect(throws: ToolError.self) { try Self.catalog.source("plan", kinds: [.logs, .changes]) }
        #expect(other?.kind == .validation && other?.hint == "of that kind: app, web")
    }

    @Test func hidesWhatIsNotAllowed() {
        let allowed = Self.catalog.allowed(by: Rights(tools: ["look"], sources: ["app", "nothing"]))
        // What may only be read is not asked.
        let reader = Rights([.init(tools: ["*"], sources: ["app"], roots: [], asks: false)])
        #expect(Self.catalog.allowed(by: reader).all.isEmpty && reader.allows(source: "app"))
        #expect(allowed.all.map(\.name) == ["app"])
        #expect(Self.catalog.allowed(by: .all).all == Self.catalog.all)
        let refused = #expect(throws: ToolError.self) { try allowed.source("web", kinds: [.changes]) }
        #expect(refused == .notPermitted("source web"))
    }
}

@Suite struct SchemaTests {
    static let schema = Schema.object([
        .required("name", .string(maximum: 3, pattern: "^[a-z]+$"), "A name."),
        .optional("limit", .integer(1...5), "How many.", default: 2),
        .optional("when", .nullable(.time), "When."),
        .optional("tags", .array(of: .oneOf(["a", "b"]), maximum: 2), "Tags."),
        .optional("more", .map(of: .number), "Numbers."),
    ])

    @Test(arguments: [
        (#"{"name":"abc"}"#, true),
        (#"{"name":"a","limit":5,"when":null,"tags":["a","b"],"more":{"x":1.5}}"#, true),
        (#"{"name":"a","when":"2026-03-01T12:00:00Z"}"#, true), ("{}", false), (#"{"name":"abcd"}"#, false),
        (#"{"name":"A"}"#, false), (#"{"name":"a","limit":6}"#, false), (#"{"name":"a","limit":1.5}"#, false),
        (#"{"name":"a","when":"noon"}"#, false), (#"{"name":"a","tags":["c"]}"#, false),
        (#"{"name":"a","tags":["a","b","a"]}"#, false), (#"{"name":"a","more":{"x":"1"}}"#, false),
        (#"{"name":"a","other":1}"#, false), ("[]", false),
    ])
    func isWhatItSays(_ text: String, _ isRight: Bool) throws {
        var options = JSONSchema.Options()
        options.assertsFormats = true
        let schema = try JSONSchema(.object(Self.schema.json), options: options)
        #expect(schema.validate(try JSONValue(parsing: text)).isEmpty == isRight)
    }

    @Test func describesItsMembers() {
        let limit = Self.schema.json["properties"]?["limit"]
        #expect(limit?["description"] == "How many." && limit?["default"] == 2)
        #expect(Schema.string().language("regex").json["x-casebook-language"] == "regex")
        #expect(Schema.string().source(["logs"]).json["x-casebook-source"] == ["logs"])
    }
}

@Suite struct ToolRegistryTests {
    struct Add: Tool {
        struct Input: Decodable, Sendable { let numbers: [Int] }
        struct Output: Encodable, Sendable { let sum: Int }

        static let contract = ToolContract(
            name: "add", title: "Add", summary: "Adds.",
            input: .object([.required("numbers", .array(of: .integer(0...9)), "The numbers.")]),
            output: .object([.required("sum", .integer(), "Their sum.")]))

        static func access(_ input: Input) -> [Access] { input.numbers.isEmpty ? [] : [.host] }

        func run(_ input: Input, in context: ToolContext) async throws -> ToolResult<Output> {
            ToolResult(output: Output(sum: input.numbers.reduce(0, +)), coverage: [], summary: "added")
        }
    }

    struct When: Tool {
        struct Input: Codable, Sendable { let time: Timestamp }

        static let contract = ToolContract(
            name: "when", title: "When", summary: "Repeats a time.",
            input: .object([.required("time", .time, "The time.")]),
            output: .object([.required("time", .time, "The time.")]))

        static func access(_ input: Input) -> [Access] { [] }

        func run(_ input: Input, in context: ToolContext) async throws -> ToolResult<Input> {
            ToolResult(output: input, coverage: [], summary: "")
        }
    }

    @Test(arguments: [
        ("2026-03-01T12:00:00Z", true), ("2026-03-01T12:00:00.5+02:00", true), ("noon", false),
        ("2026-03-01T12:00:00", false), ("2026-02-30T12:00:00Z", false),
    ])
    func tellsATimeFromOtherText(_ text: String, _ isTime: Bool) throws {
        let tool = RegisteredTool(When())
        #expect(tool.problems(with: ["time": .string(text)]).isEmpty == isTime)
        #expect(tool.problems(withOutput: ["time": .string(text)]).isEmpty == isTime)
    }

    /// Has a schema that is none.
    struct Broken: Tool {
        static let contract = ToolContract(
            name: "broken", title: "", summary: "", input: Schema(json: ["type": "nothing"]), output: .any)

        static func access(_ input: JSONValue) -> [Access] { [] }

        func run(_ input: JSONValue, in context: ToolContext) async throws -> ToolResult<JSONValue> {
            ToolResult(output: input, coverage: [], summary: "")
        }
    }

    @Test func callsAToolWithJSON() async throws {
        let tool = try #require(try ToolRegistry([RegisteredTool(Add())])["add"])
        #expect(tool.problems(with: ["numbers": [1, 2]]).isEmpty && !tool.problems(with: ["numbers": [10]]).isEmpty)
        #expect(try tool.prepare(["numbers": [1]]).access == [.host] && tool.prepare(["numbers": []]).access == [])
        #expect(throws: (any Error).self) { try tool.prepare(["numbers": "1"]) }
        let moment = Timestamp(milliseconds: 0)
        let context = ToolContext(
            window: Window(TimeSpan(start: moment, end: moment)), sources: SourceCatalog([]), roots: [],
            redactor: Redactor(rules: try RedactionRules(), key: [1]), now: moment, evidence: NoEvidence())
        let result = try await tool.prepare(["numbers": [1, 2]]).run(context, nil)
        #expect(result.output == ["sum": 3] && tool.problems(withOutput: result.output).isEmpty)
        #expect(!tool.problems(withOutput: ["sum": "3"]).isEmpty)
    }

    @Test func refusesASchemaThatIsNone() {
        let tool = RegisteredTool(Broken())
        #expect(throws: JSONSchemaError.self) { try tool.check() }
        #expect(!tool.problems(with: [:]).isEmpty)
    }

    @Test func ordersByName() throws {
        let registry = ToolRegistry([RegisteredTool(Add()), RegisteredTool(Add())])
        #expect(registry.names == ["add"] && registry["subtract"] == nil)
    }
}
