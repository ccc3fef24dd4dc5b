import Glibc
import JSON
import TestSupport
import Testing

extension Trouble {
    /// Several processes on one database.
    @Suite("Several processes at once") struct SharingTests {
        let folder: TemporaryFolder
        let casebook: Casebook

        init() throws {
            folder = try TemporaryFolder()
            try RecordedOutage().write(to: folder)
            try folder.write(Self.waiting, to: "waiting.yaml")
            casebook = try Casebook(in: folder.path)
        }

        /// Lives until it is stopped.
        private static let waiting = """
            schema: 1
            name: waiting
            version: 1.0.0
            title: Waits for what never comes
            steps:
              - id: load
                uses: get_system_load@1
              - id: forever
                uses: get_system_load@1
                until: {condition: 'false', every: 1h, max: 100}
            """

        @Test("runs and calls in own sessions and in one shared one: nothing is lost, nobody sees a lock")
        func sharesOneDatabase() async throws {
            let shared = try Conclusion(try await casebook.json("run", "service-outage")).session
            let own = ["run", "service-outage", "--json"]
            let commands =
                Array(repeating: own, count: 3)
                + Array(repeating: own + ["--session", shared], count: 3)
                + (0..<6).map { number in
                    [
                        "tool", "call", "search_logs", "literal=order=4\(number)", "source=app", "--session", shared,
                        "--json",
                    ]
                }
            let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for command in commands { group.addTask { [casebook] in try await casebook.run(command) } }
                var answers: [Answer] = []
                for try await answer in group { answers.append(answer) }
                return answers
            }
            for answer in answers {
                _ = try answer.expect(0)
                for word in ["database is locked", "SQLITE_BUSY", "busy"] {
                    #expect(!(answer.text + answer.errors).contains(word), "\(answer.arguments): \(answer.errors)")
                }
            }
            let cause = try RecordedOutage().truth.requireCause()
            for answer in answers where answer.arguments[0] == "run" {
                #expect(try Conclusion(answer.json()).top?.statement.contains(cause) == true)
            }
            let sessions = try await casebook.json("sessions", "list")["sessions"]?.arrayValue ?? []
            #expect(sessions.count == 4)
            let state = try await casebook.json("sessions", "show", shared)
            let runs = state["runs"]?.arrayValue ?? []
            #expect(runs.count == 4)
            #expect(runs.allSatisfy { $0["status"] == "succeeded" })
            #expect(Set(runs.compactMap { $0["id"]?.stringValue }).count == 4)
            #expect(state["evidence"]?.arrayValue?.count == 4 * 5 + 6)
            #expect(try DatabaseFile(path: casebook.database).integrity() == "ok")
        }

        @Test("a run that a living process drives is not taken from it; after its death it is, at once")
        func livingDriver() async throws {
            let process = try casebook.start("run", "waiting.yaml")
            while let line = try await process.line(), !line.hasPrefix("step load succeeded") {}
            let plain = try await casebook.run("resume")
            #expect(plain.code == 1, "\(plain.ending)")
            #expect(plain.errors.contains("another process is driving run_"), "\(plain.errors)")
            #expect(plain.errors.contains("hint: "))
            let refused = try await casebook.run("resume", "--json").expect(1).error()
            #expect(refused["code"] == "driven")
            let before = try await Record(of: "@last", by: casebook)
            #expect(before.status == "running")
            process.send(signal: SIGKILL)
            _ = try await process.wait()
            let second = try casebook.start("resume")
            let line = try await second.line()
            #expect(line?.hasPrefix("run run_") == true, "\(line ?? "") \(second.errorText)")
            second.send(signal: SIGINT)
            #expect(try await second.wait().code == 130)
            let after = try await Record(of: "@last", by: casebook)
            #expect(after.finished.isSuperset(of: before.finished))
            #expect(after.runs == 1)
        }
    }
}
