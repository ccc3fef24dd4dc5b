import Glibc
import JSON
import TestSupport
import Testing

extension Trouble {
    /// A run of many branches that is killed twice.
    @Suite("Stopped branches") struct BranchTests {
        private let workflow = BranchingWorkflow(seed: 64)
        private let folder: TemporaryFolder

        init() throws {
            folder = try TemporaryFolder()
            try folder.write(BranchingWorkflow.configuration, to: "casebook.yaml")
            try folder.write("2026-03-01T12:00:00Z INFO word1\n2026-03-01T12:00:01Z ERROR word3\n", to: "logs/a.log")
            try folder.write(#"{"no": "plan"}"#, to: "no-plan.json")
            try folder.write(workflow.text, to: "branches.yaml")
        }

        @Test("64 branches with failures, retries and approvals, killed before and after the approvals, end the same")
        func killedTwice() async throws {
            let undisturbed = try Casebook(in: folder.path)
            try await undisturbed.run("run", "branches.yaml").expect(3)
            try await decide(undisturbed)
            let whole = try Conclusion(try await undisturbed.json("resume"))
            #expect(whole.status == "succeeded")
            let wanted = try await Record(of: whole.session, by: undisturbed)
            // What it is about happens in it.
            for status in ["succeeded", "failed", "skipped"] {
                #expect(wanted.steps.count { $0.status == status } >= 5, "\(status)")
            }
            #expect(wanted.steps.count { $0.attempt == 3 } >= 5)
            #expect(workflow.approvals.count == 8 && Set(workflow.approvals.values).count == 2)

            for line in [5, 60, 150] {
                let casebook = try Casebook(in: folder.path)
                try await Self.kill(try casebook.start("run", "branches.yaml"), afterLine: line)
                let before = try await Record(of: "@last", by: casebook)
                #expect(before.status == "running", "killed after line \(line), it was \(before.status ?? "no run")")
                try await casebook.run("resume").expect(3)
                try await decide(casebook)
                try await Self.kill(try casebook.start("resume"), afterLine: 4)
                let between = try await Record(of: "@last", by: casebook)
                let resumed = try Conclusion(try await casebook.json("resume"))
                #expect(resumed.status == "succeeded" && resumed.outputs == whole.outputs, "line \(line)")
                let after = try await Record(of: resumed.session, by: casebook)
                #expect(after.runs == 1 && after.outline == wanted.outline, "line \(line)")
                #expect(after.finished.isSuperset(of: before.finished), "line \(line)")
                #expect(after.finished.isSuperset(of: between.finished), "line \(line)")
                let database = DatabaseFile(path: casebook.database)
                let finished = try database.steps(of: resumed.session).finished
                let attempts = Dictionary(grouping: after.steps, by: \.path).mapValues(\.count)
                #expect(finished == attempts, "line \(line): a step that had finished was made again")
                #expect(try database.integrity() == "ok")
            }
        }

        /// Answers every question as the workflow's seed says.
        private func decide(_ casebook: Casebook) async throws {
            let waiting = try await casebook.json("approvals")["approvals"]?.arrayValue ?? []
            #expect(Set(waiting.compactMap { $0["step"]?.stringValue }) == Set(workflow.approvals.keys))
            for wait in waiting {
                let id = try #require(wait["id"]?.stringValue)
                let step = try #require(wait["step"]?.stringValue)
                if workflow.approvals[step] == true {
                    try await casebook.run("approve", id, "--yes").expect(0)
                } else {
                    try await casebook.run("deny", id).expect(0)
                }
            }
        }

        private static func kill(_ process: RunningProcess, afterLine count: Int) async throws {
            var lines = 0
            while lines < count, try await process.line() != nil { lines += 1 }
            process.send(signal: SIGKILL)
            _ = try await process.wait()
        }
    }
}
