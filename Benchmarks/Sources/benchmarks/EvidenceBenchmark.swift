import Foundation

/// Redaction of ordinary logs, and questions to stored evidence, beside `grep` and `jq` on the same bytes.
struct EvidenceBenchmark {
    let engine: Program
    let folder: URL

    private static let rounds = 5

    func run() throws {
        let logs = folder.appendingPathComponent("logs.txt").path
        try engine.run(["redaction", logs], output: nil)
        let size = try size(of: logs)
        // What a single expression over a handful of telling words costs, as scanners of secrets begin.
        let words = "passw|secret|token|api[_-]?key|private key|bearer|AKIA|ghp_|eyJ"
        try measure("redaction.grep", ["-a", "-c", "-i", "-E", words, logs], of: "grep", bytes: size)

        let lines = folder.appendingPathComponent("evidence.ndjson").path
        let database = folder.appendingPathComponent("query/casebook.db").path
        try engine.run(["query", database, lines], output: nil)
        let all = try self.size(of: lines)
        try measure("query.text.grep", ["-c", "-F", "no such text", lines], of: "grep", bytes: all)
        try measure("query.regex.grep", ["-c", "-E", "worker-[0-9]+ failed", lines], of: "grep", bytes: all)
        try measure(
            "query.filter.jq", ["-c", "select(.level == \"error\" and .line % 9999990 == 0)", lines], of: "jq",
            bytes: all, rounds: 1)
    }

    private func size(of path: String) throws -> Double {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return (attributes[.size] as? NSNumber)?.doubleValue ?? 0
    }

    private func measure(
        _ name: String, _ arguments: [String], of program: String, bytes: Double, rounds: Int = rounds
    ) throws {
        var best = Double.infinity
        for _ in 0..<rounds {
            // grep ends in 1 where nothing matches, so that a shell tells that all is well.
            let start = ContinuousClock.now
            try Program(path: "/bin/sh").run(["-c", "LC_ALL=C \(program) \"$@\" || [ $? -eq 1 ]", program] + arguments)
            best = min(best, start.duration(to: .now) / .seconds(1))
        }
        report(name, best * 1000, "ms")
        report("\(name).rate", bytes / 1e6 / best, "MB/s")
    }
}
