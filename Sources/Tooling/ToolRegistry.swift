package import JSON
package import Model

/// A tool whose types are hidden, ready to be called with JSON.
package final class RegisteredTool: Sendable {
    package let contract: ToolContract
    private let inputSchema: DeferredSchema
    private let outputSchema: DeferredSchema
    private let numbers: Deferred<NumberShape?>
    private let preparing: @Sendable (JSONValue) throws -> Invocation
    /// True when it tells what was recorded before instead of reading anything.
    package let isReplayed: Bool

    /// A call whose arguments were decoded.
    package struct Invocation: Sendable {
        /// The sources and paths that it reads.
        package let access: [Access]
        /// Runs the tool, for the `ToolExecutor` alone.
        ///
        /// The step is nil for a call outside a run; a tool itself never learns which step asks, a replay does.
        package let run: @Sendable (ToolContext, StepReference?) async throws -> ToolResult<JSONValue>
    }

    /// What answers a call from a recording.
    package typealias Answer =
        @Sendable (JSONValue, ToolContext, StepReference?) async throws -> ToolResult<JSONValue>

    /// Wraps a tool.
    package init<T: Tool>(_ tool: T) {
        let contract = T.contract
        self.contract = contract
        inputSchema = DeferredSchema(contract.input)
        outputSchema = DeferredSchema(contract.output)
        numbers = Deferred { NumberShape(contract.output.json) }
        isReplayed = false
        preparing = { arguments in
            let input = try arguments.decode(T.Input.self)
            return Invocation(access: T.access(input)) { context, _ in
                let result = try await tool.run(input, in: context)
                return ToolResult(
                    output: try JSONValue(encoding: result.output), coverage: result.coverage,
                    summary: result.summary, body: result.body)
            }
        }
    }

    private init(replaying tool: RegisteredTool, _ preparing: @escaping @Sendable (JSONValue) throws -> Invocation) {
        contract = tool.contract
        inputSchema = tool.inputSchema
        outputSchema = tool.outputSchema
        numbers = tool.numbers
        self.preparing = preparing
        isReplayed = true
    }

    /// Compiles its schemas now, which otherwise happens when they are first needed.
    ///
    /// - Throws: `JSONSchemaError` when one of them is none.
    package func check() throws(JSONSchemaError) {
        _ = try inputSchema.compile()
        _ = try outputSchema.compile()
    }

    /// What is wrong with the arguments; empty when they meet the input schema.
    package func problems(with arguments: JSONValue) -> [JSONSchema.Violation] { inputSchema.problems(of: arguments) }

    /// What is wrong with an output; empty when it meets the output schema.
    package func problems(withOutput output: JSONValue) -> [JSONSchema.Violation] { outputSchema.problems(of: output) }

    /// The output with every number as its schema says: whole ones as doubles too where a fraction may stand.
    ///
    /// What is stored does not tell 2.0 from 2, and expressions would be refused what the checker has allowed them.
    package func typed(_ output: JSONValue) -> JSONValue { numbers.value?.applied(to: output) ?? output }

    /// Decodes the arguments of a call, which have been validated.
    package func prepare(_ arguments: JSONValue) throws -> Invocation { try preparing(arguments) }

    /// The same contract, answered from a recording: what it is called with and what it answers are checked as ever.
    ///
    /// - Parameters:
    ///   - access: The sources that an answer came from.
    ///   - answer: Tells what was recorded.
    package func replaying(
        access: @escaping @Sendable (JSONValue) throws -> [Access], answer: @escaping Answer
    ) -> RegisteredTool {
        RegisteredTool(replaying: self) { arguments in
            Invocation(access: try access(arguments)) { try await answer(arguments, $0, $1) }
        }
    }
}

/// The tools of this server by name.
package struct ToolRegistry: Sendable {
    /// Ordered by name.
    package let all: [RegisteredTool]
    private let byName: [String: RegisteredTool]

    package init(_ tools: [RegisteredTool]) {
        byName = Dictionary(tools.map { ($0.contract.name, $0) }, uniquingKeysWith: { _, last in last })
        all = byName.values.sorted { $0.contract.name < $1.contract.name }
    }

    /// The tool of that name; nil when there is none.
    package subscript(_ name: String) -> RegisteredTool? { byName[name] }

    package var names: [String] { all.map(\.contract.name) }
}

/// Tells from when to when a source has data; a window that nobody set is derived from it.
package protocol ExtentReading: Sendable {
    /// The kinds whose extent it can read.
    var kinds: [SourceKind] { get }

    /// From the first to just after the last line or sample; nil when there is none with a time.
    func extent(of source: Source) async throws -> TimeSpan?
}
