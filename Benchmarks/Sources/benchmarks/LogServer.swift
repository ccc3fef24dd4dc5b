import CLoad
import Foundation

/// A `casebook serve` that runs already, as whoever investigates asks one log after the other.
struct LogServer {
    private let client: StdioClient
    private let session: String

    /// - Parameter threads: of one search.
    init(_ program: Program, log: String, folder: URL, threads: Int) throws {
        let place = folder.appendingPathComponent("log-server-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: place, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let configuration = place.appendingPathComponent("casebook.yaml").path
        try "sources: {app: {kind: logs, paths: ['\(log)']}}\n".write(
            toFile: configuration, atomically: true, encoding: .utf8)
        let server = try ServerProcess(
            program.path,
            [
                "serve", "--stdio", "--config", configuration, "--database",
                place.appendingPathComponent("casebook.db").path,
            ], errors: place.appendingPathComponent("errors").path, environment: ["CASEBOOK_THREADS": "\(threads)"])
        client = try StdioClient(server)
        let opening = Call(tool: "open_session", arguments: #"{"title":"Bench"}"#).legacy
        let answer = try client.ask(opening.replacingOccurrences(of: CLOAD_MARK, with: "1"))
        guard let found = answer.firstMatch(of: /ses_[0-9a-z]+/) else {
            throw Program.Failure(description: "no session was opened: \(answer)")
        }
        session = String(found.output)
    }

    /// Searches, keeps the evidence, and gives the seconds to the answer and the hits.
    ///
    /// - Parameter round: another one asks for another number of samples, so that nothing is answered from what is kept.
    func search(_ arguments: [String: Any], round: Int) throws -> (seconds: Double, total: Int) {
        var all = arguments
        all["session"] = session
        all["limit"] = 5 + round
        let json = String(decoding: try JSONSerialization.data(withJSONObject: all), as: UTF8.self)
        let line = Call(tool: "search_logs", arguments: json).legacy
            .replacingOccurrences(of: CLOAD_MARK, with: "\(100 + round)")
        let start = ContinuousClock.now
        let answer = try client.ask(line)
        let seconds = start.duration(to: .now) / .seconds(1)
        guard let total = answer.firstMatch(of: /"total":([0-9]+)/), let count = Int(total.1) else {
            throw Program.Failure(description: "no hits were told: \(answer.prefix(1000))")
        }
        return (seconds, count)
    }
}
