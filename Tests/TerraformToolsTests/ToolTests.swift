import JSON
import Model
import TestSupport
import Testing
import Tooling

@testable import TerraformTools

@Suite("Terraform tools")
struct ToolTests {
    /// Lends the evidence that a test made up.
    private struct Lent: EvidenceReading {
        let evidence: Evidence

        func evidence(_ id: EvidenceID) async throws -> Evidence {
            guard id == evidence.id else { throw ToolError(.notFound, "there is no evidence \(id)") }
            return evidence
        }
    }

    private let folder: TemporaryFolder
    private let onset: Timestamp
    private let evidence: Evidence

    init() throws {
        folder = try TemporaryFolder()
        onset = try #require(Timestamp(rfc3339: "2026-01-02T03:07:00Z"))
        let output = try JSONValue(
            parsing: #"""
                {"new": [{"template": "FATAL: too many connections for role <*>", "source": "postgres", "before": 0,
                  "during": 90, "example": {"text": "FATAL: too many connections for role \"shop\"", "file": "pg.log"}}]}
                """#)
        evidence = Evidence(
            id: try #require(EvidenceID("ev_" + String(repeating: "a", count: 26))), tool: "compare_log_patterns",
            version: 1, arguments: [:], window: nil, sources: [], coverage: [], started: onset, finished: onset,
            output: output, body: nil, summary: "")
    }

    private func run(
        _ tool: some Tool, _ arguments: JSONValue, _ sources: [(String, SourceKind, String)]
    ) async throws -> ToolResult<JSONValue> {
        try await ToolBench(folder, onset: onset, evidence: Lent(evidence: evidence)).run(tool, arguments, sources)
    }

    @Test("No plan at all is an empty result")
    func summarizesNothing() async throws {
        let result = try await run(SummarizeTerraformPlan(), [:], [])
        #expect(result.output == ["plans": []])
        #expect(result.coverage.isEmpty)
    }

    @Test("A plan is summarised with its changes")
    func summarizes() async throws {
        try folder.write(PlanReaderTests.plan, to: "plan.json")
        let result = try await run(SummarizeTerraformPlan(), [:], [("plan", .terraformPlan, "plan.json")])
        let plan = try #require(result.output["plans"]?[0])
        #expect(plan["summary"] == "Plan: 1 to add, 1 to change, 1 to destroy.")
        #expect(plan["changes"]?[0]?["address"] == "db.b")
        #expect(plan["changes"]?[0]?["attributes"]?[0]?["forcesReplacement"] == true)
        #expect(result.coverage.map(\.value) == [.complete])
    }

    @Test("A plan of outputs alone is not taken for an empty one")
    func countsOutputs() async throws {
        try folder.write(
            #"{"format_version":"1.2","resource_changes":[],"output_changes":{"a":{"actions":["create"],"after":1},"b":{"actions":["delete"],"before":1}}}"#,
            to: "plan.json")
        let result = try await run(SummarizeTerraformPlan(), [:], [("plan", .terraformPlan, "plan.json")])
        #expect(result.output["plans"]?[0]?["summary"] == "No changes but to outputs.")
        #expect(result.coverage.map(\.value) == [.complete])
        #expect(result.coverage.first?.searched.items == 2)
    }

    @Test("A file that is no plan is told, and does not hide the plans beside it")
    func tellsBadPlans() async throws {
        try folder.write(PlanReaderTests.plan, to: "a/plan.json")
        try folder.write("{}", to: "b/plan.json")
        let result = try await run(SummarizeTerraformPlan(), [:], [("plan", .terraformPlan, "*/plan.json")])
        #expect(result.output["plans"]?.arrayValue?.count == 1)
        #expect(result.coverage.first?.value == .partial)
        #expect(result.coverage.first?.omitted.map(\.what) == ["b/plan.json"])
        await #expect(throws: ToolError.self) {
            _ = try await run(SummarizeTerraformPlan(), [:], [("plan", .terraformPlan, "b/plan.json")])
        }
    }

    @Test("Deploys are listed newest first, malformed lines are counted")
    func listsChanges() async throws {
        try folder.write(
            """
            {"time":"2026-01-02T02:30:00Z","service":"shop","title":"one","ref":"shop@1","author":"ida"}
            nonsense
            {"time":"2026-01-02T03:00:00Z","service":"shop","title":"two"}
            {"time":"2025-01-02T03:00:00Z","service":"shop","title":"long ago"}
            """, to: "deploys.ndjson")
        let result = try await run(ListChanges(), [:], [("deploys", .changes, "deploys.ndjson")])
        #expect(result.output["changes"]?.arrayValue?.compactMap { $0["title"]?.stringValue } == ["two", "one"])
        #expect(result.output["malformedLines"] == 1)
        #expect(result.coverage.map(\.value) == [.partial])
        await #expect(throws: ToolError.self) {
            _ = try await run(ListChanges(), ["start": "2026-01-02T00:00:00Z", "end": "2026-01-01T00:00:00Z"], [])
        }
    }

    @Test("The change that explains the incident is matched, with a text that stands in the evidence")
    func matches() async throws {
        try folder.write(PlanReaderTests.plan.replacing("\"limit\":", with: "\"connection_limit\":"), to: "plan.json")
        let sources = [("plan", SourceKind.terraformPlan, "plan.json")]
        let arguments: JSONValue = [
            "onset": "2026-01-02T03:07:00Z", "evidence": [.string(evidence.id.rawValue)], "service": "shop",
        ]
        let output = try await run(MatchChangesToIncident(), arguments, sources).output
        let best = try #require(output["matches"]?[0])
        #expect(best["likely"] == true)
        #expect(best["address"] == "module.m.db.a[\"k\"]")
        #expect(best["before"] == 40 && best["after"] == 4)
        #expect(output["reason"] == .null)
        let link = try #require(best["links"]?[0])
        let place = try #require(link["pointer"]?.stringValue)
        let pointer = try JSONPointer(place)
        #expect(evidence.output[pointer] == link["text"])
        let unknown = try await run(MatchChangesToIncident(), ["onset": nil, "service": nil], sources).output
        #expect(unknown["matches"]?.arrayValue?.contains { $0["likely"] == true } == false)
        #expect(unknown["reason"]?.stringValue?.contains("onset") == true)
    }

    @Test("What a call reads is known before it runs")
    func tellsAccess() throws {
        let match = RegisteredTool(MatchChangesToIncident())
        let access = try match.prepare(["sources": ["plan"], "evidence": [.string(evidence.id.rawValue)]]).access
        #expect(access == [.evidence(evidence.id), .source("plan", kinds: [.terraformPlan, .changes])])
        #expect(try RegisteredTool(ListChanges()).prepare([:]).access == [.everySource(kinds: [.changes])])
    }
}
