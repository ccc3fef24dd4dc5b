import Foundation

/// A Terraform plan of 100 MB from the file to the answer: our whole process beside Python with orjson and pysimdjson,
/// which load it and count its actions; and the memory that we take for it and for one of 1 GB.
///
/// Ours does more: it checks the grammar strictly, finds what changed and what must be hidden, and keeps the answer as
/// evidence. Each contender reads the same file from the page cache in every round.
struct PlanBenchmark {
    let program: Program
    let engine: Program
    let folder: URL

    private static let rounds = 7
    private static let megabytes = 100

    func run() throws {
        let small = try write(Self.megabytes)
        try compare(small)
        let peak = try ours(small).peak
        report("plan.peak-memory.100MB", peak, "MiB")
        try? FileManager.default.removeItem(atPath: small.path)
        let large = try write(1000)
        defer { try? FileManager.default.removeItem(atPath: large.path) }
        let run = try ours(large)
        report("plan.peak-memory.1GB", run.peak, "MiB")
        report("plan.1GB", 1000 / run.seconds, "MB/s")
    }

    /// A plan and what is in it.
    private struct Plan {
        let path: String
        let bytes: Double
        let actions: [String: Int]
        let line: String
        let secrets: [String]
    }

    private func write(_ megabytes: Int) throws -> Plan {
        let path = folder.appendingPathComponent("plan-\(megabytes).json").path
        let told = try JSONSerialization.jsonObject(with: engine.output(["plan", path, String(megabytes)]))
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
        guard let object = told as? [String: Any], let actions = object["actions"] as? [String: Int],
            let line = object["line"] as? String, let secrets = object["secrets"] as? [String], let size
        else { throw Program.Failure(description: "no plan was written") }
        return Plan(path: path, bytes: Double(size), actions: actions, line: line, secrets: secrets)
    }

    private func compare(_ plan: Plan) throws {
        let python = try PeerPython.program()
        var seconds: [Double] = []
        var ratios: [String: [Double]] = [:]
        var peers: [String: [Double]] = [:]
        let counts = folder.appendingPathComponent("counts.json").path
        for _ in 0..<Self.rounds {
            let taken = try ours(plan).seconds
            seconds.append(taken)
            for peer in ["orjson", "simdjson"] {
                let theirs = try python.run([PeerPython.script("plan_peers.py"), peer, plan.path], output: counts)
                let told = try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: counts)))
                guard told as? [String: Int] == plan.actions else {
                    throw Program.Failure(description: "\(peer) counted \(told), planted were \(plan.actions)")
                }
                peers[peer, default: []].append(theirs)
                ratios[peer, default: []].append(theirs / taken)
            }
        }
        report("plan.100MB", plan.bytes / 1e6 / median(seconds), "MB/s")
        for peer in ["orjson", "simdjson"] {
            report("plan.100MB.\(peer)", plan.bytes / 1e6 / median(peers[peer] ?? []), "MB/s")
            report("plan.100MB.\(peer).ratio", median(ratios[peer] ?? []), "x")
            report("plan.100MB.\(peer).ratio.least", ratios[peer]?.min() ?? 0, "x")
        }
    }

    /// One call of the program, whose answer is compared with what was planted.
    private func ours(_ plan: Plan) throws -> (seconds: Double, peak: Double) {
        let answer = folder.appendingPathComponent("answer.json").path
        let database = folder.appendingPathComponent("\(UUID().uuidString)/casebook.db").path
        var peak = 0.0
        let seconds = try program.run(
            [
                "tool", "call", "summarize_terraform_plan", "--json", "--source", "plan=terraform-plan:\(plan.path)",
                "--database", database,
            ], output: answer, peakMemory: &peak)
        let text = try String(contentsOfFile: answer, encoding: .utf8)
        guard text.contains(plan.line) else {
            throw Program.Failure(description: "`\(plan.line)` is not in the answer: \(text.prefix(2000))")
        }
        let shown = text.withCString { start in plan.secrets.first { strstr(start, $0) != nil } }
        if let shown { throw Program.Failure(description: "the answer has the secret \(shown)") }
        return (seconds, peak)
    }
}
