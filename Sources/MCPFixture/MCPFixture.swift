import MCP

/// Serves the fixture over standard input and output, or with `--http` on a free port of this machine.
@main
enum MCPFixture {
    static func main() async throws {
        guard let streams = StandardStreams.take() else { return }
        let server = try Fixture.server()
        #if HTTP
        if CommandLine.arguments.dropFirst().first == "--http" { return try await FixtureSite.serve(server) }
        #endif
        await StdioTransport(streams).run(server, caller: Caller("fixture"))
    }
}
