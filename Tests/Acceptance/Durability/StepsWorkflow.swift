import TestSupport

/// A chain of small steps with a finding at its end, and what it reads.
enum StepsWorkflow {
    /// Steps of the chain, the finding left out.
    static let count = 6

    static func write(to folder: TemporaryFolder) throws {
        try folder.write("sources:\n  app: {kind: logs, paths: [logs/]}\n", to: "casebook.yaml")
        try folder.write("2026-03-01T12:00:00Z INFO word\n2026-03-01T12:00:01Z ERROR word\n", to: "logs/a.log")
        var text = "schema: 1\nname: steps\nversion: 1.0.0\ntitle: Small steps\nsteps:\n"
        for number in 1..<count { text += "  - {id: s\(number), uses: get_system_load@1}\n" }
        text += "  - {id: s\(count), uses: search_logs@1, with: {literal: word}}\n"
        text += "  - id: told\n    finding:\n      statement: A word is there\n      severity: info\n"
        text += "      citations: [{step: s\(count), pointer: /total}]\n"
        try folder.write(text, to: "steps.yaml")
    }
}
