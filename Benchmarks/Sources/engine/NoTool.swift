import JSON
import Model
import Tooling

/// A tool that does nothing, and says so.
struct NoTool: Tool {
    struct Input: Codable, Sendable {
        var text: String?
    }

    static let contract = ToolContract(
        name: "nothing", title: "Nothing", summary: "Does nothing.",
        input: .object([.optional("text", .string(), "Of no meaning.")]),
        output: .object([
            .required("text", .string(), "What was given."), .optional("list", .array(of: .integer()), "Numbers."),
        ]), freshness: .live)

    static func access(_ input: Input) -> [Access] { [] }

    func run(_ input: Input, in context: ToolContext) async throws -> ToolResult<JSONValue> {
        ToolResult(
            output: ["text": .string(input.text ?? "nothing")],
            coverage: [Coverage(source: "nothing", value: .complete, searched: Searched(bytes: 0))],
            summary: "nothing was done")
    }
}
