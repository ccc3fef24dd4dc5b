import CLoad
import Foundation

/// Calls of `casebook serve` itself: one that only reads, and one that searches a log and keeps what it found.
///
/// Every search asks for something else, so that none is answered from what is kept, and is on the disk before it is
/// answered. The trivial call is the cheapest tool that there is, which asks the database for one session.
struct CasebookBenchmark {
    let program: Program
    let folder: URL

    private static let rounds = 3
    private static let calls = 10_000

    func run() throws {
        let place = folder.appendingPathComponent("serving")
        try FileManager.default.createDirectory(
            at: place.appendingPathComponent("logs"), withIntermediateDirectories: true)
        try "2026-03-01T12:00:00Z INFO checkout one\n2026-03-01T12:00:01Z INFO checkout two\n".write(
            to: place.appendingPathComponent("logs/app.log"), atomically: true, encoding: .utf8)
        try "sources: {app: {kind: logs, paths: [logs/]}}\n".write(
            to: place.appendingPathComponent("casebook.yaml"), atomically: true, encoding: .utf8)
        try starts(place)
        try rates(place)
        try resident(place)
    }

    private func serve(_ place: URL, _ database: String) throws -> ServerProcess {
        try ServerProcess(
            program.path,
            [
                "serve", "--stdio", "--config", place.appendingPathComponent("casebook.yaml").path, "--database",
                place.appendingPathComponent(database).path,
            ], errors: place.appendingPathComponent("errors-\(UUID().uuidString)").path)
    }

    private func starts(_ place: URL) throws {
        let fresh = try (0..<9).map { try StdioClient(serve(place, "start-\($0)/casebook.db")).firstAnswer }
        report("mcp.casebook.start.new-database", median(fresh) * 1000, "ms")
        let again = try (0..<9).map { _ in try StdioClient(serve(place, "start-0/casebook.db")).firstAnswer }
        report("mcp.casebook.start", median(again) * 1000, "ms")
        report("mcp.casebook.start.most", (again.max() ?? 0) * 1000, "ms")
    }

    private func rates(_ place: URL) throws {
        var trivial: [Double] = []
        var searches: [Double] = []
        var ratios: [Double] = []
        var processor: [Double] = []
        for round in 0..<Self.rounds {
            let client = try StdioClient(serve(place, "rates-\(round)/casebook.db"))
            let session = try open(client)
            let list = Call(tool: "list_sessions", arguments: #"{"limit":1}"#).legacy
            let search = Call(
                tool: "search_logs", arguments: #"{"session":"\#(session)","literal":"checkout \#(CLOAD_MARK)"}"#
            ).legacy
            _ = try client.load(list, calls: 1000, inFlight: 16)
            let cheap = try client.load(list, calls: Self.calls, inFlight: 16)
            trivial.append(cheap.rate)
            processor.append(cheap.processor * 1000)
            searches.append(try client.load(search, calls: Self.calls, inFlight: 16).rate)
            ratios.append(searches[round] / trivial[round])
        }
        report("mcp.casebook.list_sessions.16", median(trivial), "calls/s")
        report("mcp.casebook.list_sessions.processor", median(processor), "ms/call")
        report("mcp.casebook.search_logs.16", median(searches), "calls/s")
        report("mcp.casebook.search_logs.16.ratio", median(ratios), "x")
        report("mcp.casebook.search_logs.16.ratio.least", ratios.min() ?? 0, "x")
    }

    private func resident(_ place: URL) throws {
        let client = try StdioClient(serve(place, "resident/casebook.db"))
        _ = try open(client)
        let list = Call(tool: "list_sessions", arguments: #"{"limit":1}"#).legacy
        for calls in [10_000, 90_000] {
            _ = try client.load(list, calls: calls, inFlight: 16)
            report(
                "mcp.casebook.resident.\(calls == 10_000 ? 10_000 : 100_000)-calls", client.server.residentMiB, "MiB")
        }
    }

    private func open(_ client: StdioClient) throws -> String {
        let call = Call(tool: "open_session", arguments: #"{"title":"Bench"}"#).legacy
        let answer = try client.ask(call.replacingOccurrences(of: CLOAD_MARK, with: "1"))
        guard let found = answer.firstMatch(of: /ses_[0-9a-z]+/) else {
            throw Program.Failure(description: "no session was opened: \(answer)")
        }
        return String(found.output)
    }
}
