import CLoad
import Foundation

/// A client of a server's HTTP endpoint, with a session as older clients have one where the server gives one.
struct HTTPClient {
    let server: ServerProcess
    let port: Int32
    private let token: String
    private var session = ""

    /// Opens a session, once the server listens.
    init(_ server: ServerProcess, port: Int32, token: String = "none") throws {
        self.server = server
        self.port = port
        self.token = token
        var answer = ""
        for _ in 0..<500 where answer.isEmpty {
            answer = (try? ask(Call.opening)) ?? ""
            if answer.isEmpty { usleep(20_000) }
        }
        guard answer.contains("\"serverInfo\"") else {
            throw Program.Failure(description: "no session: \(answer) \(server.told.suffix(1000))")
        }
        if let found = answer.firstMatch(of: /(?i)mcp-session-id: *([!-~]+)/) {
            session = "Mcp-Session-Id: \(found.output.1)\r\n"
        }
        _ = try ask(Call.opened)
    }

    /// Makes calls with so many unanswered at any time, each on a connection of its own.
    func load(_ frame: String, calls: Int, inFlight: Int) throws -> (rate: Double, processor: Double) {
        var said = [CChar](repeating: 0, count: 2000)
        let before = server.processorSeconds
        let seconds = load_http(port, request(frame), Int32(calls), Int32(inFlight), &said, Int32(said.count))
        guard seconds > 0 else {
            throw Program.Failure(description: "a call failed: \(text(said)) \(server.told.suffix(1000))")
        }
        return (Double(calls) / seconds, (server.processorSeconds - before) / Double(calls))
    }

    private func ask(_ body: String) throws -> String {
        var answer = [CChar](repeating: 0, count: 1 << 20)
        guard load_request(port, request(body), &answer, Int32(answer.count)) > 0 else {
            throw Program.Failure(description: "no answer: \(server.told.suffix(1000))")
        }
        return text(answer)
    }

    private func request(_ body: String) -> String {
        "POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nContent-Type: application/json\r\n"
            + "Accept: application/json, text/event-stream\r\nAuthorization: Bearer \(token)\r\n\(session)"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }
}
