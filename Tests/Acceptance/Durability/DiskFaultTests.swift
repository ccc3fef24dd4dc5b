import Glibc
import JSON
import TestSupport
import Testing

extension Trouble {
    /// Disks that are full, fail, or cannot be written, at every moment of a run.
    @Suite("Failing disks", .enabled(if: Strace.isInstalled, "strace(1) is not installed"))
    struct DiskFaultTests {
        /// A system call that fails, and what a person is told then.
        struct Fault: CustomTestStringConvertible {
            let call: String
            let error: String
            /// Whether it goes on failing.
            let stays: Bool
            let code: String
            let words: String

            var testDescription: String { "\(call) \(error)\(stays ? " from then on" : "")" }
        }

        private static var faults: [Fault] { Long.isWanted ? allFaults : Array(allFaults.prefix(2)) }

        private static let allFaults = [
            Fault(call: "pwrite64", error: "ENOSPC", stays: true, code: "full", words: "no room"),
            Fault(call: "fdatasync", error: "EIO", stays: false, code: "inputOutput", words: "could not be"),
            Fault(call: "pwrite64", error: "EIO", stays: true, code: "inputOutput", words: "could not be"),
            Fault(call: "fdatasync", error: "EIO", stays: true, code: "inputOutput", words: "could not be"),
            Fault(call: "pwrite64", error: "ENOSPC", stays: false, code: "full", words: "no room"),
            Fault(call: "ftruncate", error: "EIO", stays: true, code: "inputOutput", words: "could not be"),
        ]

        private let folder: TemporaryFolder

        init() throws {
            folder = try TemporaryFolder()
            try StepsWorkflow.write(to: folder)
        }

        @Test("told clearly at every write of a run; what was told is kept, and the run can go on", arguments: faults)
        private func everyWrite(_ fault: Fault) async throws {
            let recorder = try Casebook(in: folder.path)
            try await recorder.failing(fault.call, record: folder.path("record")).run("run", "steps.yaml").expect(0)
            let calls = String(decoding: try folder.read("record"), as: UTF8.self).split(separator: "\n").count
            #expect(calls > (fault.call == "ftruncate" ? 0 : 15))
            // A few of them, from another first one for each fault, or all.
            let step = Long.isWanted ? 1 : max(1, calls / 2)
            let first = Long.isWanted ? 1 : 1 + fault.testDescription.utf8.count % step
            for number in stride(from: first, through: calls, by: step) {
                try await failing(fault, at: number)
            }
        }

        private func failing(_ fault: Fault, at number: Int) async throws {
            let place = "\(fault.testDescription) at \(number)"
            let casebook = try Casebook(in: folder.path)
            let failing = casebook.failing(
                "\(fault.call):error=\(fault.error):when=\(number)\(fault.stays ? "+" : "")")
            // By turns as a person and as a program sees it.
            let isJSON = number.isMultiple(of: 2)
            let answer = try await failing.run(["run", "steps.yaml"] + (isJSON ? ["--json"] : []))
            if answer.code == 0 {
                // Only what makes a database tidy may fail without a word: nothing depends on it.
                #expect(
                    isJSON ? answer.text.contains(#""succeeded""#) : answer.text.contains("run succeeded"), "\(place)")
            } else {
                #expect(answer.code == 1, "\(place): \(answer.ending) \(answer.errors)")
                if isJSON {
                    let error = try answer.error()
                    #expect(error["code"]?.stringValue == fault.code, "\(place): \(answer.text)")
                    #expect(error["hint"]?.stringValue?.isEmpty == false, "\(place): \(answer.text)")
                } else {
                    #expect(answer.errors.contains(fault.words), "\(place): \(answer.errors)")
                    #expect(answer.errors.contains("hint: "), "\(place): \(answer.errors)")
                }
            }
            try await expectWhole(casebook, told: isJSON ? "" : answer.text, place)
        }

        /// The disk works again: nothing that was told is gone, and the run ends as any other.
        private func expectWhole(_ casebook: Casebook, told: String, _ place: String) async throws {
            let sessions = try await casebook.json("sessions", "list")["sessions"]?.arrayValue ?? []
            guard !sessions.isEmpty else {
                #expect(!told.contains("run run_"), "\(place): a session was told and is gone")
                let again = try Conclusion(try await casebook.json("run", "steps.yaml"))
                #expect(again.status == "succeeded", "\(place)")
                return
            }
            let before = try await Record(of: "@last", by: casebook)
            for line in told.split(separator: "\n") where line.hasPrefix("step ") && !line.hasSuffix(" started") {
                let path = line.split(separator: " ")[1]
                #expect(before.finished.contains { $0.path == path }, "\(place): was told and is lost: \(line)")
            }
            let resumed = try Conclusion(try await casebook.json("resume"))
            #expect(resumed.status == "succeeded", "\(place)")
            #expect(resumed.findings.map(\.verdict) == ["cited"], "\(place)")
            let after = try await Record(of: resumed.session, by: casebook)
            #expect(after.runs == 1 && after.calls == StepsWorkflow.count, "\(place)")
            #expect(after.finished.isSuperset(of: before.finished), "\(place)")
            let database = DatabaseFile(path: casebook.database)
            #expect(try database.steps(of: resumed.session).finished.values.allSatisfy { $0 == 1 }, "\(place)")
            #expect(try database.integrity() == "ok", "\(place)")
        }

        @Test(
            "a database on a disk that cannot be written is named as such, and left as it is",
            .enabled(if: SmallDisk.isPossible, "this process may not mount"))
        func readOnly() async throws {
            let disk = try SmallDisk(kibibytes: 4096)
            let casebook = try Casebook(in: folder.path, database: disk.path + "/casebook.db")
            let whole = try Conclusion(try await casebook.json("run", "steps.yaml"))
            try disk.setReadOnly(true)
            // Whoever only looks needs to write nothing.
            #expect(try await casebook.json("sessions", "show")["id"]?.stringValue == whole.session)
            for command in [["resume"], ["run", "steps.yaml"]] {
                let answer = try await casebook.run(command + ["--json"]).expect(1)
                let error = try answer.error()
                #expect(error["code"] == "readOnly", "\(command): \(answer.text)")
                #expect(error["hint"]?.stringValue?.contains("copy") == true, "\(command): \(answer.text)")
            }
            try disk.setReadOnly(false)
            #expect(try Conclusion(try await casebook.json("resume")).session == whole.session)
            #expect(try DatabaseFile(path: casebook.database).integrity() == "ok")
        }
    }
}
