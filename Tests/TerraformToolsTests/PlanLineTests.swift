import JSON
import Model
import TestSupport
import Testing
import Tooling

@testable import TerraformTools

/// The line output of `terraform plan -json`, as Terraform 1.11.4 writes it.
@Suite("Line output of a plan")
struct PlanLineTests {
    private static func change(_ name: String, _ rest: String, type: String = "planned_change") -> String {
        #"{"@level":"info","@message":"terraform_data.\#(name): …","@module":"terraform.ui","#
            + #""@timestamp":"2026-01-02T03:04:06.1Z","change":{"resource":{"addr":"terraform_data.\#(name)","module":"","#
            + #""resource":"terraform_data.\#(name)","implied_provider":"terraform","resource_type":"terraform_data","#
            + #""resource_name":"\#(name)","resource_key":null},\#(rest)},"type":"\#(type)"}"#
    }

    static let lines = [
        #"{"@level":"info","@message":"Terraform 1.11.4","@module":"terraform.ui","@timestamp":"2026-01-02T03:04:05Z","terraform":"1.11.4","type":"version","ui":"1.2"}"#,
        change("d", #""action":"update""#, type: "resource_drift"),
        change("add", #""action":"create""#),
        change("r", #""action":"replace","reason":"replace_triggered_by""#),
        change("gone", #""action":"delete","reason":"delete_because_no_resource_config""#),
        change("new", #""action":"move","previous_resource":{"addr":"terraform_data.old"}"#),
        change("imp", #""action":"update","importing":{"id":"abc"}"#),
        change("a", #""action":"update""#),
        change("forgotten", #""action":"remove","reason":"delete_because_no_resource_config""#),
        #"{"@level":"info","@message":"Plan: 1 to import, 2 to add, 2 to change, 2 to destroy.","@timestamp":"2026-01-02T03:04:07Z","changes":{"add":2,"change":2,"import":1,"remove":2,"operation":"plan"},"type":"change_summary"}"#,
        #"{"@level":"info","@message":"Outputs: 2","outputs":{"o":{"sensitive":false,"action":"update","value":"shown"},"s":{"sensitive":true,"action":"update","value":"never-shown"}},"type":"outputs"}"#,
        #"{"@level":"warn","@message":"Warning: x","diagnostic":{"severity":"warning","summary":"x"},"type":"diagnostic"}"#,
    ].joined(separator: "\n")

    @Test("Its changes count as those of the plan itself", arguments: [1, 100, 100_000])
    func reads(chunk: Int) throws {
        let (header, content) = try PlanData.read(Self.lines, chunk: chunk)
        #expect(header.form == .lines)
        #expect(header.terraformVersion == "1.11.4")
        #expect(!header.isErrored)
        #expect(header.printedSummary == "Plan: 1 to import, 2 to add, 2 to change, 2 to destroy.")
        #expect(content.counts.line() == header.printedSummary)
        #expect(content.counts.moved == 1)
        #expect(content.counts.forget == 1)
        #expect(content.driftCount == 1)
        #expect(content.changesInOrder.compactMap(\.reason).contains("replace_by_triggers"))
        #expect(header.gap == nil && header.isComplete == nil)
        #expect(content.outputs.map(\.name).sorted() == ["o", "s"])
        #expect(!"\(content)".contains("never-shown"))
        #expect("\(content)".contains("shown"))
    }

    @Test("An apply is dated by its first action, a failed plan is told")
    func readsApply() throws {
        let start = #"{"@level":"info","@timestamp":"2026-01-02T04:00:00Z","hook":{},"type":"apply_start"}"#
        let more = start.replacing("04:00", with: "05:00")
        let fault =
            #"{"@level":"error","@message":"Error: no","diagnostic":{"severity":"error","summary":"no","detail":"why"},"type":"diagnostic"}"#
        let (header, content) = try PlanData.read([Self.lines, start, more, fault].joined(separator: "\n"))
        #expect(header.timestamp?.description == "2026-01-02T04:00:00.000Z")
        #expect(!header.isErrored && header.isApplyFailed)
        #expect(content.failedChecks.first?.messages == ["no", "why"])
        let planning = try PlanData.read([fault, Self.lines].joined(separator: "\n")).0
        #expect(planning.isErrored && !planning.isApplyFailed)
    }

    @Test("An apply tells of its changes where the plan's own lines are not there")
    func readsBareApply() throws {
        let hook =
            #"{"@level":"info","@timestamp":"2026-01-02T04:00:00Z","hook":{"resource":{"addr":"db.a","resource_type":"db","resource_name":"a"},"action":"delete"},"type":"apply_start"}"#
        let end =
            #"{"@level":"info","@message":"Apply complete! Resources: 0 added, 0 changed, 1 destroyed.","changes":{"add":0,"change":0,"remove":1,"operation":"apply"},"type":"change_summary"}"#
        let (header, content) = try PlanData.read([hook, end].joined(separator: "\n"))
        #expect(content.counts.line() == "Plan: 0 to add, 0 to change, 1 to destroy.")
        #expect(header.appliedSummary == "Apply complete! Resources: 0 added, 0 changed, 1 destroyed.")
        #expect(try PlanData.read(end).1.counts.line() == nil)
    }

    @Test("What scripts write before, between and behind the events is counted and passed over")
    func passesOverText() throws {
        let text = "Initializing the backend...\n\n\(Self.lines)\nError: Process completed with exit code 1.\n"
        let (header, content) = try PlanData.read(text)
        #expect(content.counts.line() == header.printedSummary)
        #expect(header.unknownMembers == ["a line that is no event": 2])
        let sorted = Self.lines.replacing(
            #"{"@level":"info","@message":"Terraform 1.11.4""#, with: #"{"a":1,"@level":"info""#)
        #expect(try PlanData.read(sorted).0.form == .lines)
        #expect(!PlanLineReader.recognises(Array(PlanReaderTests.plan.utf8)))
    }

    @Test("Lines that are damaged or tell of no plan are refused")
    func refuses() {
        func kind(_ text: String) -> PlanError.Code? {
            do throws(PlanError) {
                _ = try PlanData.read(text)
                return nil
            } catch { return error.kind }
        }
        #expect(kind(String(Self.lines.dropLast(3))) == .truncated)
        #expect(kind(#"{"@level":"info","type":"version"}"#) == .notAPlan)
        #expect(kind(#"{"@level":"info"}"# + "\nError: no\n") == .notAPlan)
        #expect(kind(#"{"@level":"info"}"# + "\n{no}\n") == .notJSON)
        #expect(kind(#"{"@level":1,"@level":2}"#) == .duplicateKey)
        #expect(kind(#"{"@level":"info","type":"version","ui":"2.0"}"#) == .futureVersion)
        #expect(kind(#"{"@x":"# + String(repeating: "[", count: 100_000)) == .tooDeep)
        #expect(kind(#"{"@x":""# + String(repeating: "x", count: 5 << 20)) == .tooLarge)
    }

    /// Lines of which some are missing, and what is said of them.
    static let gaps: [(lines: String, summary: String)] = [
        (
            #"{"@level":"info","@message":"Plan: 5 to add, 0 to change, 2 to destroy.","changes":{"add":5,"change":0,"import":0,"remove":2,"operation":"plan"},"type":"change_summary"}"#,
            "Plan: 5 to add, 0 to change, 2 to destroy."
        ),
        (
            change("one", #""action":"create""#)
                + "\n"
                + #"{"@level":"info","@message":"Plan: 5 to add, 0 to change, 2 to destroy.","changes":{"add":5,"change":0,"import":0,"remove":2,"operation":"plan"},"type":"change_summary"}"#,
            "Plan: 5 to add, 0 to change, 2 to destroy."
        ),
        (change("one", #""action":"create""#), "Plan: 1 to add, 0 to change, 0 to destroy."),
        (change("d", #""action":"update""#, type: "resource_drift"), "The plan is not all there"),
    ]

    @Test("Lines that are missing are told, and the plan's own summary holds", arguments: gaps)
    func tellsGaps(lines: String, summary: String) async throws {
        let folder = try TemporaryFolder()
        try folder.write(lines + "\n", to: "plan.ndjson")
        let sources: [(String, SourceKind, String)] = [("p", .terraformPlan, "plan.ndjson")]
        let result = try await ToolBench(folder).run(SummarizeTerraformPlan(), [:], sources)
        #expect(result.output["plans"]?[0]?["summary"]?.stringValue?.hasPrefix(summary) == true)
        #expect(result.output["plans"]?[0]?["complete"] == false)
        #expect(result.coverage.map(\.value) == [.partial])
        #expect(result.coverage[0].omitted.first?.what == "plan.ndjson")
        let risk = try await ToolBench(folder).run(AssessTerraformRisk(), [:], sources).output
        #expect(risk["plans"]?[0]?["notes"]?[1]?.stringValue?.hasPrefix("a part was not judged") == true)
    }

    @Test("A plan of no changes has all its lines")
    func takesNothing() throws {
        let none =
            #"{"@level":"info","@message":"Plan: 0 to add, 0 to change, 0 to destroy.","changes":{"add":0,"change":0,"import":0,"remove":0,"operation":"plan"},"type":"change_summary"}"#
        #expect(try PlanData.read(none).0.gap == nil)
    }
}
