import Glibc
import JSON
import TestSupport
import Testing

extension Trouble {
    /// Runs that are stopped at any moment and continued.
    @Suite("Stopped runs") struct KillTests {
        let folder: TemporaryFolder

        init() throws {
            folder = try TemporaryFolder()
            try RecordedOutage().write(to: folder)
        }

        @Test("killed at 20 random moments, resume ends with the same findings and repeats no finished step")
        func killedAndResumed() async throws {
            let undisturbed = try Casebook(in: folder.path)
            let lines = try await undisturbed.run("run", "service-outage").expect(0).text.split(separator: "\n")
            let progress = lines.prefix { $0 != "run succeeded" }.count
            #expect(progress > 10, "\(lines)")
            let whole = try Conclusion(try await undisturbed.json("resume"))
            let wanted = try await Record(of: whole.session, by: undisturbed)
            #expect(wanted.calls == 5)
            var generator = SeededGenerator(seed: 20)
            var interrupted = 0
            for moment in 0..<20 {
                // Every fourth time while it starts, else some time after one of the lines that tell what is durable.
                let line = moment % 4 == 0 ? 0 : Int.random(in: 1..<progress, using: &generator)
                let delay = Int.random(in: 0...(line == 0 ? 120 : 40), using: &generator)
                let casebook = try Casebook(in: folder.path)
                let told = try await Self.kill(casebook, afterLine: line, delay: .milliseconds(delay))
                let place = "moment \(moment): after line \(line) and \(delay) ms"
                interrupted += try await expectWhole(whole, wanted, casebook, told, place) ? 1 : 0
            }
            #expect(interrupted >= 8, "too few of the 20 runs were really interrupted: \(interrupted)")
        }

        @Test("Ctrl-C ends in 130 and leaves a session that resume continues")
        func interrupted() async throws {
            let casebook = try Casebook(in: folder.path)
            let process = try casebook.start("run", "service-outage")
            _ = try await process.line()
            _ = try await process.line()
            process.send(signal: SIGINT)
            let ended = try await process.wait()
            #expect(ended.code == 130, "\(ended.text) \(ended.errorText)")
            #expect(ended.errorText.contains("casebook resume ses_"), "\(ended.errorText)")
            let conclusion = try Conclusion(try await casebook.json("resume"))
            #expect(conclusion.status == "succeeded")
            #expect(conclusion.top?.severity == "critical", "\(conclusion.statements)")
            let record = try await Record(of: conclusion.session, by: casebook)
            #expect(record.runs == 1)
            #expect(record.calls == 5)
        }

        @Test("SIGTERM leaves a session that resume continues")
        func terminated() async throws {
            let casebook = try Casebook(in: folder.path)
            let process = try casebook.start("run", "service-outage", "--json")
            try await Self.waitForSession(casebook)
            process.send(signal: SIGTERM)
            let ended = try await process.wait()
            #expect(ended.code == 130, "\(ended.text) \(ended.errorText)")
            let error = try JSONValue(parsing: ended.text)["error"]
            #expect(error?["code"] == "interrupted")
            #expect(error?["hint"]?.stringValue?.contains("casebook resume") == true)
            #expect(try Conclusion(try await casebook.json("resume")).top?.severity == "critical")
        }

        /// Starts a run, kills it some time after it printed a line, and gives back the lines.
        private static func kill(_ casebook: Casebook, afterLine count: Int, delay: Duration) async throws -> [String] {
            let process = try casebook.start("run", "service-outage")
            var told: [String] = []
            while told.count < count, let line = try await process.line() { told.append(line) }
            // The moment itself is what is tried here; no condition is waited for.
            try await Task.sleep(for: delay)
            process.send(signal: SIGKILL)
            _ = try await process.wait()
            return told
        }

        /// Resumes and compares; true when the run had really been interrupted.
        private func expectWhole(
            _ whole: Conclusion, _ wanted: Record, _ casebook: Casebook, _ told: [String], _ place: String
        ) async throws -> Bool {
            let list = try await casebook.json("sessions", "list")["sessions"]?.arrayValue ?? []
            guard let session = list.first?["id"]?.stringValue else {
                #expect(told.isEmpty, "\(place): a session was told and is gone")
                let again = try Conclusion(try await casebook.json("run", "service-outage"))
                #expect(again.findings == whole.findings, "\(place)")
                return false
            }
            let before = try await Record(of: session, by: casebook)
            for line in told where line.hasPrefix("step ") && !line.hasSuffix(" started") {
                let words = line.split(separator: " ")
                let isKept = before.finished.contains { $0.path == words[1] && words[2].hasPrefix($0.status) }
                #expect(isKept, "\(place): was told and is lost: \(line)")
            }
            let resumed = try Conclusion(try await casebook.json("resume", session))
            #expect(resumed.session == session, "\(place)")
            #expect(resumed.status == "succeeded", "\(place)")
            #expect(resumed.findings == whole.findings, "\(place): \(resumed.statements)")
            #expect(resumed.outputs == whole.outputs, "\(place)")
            let after = try await Record(of: session, by: casebook)
            #expect(after.runs == 1, "\(place)")
            #expect(after.outline == wanted.outline, "\(place)")
            #expect(after.calls == wanted.calls, "\(place)")
            // What had been finished is the same step with the same evidence at the same time, and was done once.
            #expect(after.finished.isSuperset(of: before.finished), "\(place)")
            #expect(after.evidence.starts(with: before.evidence), "\(place)")
            let database = DatabaseFile(path: casebook.database)
            let counts = try database.steps(of: session)
            #expect(
                counts.finished.count == wanted.steps.count && counts.finished.values.allSatisfy { $0 == 1 }, "\(place)"
            )
            #expect(counts.started.values.allSatisfy { $0 == 1 }, "\(place)")
            #expect(try database.integrity() == "ok", "\(place)")
            return before.status == "running"
        }

        /// Waits until a session can be seen by others.
        static func waitForSession(_ casebook: Casebook) async throws {
            let deadline = ContinuousClock.now + .seconds(30)
            while ContinuousClock.now < deadline {
                let list = try await casebook.json("sessions", "list")["sessions"]?.arrayValue ?? []
                if !list.isEmpty { return }
            }
            throw TestFailure("no session within 30 s")
        }
    }
}
