import Glibc
import JSON
import TestSupport
import Testing

extension Acceptance {
    /// Ending a run, making a part of it anew, and going on with a changed file.
    @Suite("Control of a run") struct ControlTests {
        let casebook: Casebook

        init() throws {
            casebook = try Casebook()
            try casebook.home.write(Self.workflow(every: "1h", condition: "false"), to: "endless.yaml")
        }

        private static func workflow(every: String, condition: String, first: String = "get_system_load") -> String {
            """
            schema: 1
            name: endless
            version: 1.0.0
            title: Waits for what never comes
            steps:
              - {id: load, uses: \(first)@1}
              - {id: disks, needs: [], uses: get_disk_usage@1}
              - id: forever
                needs: [load]
                uses: get_system_load@1
                until: {condition: '\(condition)', every: \(every), max: 100}
            """
        }

        private func startEndless() async throws -> RunningProcess {
            let process = try casebook.start("run", "endless.yaml")
            while let line = try await process.line(), line != "step forever started" {}
            return process
        }

        @Test("cancel ends a run that another process drives, and that process says so")
        func cancelsElsewhere() async throws {
            let process = try await startEndless()
            let run = try #require(try await casebook.json("sessions", "show")["runs"]?[0]?["id"]?.stringValue)
            let answer = try await casebook.run("cancel", run, "--reason", "enough", "--json").expect(0).json()
            #expect(answer["status"] == "cancelled")
            #expect(try await process.wait().code == 1)
            let shown = try await casebook.json("sessions", "show")
            #expect(shown["runs"]?[0]?["status"] == "cancelled")
            let again = try await casebook.run("cancel", run, "--json").expect(2).error()
            #expect(again["code"] == "notFound")
        }

        @Test("cancel ends a run whose process died")
        func cancelsTheDead() async throws {
            let process = try await startEndless()
            process.send(signal: SIGKILL)
            _ = try await process.wait()
            let run = try #require(try await casebook.json("sessions", "show")["runs"]?[0]?["id"]?.stringValue)
            // A beginning of the name is enough.
            try await casebook.run("cancel", String(run.prefix(12))).expect(0)
            #expect(try await casebook.run("resume", "--json").expect(1).json()["status"] == "cancelled")
        }

        @Test("resume --with goes on with a changed file, and refuses one in which a finished step differs")
        func resumesWithAChange() async throws {
            let process = try await startEndless()
            process.send(signal: SIGTERM)
            #expect(try await process.wait().code == 130)
            try casebook.home.write(
                Self.workflow(every: "1s", condition: "true", first: "get_disk_usage"), to: "wrong.yaml")
            let refusal = try await casebook.run("resume", "--with", "wrong.yaml", "--json").expect(2).error()
            #expect(refusal["code"] == "validation")
            #expect(refusal["message"]?.stringValue?.contains("`load`") == true, "\(refusal)")
            try casebook.home.write(Self.workflow(every: "1s", condition: "true"), to: "right.yaml")
            let resumed = try await casebook.run("resume", "--with", "right.yaml", "--json").expect(0).json()
            #expect(resumed["status"] == "succeeded")
        }

        @Test("rerun makes a step anew and takes over what cannot depend on it")
        func reruns() async throws {
            try casebook.home.write(Self.workflow(every: "1s", condition: "true"), to: "short.yaml")
            let first = try await casebook.run("run", "short.yaml", "--json").expect(0).json()
            let second = try await casebook.run("rerun", "--from", "load", "--json").expect(0).json()
            #expect(first["session"] == second["session"] && first["run"] != second["run"])
            let run = try #require(second["run"]?.stringValue)
            let steps = try #require(
                try await casebook.json("sessions", "show")["runs"]?.arrayValue?.first {
                    $0["id"]?.stringValue == run
                }?[
                    "steps"]?.arrayValue)
            let reused = steps.filter { $0["reason"]?.stringValue?.contains("taken over") == true }
            #expect(reused.map { $0["step"]?.stringValue } == ["disks"])
            let refusal = try await casebook.run("rerun", "--from", "nothing", "--json").expect(2).error()
            #expect(refusal["message"]?.stringValue?.contains("nothing") == true)
        }
    }
}
