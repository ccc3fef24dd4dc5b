import Glibc
import JSON
import TestSupport
import Testing

extension Acceptance {
    /// Case files through the built program: written, verified, taken in elsewhere and gone on with.
    @Suite("Case files") struct CaseFileTests {
        let folder: TemporaryFolder
        /// Where the case is made, and another installation with a database and a home of its own.
        let here: Casebook
        let there: Casebook

        init() throws {
            folder = try TemporaryFolder()
            try RecordedOutage().write(to: folder)
            here = try Casebook(in: folder.path)
            there = try Casebook(in: folder.path)
        }

        private var path: String { folder.path("case.ndjson") }

        private func export(_ session: String = "@last", by casebook: Casebook) async throws -> JSONValue {
            try await casebook.json("export", session, "--format", "case", "--output", path)
        }

        @Test("a whole investigation is exported, verified with the key, taken in, and comes back byte for byte")
        func carried() async throws {
            let run = try Conclusion(try await here.json("run", "service-outage"))
            let written = try await export(by: here)
            #expect(written["session"]?.stringValue == run.session)
            let key = try #require(written["key"]?.stringValue)
            #expect(try await here.run("verify", "--print-key").expect(0).text == "\(key)\n")
            #expect(here.home.mode(of: "state/casebook.db-key") == 0o600)
            #expect(folder.mode(of: "case.ndjson") == 0o600)
            let stored = try await here.json("verify", run.session)
            #expect(stored["ok"] == true && stored["path"]?.isNull == true)
            #expect(stored["checked"]?["citations"]?["holds"]?.intValue == run.findings.count)

            // Another installation: without the key it says what is not proven.
            let unknown = try await there.json("verify", path)
            #expect(unknown["ok"] == true && unknown["signature"] == "unknown")
            #expect(unknown["notProven"]?.arrayValue?.count == 2)
            let known = try await there.json("verify", path, "--key", key)
            #expect(known["signature"] == "known" && known["session"]?.stringValue == run.session)
            #expect(known["proven"]?.arrayValue?.first?.stringValue?.contains(key) == true)
            #expect(known["proven"]?.arrayValue?.first?.stringValue?.contains("left out") == false)
            let python = ProcessHarness(
                executable: "/usr/bin/env", environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"])
            let script = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }
            let other = try await python.run(
                ["python3", "-I", "-B", script + "/CaseFilesTests/verify_case.py", path, key])
            #expect(other.code == 0, "\(other.errorText)")

            let taken = try await there.json("import", path, "--key", key)
            #expect(taken["outcome"] == "inserted" && taken["runs"] == [])
            #expect(taken["journals"]?[0]?["withheld"] == [])
            #expect(try await there.json("import", path)["outcome"] == "unchanged")
            let shown = try await there.json("sessions", "show", run.session)
            #expect(shown["owner"]?.stringValue == "imported:local:tester")
            #expect(shown["hash"] == written["head"])
            #expect(shown["findings"]?.arrayValue?.allSatisfy { $0["verdict"] == "cited" } == true)
            let report = try await there.run("export", run.session, "--format", "md").expect(0).text
            #expect(report.contains("imported:local:tester"))
            let first = try folder.read("case.ndjson")
            _ = try await export(run.session, by: there)
            let lines = { (bytes: [UInt8]) in bytes.split(separator: 10).dropFirst().dropLast().map { Array($0) } }
            #expect(lines(try folder.read("case.ndjson")) == lines(first))
        }

        @Test(
            "an export that is killed before it is whole leaves nothing, and the file that was there as it was",
            .enabled(if: Strace.isInstalled))
        func killed() async throws {
            _ = try await here.run("run", "service-outage").expect(0)
            _ = try await export(by: here)
            let (before, names) = (try folder.read("case.ndjson"), try folder.names().sorted())
            for output in [path, folder.path("other.ndjson")] {
                let answer = try await here.killed(at: "fsync").run(
                    "export", "@last", "--format", "case", "--output", output)
                #expect(answer.ending == .signal(SIGKILL), "\(answer)")
                #expect(try folder.names().sorted() == names)
            }
            #expect(try folder.read("case.ndjson") == before)
            _ = try await export(by: here)
            #expect(try folder.names().sorted() == names)
        }

