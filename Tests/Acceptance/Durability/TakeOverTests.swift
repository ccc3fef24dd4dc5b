import Glibc
import JSON
import TestSupport
import Testing

extension Trouble {
    /// Runs whose driver was stopped and goes on after another has taken them.
    @Suite("Runs taken over") struct TakeOverTests {
        private let folder: TemporaryFolder

        init() throws {
            folder = try TemporaryFolder()
            var text = "schema: 1\nname: long\nversion: 1.0.0\ntitle: Many steps\nsteps:\n"
            for number in 0..<Self.steps { text += "  - {id: s\(number), uses: get_system_load@1}\n" }
            try folder.write(text, to: "long.yaml")
        }

        private static let steps = 60

        @Test(
            "a driver that was stopped at a random moment cannot write one more entry of a run that was taken from it")
        func stopped() async throws {
            var random = SeededGenerator(seed: 11)
            var taken = 0
            for moment in 0..<(Long.isWanted ? 60 : 3) {
                let line = Int.random(in: 2..<(Self.steps * 3 / 2), using: &random)
                let pause = Int.random(in: 0...3000, using: &random)
                taken += try await takeOver(afterLine: line, .microseconds(pause), "moment \(moment)") ? 1 : 0
            }
            // Most of the time a driver waits for the disk in a commit, and holds the database.
            if Long.isWanted { #expect(taken >= 5, "\(taken)") }
            print("runs taken from stopped drivers: \(taken)")
        }

        /// True when the run was still going and was taken.
        private func takeOver(afterLine count: Int, _ pause: Duration, _ place: String) async throws -> Bool {
            let casebook = try Casebook(in: folder.path)
            let first = try casebook.start("run", "long.yaml", "--json")
            try await KillTests.waitForSession(casebook)
            try await Task.sleep(for: .milliseconds(count) + pause)
            first.send(signal: SIGSTOP)
            let plain = try await casebook.run("resume", "--json")
            guard plain.code == 1 else {
                // It had ended before it was stopped.
                first.send(signal: SIGCONT)
                _ = try await first.wait()
                return false
            }
            let refused = try plain.error()
            #expect(refused["code"] == "driven", "\(place): \(plain.text)")
            let holder = "process \(first.identifier), which is stopped"
            #expect(refused["message"]?.stringValue?.contains(holder) == true, "\(place): \(plain.text)")
            #expect(refused["hint"]?.stringValue?.contains("--take-over") == true, "\(place): \(plain.text)")
            let second = try await casebook.run("resume", "--take-over", "--json")
            guard second.code == 0 else {
                // Stopped in the middle of a commit, it holds the database: then nobody can take anything from it.
                #expect(try second.error()["code"] == "busy", "\(place): \(second.text)")
                #expect(second.text.contains("kill -CONT \(first.identifier)"), "\(place): \(second.text)")
                first.send(signal: SIGCONT)
                #expect(try await first.wait().code == 0, "\(place)")
                return false
            }
            #expect(try Conclusion(second.json()).status == "succeeded", "\(place)")
            let record = try await Record(of: "@last", by: casebook)
            let steps = try await DatabaseFile(path: casebook.database).steps(of: "@last", by: casebook)
            first.send(signal: SIGCONT)
            let lost = Answer(try await first.wait(), to: ["run"])
            #expect(lost.code == 1, "\(place): \(lost.ending)")
            #expect(try lost.error()["code"] == "fenced", "\(place): \(lost.text)")
            #expect(try await Record(of: "@last", by: casebook).steps == record.steps, "\(place)")
            let after = try await DatabaseFile(path: casebook.database).steps(of: "@last", by: casebook)
            #expect(after.finished == steps.finished && after.started == steps.started, "\(place)")
            #expect(steps.finished.count == Self.steps && steps.finished.values.allSatisfy { $0 == 1 }, "\(place)")
            #expect(try DatabaseFile(path: casebook.database).integrity() == "ok", "\(place)")
            return true
        }

        @Test(
            "a driver that was stopped in the middle of a commit holds the database, and everybody is told who it is",
            .enabled(if: Long.isWanted && Strace.isInstalled, "long; `make soak` runs it"))
        func stoppedInACommit() async throws {
            let casebook = try Casebook(in: folder.path)
            let first = try casebook.failing("fdatasync:signal=SIGSTOP:when=40").start("run", "long.yaml", "--json")
            try await KillTests.waitForSession(casebook)
            var answer = try await casebook.run("resume", "--take-over", "--json")
            while answer.code != 1 { answer = try await casebook.run("resume", "--take-over", "--json") }
            let error = try answer.error()
            #expect(error["code"] == "busy", "\(answer.text)")
            let words = error["hint"]?.stringValue?.split { !$0.isNumber }.compactMap { Int32($0) } ?? []
            #expect(error["message"]?.stringValue?.contains("which is stopped") == true, "\(answer.text)")
            // Readers are not held up.
            #expect(try await Record(of: "@last", by: casebook).status == "running")
            #expect(try await casebook.run("resume", "--json").expect(1).error()["code"] == "driven")
            kill(try #require(words.first), SIGCONT)
            #expect(try await first.wait().code == 0)
        }
    }
}
