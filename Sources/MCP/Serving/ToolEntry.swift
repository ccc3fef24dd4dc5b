import JSON

/// A tool with its schemas compiled.
struct ToolEntry: Sendable {
    let tool: ServerTool
    let input: JSONSchema
    let output: JSONSchema?
    let mirrored: [MirroredParameter]

    init(_ tool: ServerTool) throws(SetupError) {
        guard Self.isName(tool.name) else {
            throw SetupError(
                code: .badName, message: "\"\(tool.name.prefix(140))\" is no name for a tool",
                hint: "Use 1 to 128 letters, digits, underscores, hyphens and full stops.")
        }
        self.tool = tool
        input = try Self.compile(tool.inputSchema, "input", of: tool.name)
        if let schema = tool.outputSchema {
            output = try Self.compile(schema, "output", of: tool.name)
        } else {
            output = nil
        }
        mirrored = try MirroredParameter.all(in: tool.inputSchema, of: tool.name)
    }

    /// What is wrong with arguments, for the model to read; nil when they fit.
    ///
    /// - Parameter shown: Makes a text fit to be told that repeats the arguments.
    func refusal(of arguments: JSONObject, shown: (String) -> String = { $0 }) -> CallResult? {
        let violations = input.validate(.object(arguments))
        guard !violations.isEmpty else { return nil }
        let lines = violations.prefix(10).map { "- \($0.description)" }.joined(separator: "\n")
        return .failure(shown("The arguments of \(tool.name) do not meet its input schema:\n\(lines)"))
    }

    /// Whether an answer is what the output schema promises.
    func promises(_ result: CallResult) -> Bool {
        guard let output, !result.isError else { return true }
        guard let structured = result.structured else { return false }
        return output.isValid(.object(structured))
    }

    private static func compile(_ schema: JSONObject, _ which: String, of name: String) throws(SetupError) -> JSONSchema
    {
        guard schema["type"] == "object" else {
            throw SetupError(
                code: .badSchema, message: "The \(which) schema of \(name) has no object at its root",
                hint: "Set \"type\" to \"object\".")
        }
        do throws(JSONSchemaError) {
            return try JSONSchema(.object(schema))
        } catch {
            throw SetupError(
                code: .badSchema, message: "The \(which) schema of \(name): \(error.message)", hint: error.hint)
        }
    }

    private static func isName(_ name: String) -> Bool {
        (1...128).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
    }
}
