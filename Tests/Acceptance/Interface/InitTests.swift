import JSON
import TestSupport
import Testing

extension Acceptance {
    /// The first minute on a fresh machine.
    @Suite("init") struct InitTests {
        @Test("in an empty folder writes a configuration that can be used")
        func emptyFolder() async throws {
            let casebook = try Casebook()
            let shown = try await casebook.json("init", "--dry-run")
            #expect(shown["path"]?.isNull == true)
            #expect(casebook.home.size(of: "casebook.yaml") == nil)
            let written = try await casebook.json("init")
            #expect(written["path"]?.stringValue == casebook.home.path("casebook.yaml"))
            let text = String(decoding: try casebook.home.read("casebook.yaml"), as: UTF8.self)
            #expect(text == written["configuration"]?.stringValue)
            #expect(text == shown["configuration"]?.stringValue)
            #expect(text.hasPrefix("# "))
            try await casebook.run("workflow", "list").expect(0)
            let again = try await casebook.run("init", "--json").expect(2)
            #expect(try again.error()["hint"]?.stringValue?.contains("--force") == true)
            try await casebook.run("init", "--force").expect(0)
        }

        @Test("beside logs, metrics and a plan writes a configuration that doctor accepts and a run can use")
        func besideAnOutage() async throws {
            let outage = try RecordedOutage()
            let folder = try TemporaryFolder()
            try outage.write(to: folder)
            let casebook = try Casebook(in: folder.path)
            let written = try await casebook.json("init", "--force")
            let found = written["found"]?.arrayValue ?? []
            let here = found.filter { $0["location"]?.stringValue?.hasPrefix("/") == false && $0["usable"] == true }
            #expect(
                Set(here.compactMap { $0["kind"]?.stringValue }) == [
                    "logs", "terraform-plan", "metrics-file", "changes",
                ])
            let health = try await casebook.run("doctor", "--json")
            #expect(health.code == 0, "\(health.text)")
            let conclusion = try Conclusion(try await casebook.json("run", "service-outage"))
            #expect(
                conclusion.top?.statement.contains(try outage.truth.requireCause()) == true, "\(conclusion.statements)")
        }
    }
}
