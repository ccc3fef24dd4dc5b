import JSON
import TestSupport
import Testing

extension Acceptance {
    /// `replay`: a session's evidence, looked at again.
    @Suite("Replaying a session") struct ReplayTests {
        let folder: RecordingFolder

        init() throws { folder = try RecordingFolder() }

        private func counts(_ json: JSONValue) -> [String: Int] {
            var counts: [String: Int] = [:]
            for (name, list) in json["findings"]?.objectValue ?? [:] { counts[name] = list.arrayValue?.count }
            return counts
        }

        @Test("the same workflow says the same, without its sources, and writes nothing")
        func same() async throws {
            let concluded = try Conclusion(try await folder.casebook.json("run", "flows/errors.yaml"))
            try folder.home.write("", to: "logs/a.log")
            let before = try await folder.casebook.json("sessions", "show")
            let json = try await folder.casebook.json("replay", concluded.session)
            #expect(json["session"]?.stringValue == concluded.session)
            #expect(json["run"]?.stringValue == concluded.run)
            #expect(json["workflow"] == "errors" && json["version"] == "1.0.0")
            #expect(json["status"] == ["recorded": "succeeded", "replayed": "succeeded"])
            #expect(counts(json) == ["same": 1, "new": 0, "gone": 0, "changed": 0])
            #expect(json["findings"]?["same"]?[0]?["statement"]?.stringValue == concluded.top?.statement)
            #expect(json["steps"] == [] && json["outputs"] == [] && json["notRecorded"] == [])
            #expect(try await folder.casebook.json("sessions", "show") == before)
            let plain = try await folder.casebook.run("replay").expect(0)
            #expect(plain.text.contains("  same     high 2 errors, the first:"))
        }

        @Test("a changed workflow shows what changed, what is new and what is gone")
        func changed() async throws {
            let session = try Conclusion(try await folder.casebook.json("run", "flows/errors.yaml")).session
            let text = RecordingFolder.workflow.replacing("severity: high", with: "severity: low")
                .replacing("outputs: {total:", with: "outputs: {sum:")
            let more = text.replacing(
                "outputs:",
                with: """
                      - {id: quiet, needs: [hits], finding: {statement: More, severity: info, citations: [{step: hits, pointer: /total}]}}
                      - {id: asks, needs: [], uses: search_logs@1, with: {literal: nobody asked}, continue-on-error: true}
                    outputs:
                    """)
            try folder.home.write(more, to: "flows/changed.yaml")
            let json = try await folder.casebook.json("replay", session, "--workflow", "flows/changed.yaml")
            #expect(counts(json) == ["same": 0, "new": 1, "gone": 0, "changed": 1])
            #expect(json["findings"]?["changed"]?[0]?["recorded"]?["severity"] == "high")
            #expect(json["findings"]?["changed"]?[0]?["replayed"]?["severity"] == "low")
            #expect(json["findings"]?["new"]?[0]?["verdict"] == "cited")
            #expect(json["notRecorded"]?.arrayValue?.map { $0["step"] } == ["asks"])
            let steps = json["steps"]?.arrayValue ?? []
            #expect(steps.map { $0["step"] } == ["asks", "quiet"])
            #expect(steps.first?["replayed"] == "failed" && steps.first?["recorded"]?.isNull == true)
            #expect(steps.first?["reason"]?.stringValue?.contains("step `asks` asks search_logs@1") == true)
            #expect(
                json["outputs"] == [
                    ["output": "total", "recorded": 2, "replayed": nil],
                    ["output": "sum", "recorded": nil, "replayed": 2],
                ])
            let gone = RecordingFolder.workflow.replacing("total > 0", with: "total > 9")
            try folder.home.write(gone, to: "flows/changed.yaml")
            let less = try await folder.casebook.json("replay", session, "--workflow", "flows/changed.yaml")
            #expect(counts(less) == ["same": 0, "new": 0, "gone": 1, "changed": 0])
            let plain = try await folder.casebook.run("replay", session, "--workflow", "flows/changed.yaml").expect(0)
            #expect(plain.text.contains("  gone     high 2 errors"))
        }

        @Test("another workflow is replayed over the evidence that it knows; an input that only it has needs a default")
        func anotherWorkflow() async throws {
            let session = try Conclusion(try await folder.casebook.json("run", "flows/errors.yaml")).session
            let other = RecordingFolder.workflow.replacing("name: errors", with: "name: other")
            try folder.home.write(other, to: "flows/other.yaml")
            let same = try await folder.casebook.json("replay", session, "--workflow", "flows/other.yaml")
            #expect(counts(same)["same"] == 1 && same["workflow"] == "other")
            try folder.home.write(
                other.replacing("level: {", with: "more: {type: string}\n  level: {"), to: "flows/other.yaml")
            let refused = try await folder.casebook.run(
                "replay", session, "--workflow", "flows/other.yaml", "--json"
            ).expect(2)
            #expect(try refused.error()["message"]?.stringValue?.contains("`more`") == true)
        }

        @Test("a run is named by the beginning of its identifier, and what is not there is refused")
        func choosesARun() async throws {
            let first = try Conclusion(try await folder.casebook.json("run", "flows/errors.yaml"))
            let second = try Conclusion(
                try await folder.casebook.json("run", "flows/errors.yaml", "--session", first.session))
            #expect(try await folder.casebook.json("replay")["run"]?.stringValue == second.run)
            let named = try await folder.casebook.json("replay", "--run", String(first.run.prefix(12)))
            #expect(named["run"]?.stringValue == first.run)
            for arguments in [["--run", "run_x"], ["--run", ""], ["ses_nothing"], ["--workflow", "none.yaml"]] {
                try await folder.casebook.run(["replay"] + arguments).expect(2)
            }
        }

        @Test("evidence that was changed in the database is refused")
        func tampered() async throws {
            try await folder.casebook.run("run", "flows/errors.yaml").expect(0)
            try DatabaseFile(path: folder.casebook.database).replace("stopped", with: "started")
            let answer = try await folder.casebook.run("replay", "--json").expect(1)
            #expect(try answer.error()["code"] == "corrupt")
        }
    }
}
