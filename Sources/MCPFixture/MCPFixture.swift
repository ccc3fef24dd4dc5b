import MCP

/// Serves the fixture over standard input and output.
@main
enum MCPFixture {
    static func main() async throws {
        guard let streams = StandardStreams.take() else { return }
        await StdioTransport(streams).run(try Fixture.server(), caller: Caller("fixture"))
    }
}
