import JSON
import Model
import PlanSamples
import TestSupport
import Testing
import Tooling

@testable import TerraformTools

@Suite("Tools over plans")
struct PlanToolTests {
    private let folder: TemporaryFolder
    private let sources: [(String, SourceKind, String)] = [
        ("old", .terraformPlan, "old.json"), ("new", .terraformPlan, "new.json"),
    ]

    init() throws {
        folder = try TemporaryFolder()
        try folder.write(PlanReaderTests.plan, to: "old.json")
        let newer = PlanReaderTests.plan
            .replacing("\"limit\":4,", with: "\"limit\":8,")
            .replacing("\"address\":\"db.b\"", with: "\"address\":\"db.c\"")
        try folder.write(newer, to: "new.json")
    }

    @Test("One change is told attribute by attribute")
    func explains() async throws {
        let result = try await ToolBench(folder).run(
            ExplainTerraformChange(), ["address": "module.m.db.a[\"k\"]", "source": "old"], sources)
        let change = try #require(result.output["changes"]?[0])
        #expect(change["list"] == "planned" && change["steps"] == "update")
        let attributes = change["attributes"]?.arrayValue ?? []
        #expect(attributes.first { $0["path"] == "limit" }?["after"] == 4)
        #expect(attributes.first { $0["path"] == "pw" }?["before"] == "(sensitive value)")
        let id = try #require(attributes.first { $0["path"] == "id" })
        #expect(id["unknown"] == true && id["after"] == "(known after apply)")
        #expect(change["unchanged"] == [["path": "role", "value": "shop"]])
        #expect(!result.output.serialized().contains("hunter2"))
    }

    @Test("An address that no plan changes is a result, with what is like it")
    func explainsNothing() async throws {
        let result = try await ToolBench(folder).run(ExplainTerraformChange(), ["address": "db.bb"], sources)
        #expect(result.output["changes"] == [])
        #expect(result.output["similar"]?.arrayValue?.isEmpty == false)
        #expect(result.summary == "no plan changes db.bb")
    }

    @Test("Two plans are compared by what they would do")
    func compares() async throws {
        let output = try await ToolBench(folder).run(
            CompareTerraformPlans(), ["before": "old", "after": "new"], sources
        ).output
        #expect(output["added"]?[0]?["address"] == "db.c")
        #expect(output["gone"]?[0]?["address"] == "db.b")
        #expect(output["differing"]?[0]?["attributes"] == [["path": "limit", "before": "40 → 4", "after": "40 → 8"]])
        #expect(output["same"] == 0 && output["omitted"] == 0)
        #expect(!output.serialized().contains("hunter2"))
        let same = try await ToolBench(folder).run(
            CompareTerraformPlans(), ["before": "old", "after": "old"], sources
        ).output
        #expect(same["same"] == 2 && same["differing"] == [])
    }

    @Test("A source of several plans cannot be compared")
    func refusesSeveral() async {
        await #expect(throws: ToolError.self) {
            _ = try await ToolBench(folder).run(
                CompareTerraformPlans(), ["before": "all", "after": "all"], [("all", .terraformPlan, "*.json")])
        }
    }

    @Test("Risks are told worst first, with what could not be judged")
    func assesses() async throws {
        var text: [UInt8] = []
        let planted = PlanSample(bytes: 1_300_000, seed: 3).write { text += $0 }
        try folder.write(String(decoding: text, as: UTF8.self), to: "sample.json")
        let all: [(String, SourceKind, String)] = [("sample", .terraformPlan, "sample.json")]
        let result = try await ToolBench(folder).run(AssessTerraformRisk(), ["limit": 100], all)
        let plan = try #require(result.output["plans"]?[0])
        #expect(plan["grade"] == "critical")
        let grades = plan["risks"]?.arrayValue?.compactMap { $0["grade"]?.stringValue } ?? []
        let order = ["critical", "high", "medium", "low"]
        #expect(grades == grades.sorted { order.firstIndex(of: $0) ?? 9 < order.firstIndex(of: $1) ?? 9 })
        #expect((plan["count"]?.intValue ?? 0) >= planted.dangers.count)
        let few = try await ToolBench(folder).run(AssessTerraformRisk(), ["limit": 3], all).output
        #expect(few["plans"]?[0]?["risks"]?.arrayValue?.count == 3)
        #expect(few["plans"]?[0]?["count"] == plan["count"])
        // What one tool hides no other shows.
        let summary = try await ToolBench(folder).run(SummarizeTerraformPlan(), [:], all).output
        let shown = result.output.serialized() + summary.serialized()
        for secret in planted.secrets { #expect(!shown.contains(secret)) }
    }

    @Test("The line output of a plan is summarised, and its risk judged by what it has")
    func readsLines() async throws {
        try folder.write(PlanLineTests.lines, to: "plan.ndjson")
        let all: [(String, SourceKind, String)] = [("lines", .terraformPlan, "plan.ndjson")]
        let summary = try await ToolBench(folder).run(SummarizeTerraformPlan(), [:], all).output
        #expect(summary["plans"]?[0]?["summary"] == "Plan: 1 to import, 2 to add, 2 to change, 2 to destroy.")
        #expect(summary["plans"]?[0]?["form"] == "lines")
        let risk = try await ToolBench(folder).run(AssessTerraformRisk(), [:], all).output
        #expect(risk["plans"]?[0]?["notes"]?[0]?.stringValue?.contains("terraform show -json") == true)
    }
}
