import JSON
import Model
import Tooling

/// A tool that does nothing, and says so.
struct NoTool: Tool {
    struct Input: Codable, Sendable {
        var text: String?
    }

    /// Random letters that it says besides.
    var bytes = 0

    static let contract = ToolContract(
        name: "nothing", title: "Nothing", summary: "Does nothing.",
        input: .object([.optional("text", .string(), "Of no meaning.")]),
        output: .object([
            .required("text", .string(), "What was given."), .optional("list", .array(of: .integer()), "Numbers."),
        ]), freshness: .live)

    static func access(_ input: Input) -> [Access] { [] }

    func run(_ input: Input, in context: ToolContext) async throws -> ToolResult<JSONValue> {
        var text = input.text ?? "nothing"
        if bytes > 0 {
            var random = SystemRandomNumberGenerator()
            let letters = (0..<bytes).map { _ in UInt8.random(in: 33...126, using: &random) }
            text = String(decoding: letters, as: UTF8.self)
        }
        return ToolResult(
            output: ["text": .string(text)],
            coverage: [Coverage(source: "nothing", value: .complete, searched: Searched(bytes: 0))],
            summary: "nothing was done")
    }
}
