import JSON
import Testing

@testable import TerraformTools

/// Real plans of Terraform 1.11 with what is expected of each.
@Suite("Recorded plans", .enabled(if: PlanData.terraform != nil, "the development data is absent"))
struct ScenarioTests {
    @Test("A scenario is read as expected", arguments: PlanData.scenarios)
    func meetsExpectation(scenario: String) throws {
        let root = try #require(PlanData.terraform) + "/scenarios/\(scenario)"
        let expected = try PlanData.json(root, "expected.json")
        let plan = try #require(try PlanData.read(root, "plan.json").first)
        let content = plan.content

        let line = expected["terraform_summary_line"]?.stringValue.map { "Plan: \($0)." }
        #expect(content.counts.line() == line)
        if let line { #expect(try PlanData.text(root, "plan.txt").contains(line)) }
        #expect(
            JSONValue.object(
                JSONObject(content.actions.map { ($0.key, JSONValue($0.value)) }, uniquingKeysWith: { $1 }))
                == expected["actions"])
        #expect(plan.header.formatVersion == expected["format_version"]?.stringValue)
        #expect(plan.header.isErrored == expected["errored"]?.boolValue)
        #expect(plan.header.isComplete == expected["complete"]?.boolValue)
        #expect(plan.header.isApplyable == expected["applyable"]?.boolValue)
        #expect(plan.header.timestamp != nil)
        #expect(plan.header.unknownMembers.isEmpty)

        let changes = content.changesInOrder
        let moves = expected["moved"]?.arrayValue?.compactMap { $0[0]?.stringValue } ?? []
        #expect(Set(changes.compactMap(\.previousAddress)) == Set(moves))
        #expect(content.counts.moved == moves.count)
        let imports = expected["importing"]?.arrayValue?.compactMap(\.stringValue) ?? []
        #expect(changes.filter(\.isImported).map(\.address).sorted() == imports)
        let deposed = expected["deposed"]?.arrayValue?.compactMap(\.stringValue) ?? []
        #expect(changes.filter { $0.deposed != nil }.map(\.address) == deposed)
        let drift = (expected["drift"]?.arrayValue ?? []).map {
            "\($0[0]?.stringValue ?? "") \($0[1]?.stringValue ?? "")"
        }
        #expect(content.drift.map { "\($0.address) \($0.action.name)" }.sorted() == drift)
        let reasons = expected["action_reasons"]?.arrayValue?.compactMap(\.stringValue) ?? []
        #expect(
            Set(changes.compactMap(\.reason)).subtracting(["delete_because_no_resource_config"])
                == Set(reasons).subtracting(["delete_because_no_resource_config"]))
        let outputs = (expected["output_changes"]?.objectValue ?? [:]).filter { $1 != "no-op" }
        #expect(
            Dictionary(content.outputs.map { ($0.name, $0.action.name) }, uniquingKeysWith: { $1 })
                == Dictionary(outputs.map { ($0.key, $0.value.stringValue ?? "") }, uniquingKeysWith: { $1 }))
        let failing = (expected["checks"]?.arrayValue ?? []).filter { $0[1] == "fail" }.compactMap {
            $0[0]?.stringValue
        }
        #expect(content.failedChecks.map(\.address) == failing)
    }

    @Test("No marked value is left anywhere")
    func hidesMarkedValues() throws {
        let root = try #require(PlanData.terraform) + "/scenarios"
        for scenario in ["08_drift", "09_sensitive"] {
            let plan = try #require(try PlanData.read("\(root)/\(scenario)", "plan.json").first)
            let shown = "\(plan)"
            for secret in [
                "S3cr3t-Orders-Passw0rd", "N3w-Orders-Passw0rd", "tok-5f0e1c9a77", "tok-ROTATED0001", "tok-list-91c2",
                "tok-list-NEW7", "wJalrXUtnFEMI", "AKIAIOSFODNN7EXAMPLE", "hunter2-rotated-by-hand", "\"svc",
            ] {
                #expect(!shown.contains(secret), "\(scenario) shows \(secret)")
            }
        }
    }

    @Test("Every real plan is read, with the counts of its own entries")
    func readsRealPlans() throws {
        let root = try #require(PlanData.terraform) + "/real"
        let plans = try PlanData.read(root, "**")
        #expect(plans.count == 220)
        for plan in plans {
            let json = try PlanData.json(root, plan.file)
            var actions: [String: Int] = [:]
            for change in json["resource_changes"]?.arrayValue ?? [] {
                let words = change["change"]?["actions"]?.arrayValue?.compactMap(\.stringValue) ?? []
                actions[words.joined(separator: "+"), default: 0] += 1
            }
            #expect(plan.content.actions == actions, "\(plan.file)")
        }
    }
}
