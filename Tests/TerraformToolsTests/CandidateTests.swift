import JSON
import Model
import TestSupport
import Testing
import Tooling

@testable import TerraformTools

/// What of a plan takes part in the search for a cause.
@Suite("Candidates of an incident")
struct CandidateTests {
    private static let culprit =
        #"{"address":"db.limits","type":"db","name":"limits","change":{"actions":["update"],"before":{"connection_limit":40},"after":{"connection_limit":4}}}"#

    private func match(_ members: String) async throws -> ToolResult<JSONValue> {
        let folder = try TemporaryFolder()
        try folder.write(
            #"{"format_version":"1.2","timestamp":"2026-01-02T03:00:00Z",\#(members),"planned_values":{}}"#,
            to: "p.json")
        return try await ToolBench(folder).run(
            MatchChangesToIncident(), ["onset": "2026-01-02T03:07:00Z", "metric": "connections"],
            [("p", .terraformPlan, "p.json")])
    }

    @Test("Of very many changes the most suspect are judged, and it is said that there were more")
    func keepsSuspects() async throws {
        let trivial = (0..<2500).map { index in
            #"{"address":"a.n\#(index)","type":"a","name":"n","change":{"actions":["update"],"before":{"t":"x"},"after":{"t":"y"}}}"#
        }
        let result = try await match(#""resource_changes":[\#(trivial.joined(separator: ",")),\#(Self.culprit)]"#)
        #expect(result.output["considered"] == 2000)
        #expect(result.output["matches"]?.arrayValue?.contains { $0["address"] == "db.limits" } == true)
        #expect(result.coverage.first?.value == .truncated)
        #expect(result.coverage.first?.omitted.first?.count == 501)
    }

    @Test("What was done outside of Terraform takes part")
    func keepsDrift() async throws {
        let result = try await match(#""resource_drift":[\#(Self.culprit)]"#)
        #expect(result.output["considered"] == 1)
        #expect(result.output["matches"]?[0]?["statement"]?.stringValue?.contains("outside of Terraform") == true)
        #expect(result.coverage.first?.value == .complete)
    }

    @Test("An apply that failed half way has taken effect")
    func keepsFailedApply() throws {
        let start = #"{"@level":"info","@timestamp":"2026-01-02T04:00:00Z","hook":{},"type":"apply_start"}"#
        let fault = #"{"@level":"error","diagnostic":{"severity":"error","summary":"no"},"type":"diagnostic"}"#
        let (header, content) = try PlanData.read([PlanLineTests.lines, start, fault].joined(separator: "\n"))
        let change = try #require(content.changes.first)
        #expect(Candidate(change: change, header: header, source: "p").obstacle == nil)
    }
}