        @Test("a file that was changed is refused by verify and by import, and leaves nothing")
        func changed() async throws {
            _ = try await here.run("run", "service-outage").expect(0)
            _ = try await export(by: here)
            let file = try folder.read("case.ndjson")
            var random = SeededGenerator(seed: 4)
            for number in 0..<4 {
                var bytes = file
                switch number {
                case 0: bytes.removeLast(Int.random(in: 1..<bytes.count, using: &random))
                case 1: bytes += [10]
                default: bytes[Int.random(in: bytes.indices, using: &random)] ^= 1 << number
                }
                try folder.write(bytes, to: "bad.ndjson")
                let refused = try await there.run("verify", folder.path("bad.ndjson"), "--json").expect(1).json()
                #expect(refused["ok"] == false && refused["first"]?["verdict"] == "broken", "\(number)")
                try await there.run("import", folder.path("bad.ndjson"), "--json").expect(1)
            }
            let newer = String(decoding: file, as: UTF8.self)
                .replacing("\"version\":1}", with: "\"version\":2}", maxReplacements: 1)
            try folder.write(newer, to: "newer.ndjson")
            for command in ["verify", "import"] {
                let error = try await there.run(command, folder.path("newer.ndjson"), "--json").expect(1).error()
                #expect(error["code"] == "newerVersion", "\(command)")
            }
            #expect(try await there.json("sessions", "list")["sessions"] == [])
            let key = String(repeating: "0", count: 63) + "1"
            let foreign = try await there.run("verify", path, "--key", key, "--json").expect(1).json()
            #expect(foreign["signature"] == "foreign" && foreign["first"]?["what"] == "signature")
            #expect(
                try await there.run("import", path, "--key", key, "--json").expect(1).error()["code"] == "signature")
            try await there.run("verify", folder.path("nothing.ndjson")).expect(2)
            try await there.run("verify", path, "--key", "nonsense").expect(2)
            try await there.run("import", "/dev/null").expect(2)
        }

        @Test("a waiting run is taken in, refused until its workflow is accepted, and asked about anew")
        func accepted() async throws {
            try folder.write(PeopleWorkflow.asking("{type: integer}"), to: "asking.yaml")
            let run = try Conclusion(try await here.run("run", "asking.yaml", "--json").expect(3).json())
            _ = try await export(by: here)
            let taken = try await there.json("import", path)
            #expect(taken["runs"] == [.string(run.run)])
            #expect(try await there.run("resume", run.session, "--json").expect(1).error()["code"] == "notAccepted")
            #expect(try await there.json("approvals")["approvals"] == [])
            let shown = try await there.run("trust", run.run).expect(2)
            #expect(shown.text.contains("asking") && shown.text.contains("sha256"))
            let accepted = try await there.json("trust", run.run, "--yes")
            #expect(accepted["session"]?.stringValue == run.session)
            try await there.run("resume", run.session).expect(3)
            let waits = try #require(try await there.json("approvals")["approvals"]?.arrayValue)
            #expect(waits.count == 1)
            try await there.run("answer", try #require(waits.first?["id"]?.stringValue), "7").expect(0)
            let ended = try Conclusion(try await there.json("resume", run.session))
            #expect(ended.status == "succeeded" && ended.outputs == ["value": 7])

            // It went on in two places.
            try await here.run("cancel", run.run).expect(0)
            _ = try await export(run.session, by: here)
            #expect(try await there.run("import", path, "--json").expect(1).error()["code"] == "conflict")
            let fork = try await there.json("import", path, "--as-fork")
            #expect(fork["session"]?.stringValue != run.session && fork["outcome"] == "inserted")
        }

        @Test("what was gone in the file is not called withheld for a secret")
        func scrubbed() async throws {
            let run = try Conclusion(try await here.json("run", "service-outage"))
            try await here.run("sessions", "scrub", run.session, "--entry", "1", "--yes").expect(0)
            _ = try await export(by: here)
            let taken = try await there.run("import", path).expect(0).text
            #expect(!taken.contains("withheld"), "\(taken)")
            let fork = try await there.run("import", path, "--as-fork").expect(0).text
            #expect(fork.contains("entry 1 is here without: payload") && !fork.contains("secret"), "\(fork)")
        }

        @Test("a session that was changed in the database is named, and is not exported")
        func tampered() async throws {
            let run = try Conclusion(try await here.json("run", "service-outage"))
            try DatabaseFile(path: here.database).replace("service", with: "sErvice", at: 3)
            let broken = try await here.run("verify", run.session, "--json").expect(1).json()
            #expect(broken["first"]?["sequence"] == 3 && broken["first"]?["what"] == "entry")
            try await here.run("export", run.session, "--format", "case", "--output", path).expect(1)
            #expect(folder.size(of: "case.ndjson") == nil)
        }
    }
}
