import JSON
import Synchronization
import Testing

@testable import Tooling

@Suite struct DeferredTests {
    @Test func isMadeOnceHoweverManyAsk() async {
        let made = Mutex(0)
        let deferred = Deferred {
            made.withLock { count in
                count += 1
                return count
            }
        }
        #expect(made.withLock { $0 } == 0)
        await withTaskGroup { group in
            for _ in 0..<100 { group.addTask { #expect(deferred.value == 1) } }
        }
        #expect(made.withLock { $0 } == 1)
    }

    @Test func aContractsSchemasAreMadeWhenAskedFor() {
        let made = Mutex<[String]>([])
        @Sendable func schema(_ name: String) -> Schema {
            made.withLock { $0.append(name) }
            return .string()
        }
        let contract = ToolContract(
            name: "t", title: "T", summary: "s", input: schema("input"), output: schema("output"))
        #expect(made.withLock { $0 } == [])
        #expect(contract.output == .string())
        #expect(contract.output == .string())
        #expect(made.withLock { $0 } == ["output"])
        #expect(contract.input == .string())
        #expect(made.withLock { $0 } == ["output", "input"])
    }

    @Test func aRegisteredToolMakesItsSchemasWhenTheyAreNeeded() throws {
        let tool = RegisteredTool(CountingTool())
        #expect(CountingTool.made.withLock { $0 } == 0)
        try tool.check()
        #expect(CountingTool.made.withLock { $0 } == 2)
        #expect(tool.typed(["share": 1])["share"]?.numberValue?.isWrittenAsInteger == false)
        #expect(tool.problems(with: ["share": 0.5]).isEmpty)
        #expect(CountingTool.made.withLock { $0 } == 2)
    }

    @Test func aSchemaIsMadeAndCompiledOnce() throws {
        let made = Mutex(0)
        @Sendable func schema() -> Schema {
            made.withLock { $0 += 1 }
            return .string()
        }
        let deferred = DeferredSchema(schema())
        #expect(made.withLock { $0 } == 0)
        _ = try deferred.compile()
        _ = try deferred.compile()
        #expect(deferred.problems(of: "a").isEmpty)
        #expect(!deferred.problems(of: 1).isEmpty)
        #expect(made.withLock { $0 } == 1)
    }
}

/// Counts how many schemas its contract has made.
private struct CountingTool: Tool {
    struct Input: Codable, Sendable {}
    struct Output: Codable, Sendable {}

    static let made = Mutex(0)

    static let contract = ToolContract(
        name: "count", title: "Count", summary: "Counts.", input: schema(), output: schema())

    private static func schema() -> Schema {
        made.withLock { $0 += 1 }
        return .object([.optional("share", .number, "A share.")])
    }

    static func access(_ input: Input) -> [Access] { [] }

    func run(_ input: Input, in context: ToolContext) async throws -> ToolResult<Output> {
        ToolResult(output: Output(), coverage: [], summary: "")
    }
}
