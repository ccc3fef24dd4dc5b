import MCP
import Synchronization

/// Lets tools tell of changes in lists, although the server is made of the tools.
final class Bell: Sendable {
    private let server = Mutex<MCPServer?>(nil)

    func ring(on server: MCPServer) { self.server.withLock { $0 = server } }

    func ring(_ event: ServerEvent) { server.withLock { $0 }?.publish(event) }
}
