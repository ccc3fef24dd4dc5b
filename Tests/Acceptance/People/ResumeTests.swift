import Glibc
import JSON
import TestSupport
import Testing

extension Acceptance {
    /// A session in which several runs have not ended.
    @Suite("Several unfinished runs") struct ResumeTests {
        let casebook: Casebook

        init() throws {
            casebook = try Casebook()
            try casebook.home.write(PeopleWorkflow.asking("{type: integer}"), to: "asking.yaml")
            try casebook.home.write(Self.endless, to: "endless.yaml")
        }

        /// Lives until it is stopped.
        private static let endless = """
            schema: 1
            name: endless
            version: 1.0.0
            title: Waits for what never comes
            steps:
              - id: load
                uses: get_system_load@1
              - id: forever
                uses: get_system_load@1
                until: {condition: 'false', every: 1h, max: 100}
            """

        @Test("resume says that nothing was interrupted, and what the last run found")
        func nothingToResume() async throws {
            let first = try Conclusion(try await casebook.run("run", "asking.yaml", "--json").expect(3).json())
            try await casebook.run("cancel", first.run).expect(0)
            let again = try await casebook.run("resume", first.session)
            #expect(again.text.hasPrefix("Nothing was interrupted: \(first.run) had ended before.\n"), "\(again)")
            #expect(try await casebook.run("resume", "--json").json()["run"]?.stringValue == first.run)
        }

        @Test("resume prints one document: the newest run as ever, the others within it")
        func oneDocument() async throws {
            let first = try Conclusion(try await casebook.run("run", "asking.yaml", "--json").expect(3).json())
            #expect(try await casebook.run("resume", "--json").expect(3).json()["others"] == [])
            let second = try Conclusion(
                try await casebook.run("run", "asking.yaml", "--session", first.session, "--json").expect(3).json())
            let approvals = try await casebook.json("approvals")["approvals"]?.arrayValue ?? []
            #expect(approvals.count == 2)
            let oldest = try #require(approvals.first?["id"]?.stringValue)
            try await casebook.run("answer", oldest, "7").expect(0)

            let mixed = try await casebook.run("resume", "--json").expect(3).json()
            #expect(mixed["run"]?.stringValue == second.run)
            #expect(mixed["status"] == "waiting")
            let others = try #require(mixed["others"]?.arrayValue)
            #expect(others.map { $0["run"]?.stringValue } == [first.run])
            #expect(others.first?["status"] == "succeeded")
            #expect(others.first?["outputs"] == ["value": 7])
            let keys = try #require(others.first?.objectValue.map { Set($0.keys) })
            #expect(Set(mixed.objectValue?.keys.map { $0 } ?? []) == keys.union(["others"]))

            // What failed outweighs what succeeded, whichever came last.
            try await casebook.run("run", "asking.yaml", "--session", first.session).expect(3)
            let waiting = try await casebook.json("approvals")["approvals"]?.arrayValue ?? []
            try await casebook.run("deny", try #require(waiting.first?["id"]?.stringValue)).expect(0)
            try await casebook.run("answer", try #require(waiting.last?["id"]?.stringValue), "8").expect(0)
            let ended = try await casebook.run("resume", "--json").expect(1).json()
            let statuses = [ended] + (ended["others"]?.arrayValue ?? [])
            #expect(statuses.compactMap { $0["status"]?.stringValue } == ["succeeded", "failed"])
        }

        @Test("sessions show tells a run that is driven from one whose process died")
        func tellsWhoDrives() async throws {
            let process = try casebook.start("run", "endless.yaml")
            while let line = try await process.line(), line != "step forever started" {}
            let living = try await casebook.json("sessions", "show")
            #expect(living["runs"]?[0]?["status"] == "running")
            #expect(living["runs"]?[0]?["driven"] == true)
            #expect(!(try await casebook.run("sessions", "show").expect(0).text.contains("nobody drives it")))
            process.send(signal: SIGKILL)
            _ = try await process.wait()
            let dead = try await casebook.json("sessions", "show")
            #expect(dead["runs"]?[0]?["status"] == "running")
            #expect(dead["runs"]?[0]?["driven"] == false)
            let text = try await casebook.run("sessions", "show").expect(0).text
            #expect(text.contains("nobody drives it"), "\(text)")
            #expect(text.contains("casebook resume ses_"), "\(text)")
        }

        @Test("resume goes on past a run that another process drives")
        func passesDrivenRuns() async throws {
            let process = try casebook.start("run", "endless.yaml")
            while let line = try await process.line(), line != "step forever started" {}
            let alone = try await casebook.run("resume", "--json").expect(1)
            #expect(try alone.error()["code"] == "driven")
            try await casebook.run("run", "asking.yaml", "--session", "@last").expect(3)
            let waiting = try await casebook.json("approvals")["approvals"]?.arrayValue ?? []
            try await casebook.run("answer", try #require(waiting.first?["id"]?.stringValue), "7").expect(0)
            let resumed = try await casebook.json("resume")
            #expect(resumed["status"] == "succeeded")
            #expect(resumed["outputs"] == ["value": 7])
            #expect(resumed["others"]?.arrayValue?.map { $0["status"] } == ["running"])
            process.send(signal: SIGTERM)
            #expect(try await process.wait().code == 130)
        }
    }
}
