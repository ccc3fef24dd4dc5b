package import JSON
package import Model

/// A tool whose types are hidden, ready to be called with JSON.
package final class RegisteredTool: Sendable {
    package let contract: ToolContract
    private let inputSchema: JSONSchema
    private let outputSchema: JSONSchema
    private let numbers: NumberShape?
    private let accessing: @Sendable (JSONValue) throws -> [Access]
    private let running: Running
    /// True when it tells what was recorded before instead of reading anything.
    package let isReplayed: Bool

    /// What answers a call; the step is nil for a call outside a run.
    package typealias Running =
        @Sendable (JSONValue, ToolContext, StepReference?) async throws -> ToolResult<JSONValue>

    /// Wraps a tool.
    /// - Throws: `JSONSchemaError` when one of its schemas is not one.
    package init<T: Tool>(_ tool: T) throws {
        contract = T.contract
        var options = JSONSchema.Options()
        // A time that is none is told by its place, not by the tool that cannot decode it.
        options.assertsFormats = true
        inputSchema = try JSONSchema(.object(T.contract.input.json), options: options)
        outputSchema = try JSONSchema(.object(T.contract.output.json), options: options)
        numbers = NumberShape(T.contract.output.json)
        isReplayed = false
        accessing = { arguments in T.access(try arguments.decode(T.Input.self)) }
        running = { arguments, context, _ in
            let result = try await tool.run(try arguments.decode(T.Input.self), in: context)
            return ToolResult(
                output: try JSONValue(encoding: result.output), coverage: result.coverage, summary: result.summary,
                body: result.body)
        }
    }

    private init(
        _ tool: RegisteredTool, accessing: @escaping @Sendable (JSONValue) throws -> [Access],
        running: @escaping Running
    ) {
        contract = tool.contract
        inputSchema = tool.inputSchema
        outputSchema = tool.outputSchema
        numbers = tool.numbers
        self.accessing = accessing
        self.running = running
        isReplayed = true
    }

    /// What is wrong with the arguments; empty when they meet the input schema.
    package func problems(with arguments: JSONValue) -> [JSONSchema.Violation] { inputSchema.validate(arguments) }

    /// What is wrong with an output; empty when it meets the output schema.
    package func problems(withOutput output: JSONValue) -> [JSONSchema.Violation] { outputSchema.validate(output) }

    /// The output with every number as its schema says: whole ones as doubles too where a fraction may stand.
    ///
    /// What is stored does not tell 2.0 from 2, and expressions would be refused what the checker has allowed them.
    package func typed(_ output: JSONValue) -> JSONValue { numbers?.applied(to: output) ?? output }

    /// The sources and paths that a call reads; the arguments have been validated.
    package func access(_ arguments: JSONValue) throws -> [Access] { try accessing(arguments) }

    /// Runs the tool.
    ///
    /// Only the `ToolExecutor` calls this. A tool itself never learns which step asks; a replay does.
    package func run(
        _ arguments: JSONValue, in context: ToolContext, at step: StepReference? = nil
    ) async throws -> ToolResult<JSONValue> {
        try await running(arguments, context, step)
    }

    /// The same contract, answered from a recording: what it is called with and what it answers are checked as ever.
    ///
    /// - Parameters:
    ///   - access: The sources that an answer came from.
    ///   - answer: Tells what was recorded.
    package func replaying(
        access: @escaping @Sendable (JSONValue) throws -> [Access], answer: @escaping Running
    ) -> RegisteredTool {
        RegisteredTool(self, accessing: access, running: answer)
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
