import JSON
import TestSupport
import Testing

extension Acceptance {
    /// Forks of sessions, what is merged back, and how they differ.
    @Suite("Forks, merges and differences") struct ForkTests {
        let folder: RecordingFolder
        var casebook: Casebook { folder.casebook }

        init() throws { folder = try RecordingFolder() }

        @Test("a fork shows all that stands before it, in every view, and neither sees the other")
        func forks() async throws {
            let first = try Conclusion(try await casebook.json("run", "flows/errors.yaml"))
            let made = try await casebook.json("sessions", "fork", first.session, "--title", "Another idea")
            let fork = try #require(made["id"]?.stringValue)
            let head = try await casebook.json("sessions", "show", first.session)
            #expect(made["title"] == "Another idea" && made["forkedFrom"]?["session"]?.stringValue == first.session)
            #expect(made["forkedFrom"]?["sequence"] == head["sequence"] && made["forkedFrom"]?["hash"] == head["hash"])
            #expect(head["forks"]?[0]?["session"]?.stringValue == fork)
            let shown = try await casebook.json("sessions", "show", fork)
            for member in ["findings", "evidence", "runs", "window"] { #expect(shown[member] == head[member]) }
            #expect(shown["sequence"] == 2)
            let listed = try await casebook.json("sessions", "list")["sessions"]?.arrayValue ?? []
            #expect(listed.first?["id"]?.stringValue == fork && listed.count == 2)
            for format in ["md", "html"] {
                let report = try await casebook.run("export", fork, "--format", format).expect(0).text
                #expect(report.contains("the pump has stopped") && report.contains(first.session), "\(format)")
            }
            let report = try await casebook.json("export", fork, "--format", "json")
            let sessions = Set((report["timeline"]?.arrayValue ?? []).compactMap { $0["session"]?.stringValue })
            #expect(sessions == [first.session, fork] && report["evidence"]?.arrayValue?.count == 1)
            try await casebook.run("run", "flows/errors.yaml", "--session", fork).expect(0)
            #expect(try await casebook.json("sessions", "show", first.session)["runs"]?.arrayValue?.count == 1)
            #expect(try await casebook.json("sessions", "show", fork)["runs"]?.arrayValue?.count == 2)
            let replay = try await casebook.json("replay", fork)
            #expect(replay["findings"]?["same"]?.arrayValue?.count == 1 && replay["notRecorded"] == [])
        }

        @Test("a fork begins at any entry, and what is not there is refused")
        func forksAtAnEntry() async throws {
            let session = try Conclusion(try await casebook.json("run", "flows/errors.yaml")).session
            let fork = try await casebook.json("sessions", "fork", session, "--at", "3")
            let shown = try await casebook.json("sessions", "show", fork["id"]?.stringValue ?? "")
            #expect(shown["findings"] == [] && shown["runs"]?[0]?["status"] == "cancelled")
            for place in ["0", "-1", "999", "x"] {
                try await casebook.run("sessions", "fork", session, "--at=\(place)", "--json").expect(2)
            }
            try await casebook.run("sessions", "fork", "ses_none").expect(2)
        }

        @Test("merge takes over what the fork found once, with its evidence; diff tells what is left")
        func merges() async throws {
            let session = try Conclusion(try await casebook.json("run", "flows/errors.yaml")).session
            let fork = try #require(try await casebook.json("sessions", "fork", session)["id"]?.stringValue)
            try folder.home.write(
                "2026-03-01T12:00:05Z ERROR checkout the pump has gone\n", to: "logs/b.log")
            let found = try Conclusion(
                try await casebook.json("run", "flows/errors.yaml", "--session", fork))
            let before = try await casebook.json("sessions", "diff", session, fork)
            #expect(before["common"]?["session"]?.stringValue == session && before["window"]?["same"] == true)
            #expect(before["findings"]?["new"]?[0]?["statement"]?.stringValue == found.top?.statement)
            #expect(before["evidence"]?["changed"]?.arrayValue?.count == 1)
            #expect(before["runs"]?[0]?["outputs"] == [["output": "total", "from": 2, "to": 3]])
            let text = try await casebook.run("sessions", "diff", session, fork).expect(0).text
            #expect(text.contains("findings: 1 the same") && text.contains("  + high 3 errors, the first:"))
            let merged = try await casebook.json("sessions", "merge", fork)
            #expect(merged["session"]?.stringValue == session && merged["evidence"] == 1)
            #expect(merged["findings"]?[0]?["verdict"] == "cited")
            #expect(merged["findings"]?[0]?["from"]?["session"]?.stringValue == fork)
            #expect(try await casebook.json("sessions", "merge", fork)["findings"] == [])
            let after = try await casebook.json("sessions", "diff", session, fork)
            #expect(after["findings"]?["new"] == [] && after["findings"]?["gone"] == [])
            #expect(after["evidence"]?["changed"] == [])
            let shown = try await casebook.json("sessions", "show", session)
            #expect(shown["findings"]?.arrayValue?.count == 2)
            try await casebook.run("export", session).expect(0)
            let refused = try await casebook.run("sessions", "merge", session, "--json").expect(2).error()
            #expect(refused["code"] == "validation")
        }
    }
}
