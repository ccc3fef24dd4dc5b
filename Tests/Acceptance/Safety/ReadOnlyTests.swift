import JSON
import TestSupport
import Testing

extension Trouble {
    /// A database on a disk that cannot be written.
    @Suite("Read-only databases", .enabled(if: SmallDisk.isPossible)) struct ReadOnlyTests {
        @Test("whatever only looks works on a copy, and what writes says why it does not")
        func looks() async throws {
            let disk = try SmallDisk(kibibytes: 16 << 10)
            let casebook = try Casebook(database: disk.path + "/casebook.db")
            try casebook.home.write("2026-03-01T12:00:05Z ERROR the pump has stopped\n", to: "a.log")
            try await casebook.run(
                "run", "service-outage", "--source", "app=logs:a.log", "--set", "service=pump"
            ).expect(0)
            let before = try await casebook.json("sessions", "show")
            try disk.setReadOnly(true)
            #expect(try await casebook.json("sessions", "show") == before)
            #expect(try await casebook.json("sessions", "list")["sessions"]?.arrayValue?.count == 1)
            let id = before["id"]?.stringValue ?? ""
            #expect(try await casebook.run("export", id).expect(0).text.contains(id))
            #expect(try await casebook.json("sessions", "diff", id, id)["common"]?["session"]?.stringValue == id)
            #expect(try await casebook.json("approvals")["approvals"] == [])
            try await casebook.run("replay", id).expect(0)
            let rehearsed = try await casebook.json("gc", "--dry-run", "--older-than", "0s")
            #expect(rehearsed["dryRun"] == true)
            let copy = casebook.home.path("copy.db")
            try await casebook.run("backup", copy).expect(0)
            #expect(try await casebook.json("sessions", "show", id, "--database", copy)["id"]?.stringValue == id)
            let health = try await casebook.run("doctor", "--json").expect(1).json()
            let database = health["checks"]?.arrayValue?.first { $0["name"] == "database" }
            #expect(database?["detail"]?.stringValue?.contains("can be read and not written") == true)
            for words in [["gc"], ["sessions", "note", id, "x"], ["sessions", "pin", id]] {
                #expect(try await casebook.run(words + ["--json"]).expect(1).error()["code"] == "readOnly", "\(words)")
            }
            let refused = try await casebook.run("sessions", "fork", id, "--json").expect(1).error()
            #expect(refused["code"] == "readOnly")
        }
    }
}
