import JSON
import MCP

/// The server that the official conformance suite wants to find (modelcontextprotocol/conformance).
enum Fixture {
    static func server() throws -> MCPServer {
        let tasks = TaskTable()
        let bell = Bell()
        var features = ServerFeatures(
            info: Implementation(name: "casebook-mcp-fixture", version: "1.0.0", title: "Conformance fixture"),
            instructions: "Call any tool; each does what its name says.")
        features.tools =
            contentTools + messageTools + schemaTools + legacyInputTools + inputTools
            + changeTools(bell) + taskTools(tasks) + cancellingTools()
        features.prompts = prompts
        features.resources = FixtureResources()
        features.tasks = tasks
        features.completer = { query, _ in Completion(["\(query.value)-one", "\(query.value)-two"]) }
        let server = try MCPServer(features)
        tasks.publish(to: server)
        bell.ring(on: server)
        return server
    }

    /// A picture of one red pixel.
    static let pixel = hexadecimal(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
            + "0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082")

    /// A sound of no samples.
    static let silence = hexadecimal(
        "524946462400000057415645666d74201000000001000100401f0000803e0000020010006461746100000000")

    private static func hexadecimal(_ text: String) -> [UInt8] {
        stride(from: 0, to: text.utf8.count, by: 2).compactMap { offset in
            UInt8(text.dropFirst(offset).prefix(2), radix: 16)
        }
    }
}
