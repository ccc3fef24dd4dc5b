import Glibc
import JSON
import TestSupport
import Testing

extension Trouble {
    /// Runs so long that they are gone on with from the outline of their journal.
    @Suite("Long runs") struct LongRunTests {
        private let folder: TemporaryFolder
        private static let steps = 620

        init() throws {
            folder = try TemporaryFolder()
            var text = "schema: 1\nname: long\nversion: 1.0.0\ntitle: Many steps\nsteps:\n"
            for number in 1...Self.steps { text += "  - {id: s\(number), uses: get_system_load@1}\n" }
            try folder.write(text, to: "long.yaml")
        }

        /// A run that was killed when its journal had an outline, and its session.
        private func killed() async throws -> (casebook: Casebook, session: String) {
            let casebook = try Casebook(in: folder.path)
            let process = try casebook.start("run", "long.yaml")
            while let line = try await process.line(), line != "step s560 started" {}
            process.send(signal: SIGKILL)
            _ = try await process.wait()
            let list = try await casebook.json("sessions", "list")["sessions"]?.arrayValue ?? []
            let session = try #require(list.first?["id"]?.stringValue)
            #expect(try DatabaseFile(path: casebook.database).count("outline") == 1)
            return (casebook, session)
        }

        @Test("killed after hundreds of steps, resume repeats none of them", arguments: [false, true])
        func killedAndResumed(isDamaged: Bool) async throws {
            let (casebook, session) = try await killed()
            let database = DatabaseFile(path: casebook.database)
            // An outline that cannot be read is as good as none.
            if isDamaged { try database.execute("UPDATE outline SET evidence = zeroblob(length(evidence))") }
            let resumed = try await casebook.json("resume")
            #expect(resumed["session"]?.stringValue == session && resumed["status"] == "succeeded", "\(resumed)")
            let counts = try database.steps(of: session)
            #expect(counts.finished.count == Self.steps && counts.finished.values.allSatisfy { $0 == 1 })
            #expect(counts.started.values.allSatisfy { $0 <= 2 })
            #expect(counts.started.values.count { $0 == 2 } <= 1)
            #expect(try await casebook.run("verify", session).code == 0)
        }

        @Test("what was changed in the part that an outline tells of is noticed before the run is said to have ended")
        func changed() async throws {
            let (casebook, session) = try await killed()
            try DatabaseFile(path: casebook.database).execute(
                "UPDATE entry SET time = time + 1 WHERE id = (SELECT id FROM entry ORDER BY id LIMIT 1 OFFSET 40)")
            let ended = try await casebook.run("resume", "--json")
            #expect(try ended.error()["code"] == "corrupt", "\(session): \(ended.text)")
        }
    }
}
