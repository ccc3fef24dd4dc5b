import JSON
import TestSupport
import Testing

extension Acceptance {
    /// The recorded cases of the shipped workflows.
    @Suite("Recorded cases of the shipped workflows") struct ShippedCaseTests {
        /// The repository's own folder of workflows.
        static var folder: String {
            let components = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
            return components.joined(separator: "/") + "/workflows"
        }

        static let shipped = [
            "disk-filling", "latency-regression", "log-triage", "service-outage", "terraform-change-review",
        ]

        @Test("every one ends as it was recorded, and each workflow has one with findings and a quiet one")
        func allHold() async throws {
            let casebook = try Casebook(in: Self.folder)
            let answer = try await casebook.run(["workflow", "test", "--json"])
            let json = try answer.expect(0).json()
            #expect(json["ok"] == true)
            #expect(json["withoutCases"] == [])
            let cases = try #require(json["cases"]?.arrayValue)
            for result in cases { #expect(result["differences"] == [] && result["notRecorded"] == []) }
            #expect(Set(cases.compactMap { $0["workflow"]?.stringValue }) == Set(Self.shipped))
            var grave: Set<String> = []
            var quiet: Set<String> = []
            for result in cases {
                let path = try #require(result["path"]?.stringValue)
                let bytes = try #require(Files.read(path))
                #expect(bytes.count < 150_000, "\(path)")
                let recorded = try JSONValue(parsing: bytes)
                // The text is the program's own, so that recording again shows what has changed.
                #expect(recorded.serialized(pretty: true) + "\n" == String(decoding: bytes, as: UTF8.self), "\(path)")
                let name = try #require(recorded["workflow"]?.stringValue)
                let findings = try #require(recorded["expected"]?["findings"]?.arrayValue)
                let isQuiet = findings.allSatisfy { $0["severity"] == "info" }
                _ = isQuiet ? quiet.insert(name) : grave.insert(name)
                if findings.contains(where: { $0["verdict"] != "cited" }) { Issue.record("\(path)") }
            }
            #expect(grave == Set(Self.shipped))
            #expect(quiet == Set(Self.shipped))
            // Nothing was opened for it: no database was made.
            #expect(casebook.home.size(of: "state/casebook.db") == nil)
        }

        @Test("the file in the repository is what is tested, whatever was built in")
        func theFileCounts() async throws {
            let casebook = try Casebook()
            let text = try #require(Files.read("\(Self.folder)/service-outage.yaml"))
            let changed = String(decoding: text, as: UTF8.self).replacing("severity: critical", with: "severity: low")
            try casebook.home.write(changed, to: "workflows/service-outage.yaml")
            let recorded = try #require(Files.read("\(Self.folder)/tests/service-outage/bad-deploy.json"))
            try casebook.home.write(recorded, to: "workflows/tests/service-outage/bad-deploy.json")
            let answer = try await casebook.run("workflow", "test", "service-outage").expect(1)
            #expect(answer.text.contains("finding `cause`, severity"))
            #expect(answer.text.contains("- critical") && answer.text.contains("+ low"))
            #expect(answer.text.contains("1 case, 1 failed"))
        }
    }
}
