import Foundation

/// A server of MCP that is measured.
struct Contender {
    /// How it is told of; empty for our library.
    let name: String
    let program: String
    let stdio: [String]
    let http: [String]
    /// The port that it is told to take; 0 when it takes one and tells it.
    let port: Int32
    let token: String
    let call: Call
    var environment: [String: String] = [:]
    /// Calls of one round: enough for a second or two.
    let calls: Int

    /// Our library, by the executable of its tests: its tool adds two numbers.
    static func library(_ fixture: String) -> Contender {
        Contender(
            name: "", program: fixture, stdio: [], http: ["--http"], port: 0, token: "fixture", call: .add,
            calls: 60_000)
    }

    /// The official Python SDK, as its documentation begins: a server with one tool that adds.
    static func pythonSDK(_ python: Program) -> Contender {
        let port = freePort()
        return Contender(
            name: "python-sdk", program: python.path, stdio: [PeerPython.script("mcp_peer.py")],
            http: [PeerPython.script("mcp_peer.py"), String(port)], port: port, token: "none", call: .add, calls: 1500)
    }

    /// mcp-grafana, a server in Go on the official SDK of Go; its call is one that asks no Grafana.
    static func grafana(_ python: Program) throws -> Contender {
        let found = try python.output(["-c", "import mcp_grafana; print(mcp_grafana.get_binary_path())"])
        let binary = String(decoding: found, as: UTF8.self).split(separator: "\n").first ?? ""
        let port = freePort()
        let common = ["-enabled-tools", "navigation", "-log-level", "error"]
        return Contender(
            name: "mcp-grafana", program: String(binary), stdio: ["-t", "stdio"] + common,
            http: ["-t", "streamable-http", "-address", "127.0.0.1:\(port)"] + common, port: port, token: "none",
            call: Call(
                tool: "generate_deeplink", arguments: #"{"resourceType":"dashboard","dashboardUid":"abc"}"#),
            environment: ["GRAFANA_URL": "http://127.0.0.1:9", "DO_NOT_TRACK": "1"], calls: 20_000)
    }

    /// Starts it on its standard streams.
    func startStdio(_ folder: URL) throws -> ServerProcess { try start(stdio, folder) }

    /// Starts it behind a port and opens a session.
    func startHTTP(_ folder: URL) throws -> HTTPClient {
        let server = try start(http, folder)
        return try HTTPClient(server, port: port == 0 ? server.port() : port, token: token)
    }

    private func start(_ arguments: [String], _ folder: URL) throws -> ServerProcess {
        try ServerProcess(
            program, arguments, errors: folder.appendingPathComponent("errors-\(UUID().uuidString)").path,
            environment: environment)
    }

    /// A port of this machine that nobody listens on.
    private static func freePort() -> Int32 {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = bind(socket, $0, length)
                _ = getsockname(socket, $0, &length)
            }
        }
        return Int32(UInt16(bigEndian: address.sin_port))
    }
}
