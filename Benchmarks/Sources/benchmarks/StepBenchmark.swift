import CBareSQLite
import Foundation

/// Durable steps of one run, one after the other, beside bare SQLite commits of the same number.
struct StepBenchmark {
    let program: Program
    let folder: URL

    private static let steps = 1000
    private static let rounds = 5

    /// A chain of equal steps.
    private struct Chain {
        let name: String
        let step: String
    }

    func run() throws {
        let file = folder.appendingPathComponent("small.txt")
        try "small\n".write(to: file, atomically: true, encoding: .utf8)
        let configuration = folder.appendingPathComponent("casebook.yaml")
        try "roots: ['\(folder.path)']\n".write(to: configuration, atomically: true, encoding: .utf8)
        // The smallest call that reads something, and one that reads and tells more.
        try measure(
            Chain(name: "read_file", step: "uses: read_file@1, with: {path: '\(file.path)'}, cache: refresh"),
            configuration)
        try measure(Chain(name: "get_system_load", step: "uses: get_system_load@1"), configuration)
    }

    private func measure(_ chain: Chain, _ configuration: URL) throws {
        let workflow = try workflow(chain, steps: Self.steps)
        var ours: [Double] = []
        var floors: [Double] = []
        var ratios: [Double] = []
        for round in 0..<Self.rounds {
            let rate = Double(Self.steps) / (try seconds(workflow, configuration))
            let bare = bare_sqlite_commits(
                folder.appendingPathComponent("\(chain.name)-\(round).db").path, Int32(Self.steps), 400)
            guard bare > 0 else { throw Program.Failure(description: "bare SQLite failed") }
            let floor = Double(Self.steps) / bare
            ours.append(rate)
            floors.append(floor)
            ratios.append(rate / floor)
        }
        report("steps.\(chain.name)", median(ours), "steps/s")
        report("steps.\(chain.name).bare-sqlite", median(floors), "commits/s")
        report("steps.\(chain.name).ratio", median(ratios), "x")
    }

    /// From the start of the run to its end by its own journal, so that neither the start of the process, nor the reading
    /// of the file, nor the printing of the result is taken for steps.
    private func seconds(_ workflow: String, _ configuration: URL) throws -> Double {
        let database = folder.appendingPathComponent("\(UUID().uuidString)/casebook.db").path
        let common = ["--json", "--database", database, "--config", configuration.path]
        try program.run(["run", workflow, "--window", "last 1h"] + common)
        let shown = try JSONSerialization.jsonObject(with: program.output(["sessions", "show"] + common))
        let form = ISO8601DateFormatter()
        form.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
        guard let runs = (shown as? [String: Any])?["runs"] as? [[String: Any]], let run = runs.first,
            let started = (run["started"] as? String).flatMap(form.date(from:)),
            let finished = (run["finished"] as? String).flatMap(form.date(from:)), finished > started
        else { throw Program.Failure(description: "the run cannot be read back") }
        return finished.timeIntervalSince(started)
    }

    private func workflow(_ chain: Chain, steps: Int) throws -> String {
        var text = "schema: 1\nname: chain\nversion: 1.0.0\ntitle: A chain of steps\nsteps:\n"
        for number in 1...steps { text += "  - {id: s\(number), \(chain.step)}\n" }
        let file = folder.appendingPathComponent("\(chain.name)-\(steps).yaml")
        try text.write(to: file, atomically: true, encoding: .utf8)
        return file.path
    }
}
