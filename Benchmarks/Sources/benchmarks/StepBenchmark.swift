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
        let small = try workflow(chain, steps: 1)
        let large = try workflow(chain, steps: Self.steps + 1)
        var ours: [Double] = []
        var floors: [Double] = []
        var ratios: [Double] = []
        for round in 0..<Self.rounds {
            // What a run costs besides its steps is taken out: the run of one step, and the reading of the longer file.
            let reading =
                try program.run(["workflow", "validate", large]) - program.run(["workflow", "validate", small])
            let one = try time(small, configuration)
            let all = try time(large, configuration)
            let rate = Double(Self.steps) / (all - one - reading)
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

    private func time(_ workflow: String, _ configuration: URL) throws -> Double {
        let database = folder.appendingPathComponent("\(UUID().uuidString)/casebook.db").path
        return try program.run([
            "run", workflow, "--json", "--database", database, "--window", "last 1h", "--config", configuration.path,
        ])
    }

    private func workflow(_ chain: Chain, steps: Int) throws -> String {
        var text = "schema: 1\nname: chain\nversion: 1.0.0\ntitle: A chain of steps\nsteps:\n"
        for number in 1...steps { text += "  - {id: s\(number), \(chain.step)}\n" }
        let file = folder.appendingPathComponent("\(chain.name)-\(steps).yaml")
        try text.write(to: file, atomically: true, encoding: .utf8)
        return file.path
    }
}
