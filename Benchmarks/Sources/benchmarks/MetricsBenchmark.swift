import Foundation

/// Metrics: what the detectors find where the truth is known, changes beside `ruptures`, a large file from its bytes to its
/// suspects, and two hours of 5,000 series out of a real Prometheus.
struct MetricsBenchmark {
    let program: Program
    let engine: Program
    let folder: URL

    private static let rounds = 3

    func run() throws {
        let data = ProcessInfo.processInfo.environment["CASEBOOK_DATA"] ?? "../shared/data"
        let path = URL(fileURLWithPath: data).standardizedFileURL.path
        try engine.run(["metrics", path], output: nil)
        try changes()
        try file()
        try server()
    }

    private func changes() throws {
        let python = try PeerPython.program("metrics.txt")
        let values = folder.appendingPathComponent("values.txt").path
        var ratios: [Double] = []
        var ours: [Double] = []
        var theirs: [Double] = []
        for _ in 0..<Self.rounds {
            let own = try engine.numbers(["metrics", "changes", values])[0]
            let peer = try python.numbers([PeerPython.script("ruptures_peer.py"), values])[0]
            ours.append(own)
            theirs.append(peer)
            ratios.append(peer / own)
        }
        report("metrics.changes", 10_000 / median(ours), "samples/s")
        report("metrics.changes.ruptures", 10_000 / median(theirs), "samples/s")
        report("metrics.changes.ruptures.ratio", median(ratios), "x")
        report("metrics.changes.ruptures.ratio.least", ratios.min() ?? 0, "x")
    }

    /// The whole process, from its start to the answer.
    private func ask(_ source: String, _ tool: [String]) throws -> (seconds: Double, peak: Double) {
        let answer = folder.appendingPathComponent("answer.json").path
        let database = folder.appendingPathComponent("\(UUID().uuidString)/casebook.db").path
        var peak = 0.0
        let arguments = ["tool", "call"] + tool + ["--json", "--source", source, "--database", database]
        let seconds = try program.run(arguments, output: answer, peakMemory: &peak)
        let text = try String(contentsOfFile: answer, encoding: .utf8)
        guard text.contains("\"output\"") else {
            throw Program.Failure(description: "no answer: \(text.prefix(2000))")
        }
        return (seconds, peak)
    }

    private func file() throws {
        let path = folder.appendingPathComponent("metrics.om").path
        try engine.run(["metrics", "write", path, "1000", "10000", "15", "1763800000"])
        defer { try? FileManager.default.removeItem(atPath: path) }
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
        let span = ["start=\(Self.time(1_763_650_015))", "end=\(Self.time(1_763_800_001))"]
        var best = Double.infinity
        var peak = 0.0
        for _ in 0..<Self.rounds {
            let run = try ask("m=metrics-file:\(path)", ["rank_suspects"] + span)
            best = min(best, run.seconds)
            peak = max(peak, run.peak)
        }
        report("metrics.file", Double(size) / 1e6 / best, "MB/s")
        report("metrics.file.peak-memory", peak, "MiB")
    }

    /// A Prometheus on loopback over two hours of 5,000 series, a sample each 15 s.
    private func server() throws {
        guard let prometheus = Self.path(of: "prometheus"), let promtool = Self.path(of: "promtool") else {
            return print("# prometheus is not installed; its part is not measured")
        }
        let text = folder.appendingPathComponent("server.om").path
        let blocks = folder.appendingPathComponent("blocks").path
        let end = Int(Date().timeIntervalSince1970) / 15 * 15 - 3600
        try engine.run(["metrics", "write", text, "5000", "480", "15", "\(end)"])
        try Program(path: promtool).run(["tsdb", "create-blocks-from", "openmetrics", text, blocks])
        let configuration = folder.appendingPathComponent("prometheus.yml")
        try Data("global: {}\n".utf8).write(to: configuration)
        let process = Process()
        process.executableURL = URL(fileURLWithPath: prometheus)
        process.arguments = [
            "--config.file=\(configuration.path)", "--storage.tsdb.path=\(blocks)", "--log.level=error",
            "--web.listen-address=127.0.0.1:39290", "--storage.tsdb.retention.time=10y",
        ]
        try process.run()
        defer {
            process.terminate()
            process.waitUntilExit()
        }
        var tries = 0
        while (try? ask("p=prometheus:http://127.0.0.1:39290", ["query_metrics", "query=vector(1)"])) == nil,
            tries < 100
        {
            usleep(200_000)
            tries += 1
        }
        let span = ["start=\(Self.time(end - 479 * 15))", "end=\(Self.time(end + 1))"]
        for tool in ["rank_suspects", "find_change_points"] {
            let run = try ask("p=prometheus:http://127.0.0.1:39290", [tool, "query=http_requests_total"] + span)
            report("metrics.server.5000-series.\(tool)", run.seconds * 1000, "ms")
            report("metrics.server.5000-series.\(tool).peak-memory", run.peak, "MiB")
        }
    }

    private static func time(_ seconds: Int) -> String {
        ISO8601DateFormatter().string(from: Date(timeIntervalSince1970: Double(seconds)))
    }

    private static func path(of program: String) -> String? {
        ["/usr/bin/", "/usr/local/bin/"].map { $0 + program }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}
