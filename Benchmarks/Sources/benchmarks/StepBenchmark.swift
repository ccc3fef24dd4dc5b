import CBareSQLite
import Foundation

/// Durable steps of one run, one after the other, beside bare SQLite commits of the same number.
struct StepBenchmark {
    let program: Program
    let folder: URL

    private static let steps = 1000
    private static let rounds = 5

    func run() throws {
        let small = try workflow(steps: 1)
        let large = try workflow(steps: Self.steps + 1)
        var ours: [Double] = []
        var floors: [Double] = []
        var ratios: [Double] = []
        for round in 0..<Self.rounds {
            // What a run costs besides its steps is taken out by the run of one step.
            let one = try time(small, "small-\(round)")
            let all = try time(large, "large-\(round)")
            let rate = Double(Self.steps) / (all - one)
            let bare = bare_sqlite_commits(
                folder.appendingPathComponent("bare-\(round).db").path, Int32(Self.steps), 400)
            guard bare > 0 else { throw Program.Failure(description: "bare SQLite failed") }
            let floor = Double(Self.steps) / bare
            ours.append(rate)
            floors.append(floor)
            ratios.append(rate / floor)
        }
        report("steps.sequential", median(ours), "steps/s")
        report("steps.bare-sqlite", median(floors), "commits/s")
        report("steps.ratio", median(ratios), "x")
    }

    private func time(_ workflow: String, _ name: String) throws -> Double {
        let database = folder.appendingPathComponent("\(name)/casebook.db").path
        return try program.run(["run", workflow, "--json", "--database", database, "--window", "last 1h"])
    }

    private func workflow(steps: Int) throws -> String {
        var text = "schema: 1\nname: chain\nversion: 1.0.0\ntitle: A chain of steps\nsteps:\n"
        for number in 1...steps { text += "  - {id: s\(number), uses: get_system_load@1}\n" }
        let file = folder.appendingPathComponent("chain-\(steps).yaml")
        try text.write(to: file, atomically: true, encoding: .utf8)
        return file.path
    }
}
