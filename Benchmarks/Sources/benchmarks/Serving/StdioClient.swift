import CLoad
import Foundation

/// A client on a server's standard streams.
struct StdioClient {
    let server: ServerProcess
    /// From the start of the process to its first answer.
    let firstAnswer: Double

    /// Opens the connection as an older client does.
    init(_ server: ServerProcess) throws {
        self.server = server
        _ = try Self.ask(server, Call.opening)
        firstAnswer = server.start.duration(to: .now) / .seconds(1)
        let line = Array((Call.opened + "\n").utf8)
        guard write(server.input, line, line.count) == line.count else {
            throw Program.Failure(description: "the server does not read")
        }
    }

    /// Sends one request and gives its answer.
    func ask(_ line: String) throws -> String { try Self.ask(server, line) }

    /// Makes calls with so many unanswered at any time; the calls a second, and the processor's seconds of each.
    func load(_ frame: String, calls: Int, inFlight: Int) throws -> (rate: Double, processor: Double) {
        var said = [CChar](repeating: 0, count: 2000)
        let before = server.processorSeconds
        let seconds = load_stdio(
            server.input, server.output, frame, Int32(calls), Int32(inFlight), &said, Int32(said.count))
        guard seconds > 0 else {
            throw Program.Failure(description: "a call failed: \(text(said)) \(server.told.suffix(1000))")
        }
        return (Double(calls) / seconds, (server.processorSeconds - before) / Double(calls))
    }

    private static func ask(_ server: ServerProcess, _ line: String) throws -> String {
        var answer = [CChar](repeating: 0, count: 1 << 20)
        let count = load_line(server.input, server.output, line, &answer, Int32(answer.count))
        guard count > 0 else { throw Program.Failure(description: "no answer: \(server.told.suffix(1000))") }
        return text(answer)
    }
}
