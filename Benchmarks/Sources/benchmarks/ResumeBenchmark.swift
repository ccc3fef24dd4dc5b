import Foundation

/// The time from the start of the process to the next step of a run whose first 10,000 steps have ended.
///
/// The run waits behind its last finished step for an approval, which is given before the clock starts. Each round resumes
/// a copy of the same database.
struct ResumeBenchmark {
    let program: Program
    let folder: URL

    private static let rounds = 9
    /// A file may have 2,000 steps, so the steps stand in a workflow that is used five times.
    private static let (uses, steps) = (5, 2000)

    func run() throws {
        let place = folder.appendingPathComponent("resume")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        let database = place.appendingPathComponent("casebook.db").path
        let common = ["--database", database, "--config", try write(to: place)]
        // It waits for an approval, which a process tells by ending in 3.
        _ = try program.output(
            ["run", place.appendingPathComponent("flows/long.yaml").path, "--window", "last 1h"] + common)
        let open = try JSONSerialization.jsonObject(with: program.output(["approvals", "--json"] + common))
        guard let waits = (open as? [String: Any])?["approvals"] as? [[String: Any]], waits.count == 1,
            let id = waits[0]["id"] as? String
        else { throw Program.Failure(description: "the run does not wait: \(open)") }
        try program.run(["approve", id, "--yes"] + common)
        var times: [Double] = []
        for round in 0..<Self.rounds {
            let copy = place.appendingPathComponent("copy-\(round).db").path
            try FileManager.default.copyItem(atPath: database, toPath: copy)
            times.append(
                try program.seconds(
                    ["resume", "@last", "--database", copy, "--config", common[3]], untilPrinted: "step last started"))
        }
        report("resume.10000-steps", median(times) * 1000, "ms")
        report("resume.10000-steps.most", (times.max() ?? 0) * 1000, "ms")
    }

    private func write(to place: URL) throws -> String {
        var steps = "schema: 1\nname: part\nversion: 1.0.0\nsteps:\n"
        for number in 1...Self.steps { steps += "  - {id: s\(number), uses: get_system_load@1}\n" }
        var long = "schema: 1\nname: long\nversion: 1.0.0\nsteps:\n"
        for number in 1...Self.uses { long += "  - {id: p\(number), uses: workflow/part@1}\n" }
        long += "  - {id: gate, approve: {message: Go on?}}\n  - {id: last, uses: get_system_load@1}\n"
        let flows = place.appendingPathComponent("flows")
        try FileManager.default.createDirectory(at: flows, withIntermediateDirectories: true)
        try steps.write(to: flows.appendingPathComponent("part.yaml"), atomically: true, encoding: .utf8)
        try long.write(to: flows.appendingPathComponent("long.yaml"), atomically: true, encoding: .utf8)
        let configuration = place.appendingPathComponent("casebook.yaml")
        try "workflows: [flows]\n".write(to: configuration, atomically: true, encoding: .utf8)
        return configuration.path
    }
}
