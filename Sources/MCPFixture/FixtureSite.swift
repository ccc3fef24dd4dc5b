#if HTTP
import Glibc
import MCP
import MCPHTTP

/// The fixture on a free port of this machine, for whoever bears the token `fixture`.
enum FixtureSite {
    /// Lets one token in, which is no secret.
    private struct Gate: HTTPGate {
        let endpoint: HTTPEndpoint

        func admit(_ token: String) async -> Admittance {
            token == "fixture" ? .admitted(Admission(caller: Caller("fixture"), endpoint: endpoint)) : .refused
        }

        func close() async { await endpoint.close() }
    }

    /// Serves until the process is ended; tells the address on standard error.
    static func serve(_ server: MCPServer) async throws {
        let http = try HTTPServer(HTTPServerOptions(), gate: Gate(endpoint: HTTPEndpoint(server)))
        try await http.run { port in
            let line = Array("serving http://127.0.0.1:\(port)/mcp\n".utf8)
            _ = unsafe write(STDERR_FILENO, line, line.count)
        }
    }
}
#endif
