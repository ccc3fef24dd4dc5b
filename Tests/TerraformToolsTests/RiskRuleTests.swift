import JSON
import Testing

@testable import TerraformTools

/// A change and what has to be found in it.
struct RiskExample: Sendable, CustomTestStringConvertible {
    let type: String
    let before: String?
    let after: String?
    /// The rule that has to find it; nil where nothing may be found.
    let rule: String?
    let grade: String?
    let unknown: String

    init(
        _ rule: String?, _ type: String, _ before: String?, _ after: String?, grade: String? = nil,
        unknown: String = "{}"
    ) {
        self.rule = rule
        self.type = type
        self.before = before
        self.after = after
        self.grade = grade
        self.unknown = unknown
    }

    var testDescription: String { "\(rule ?? "harmless"): \(type) \(before ?? "-") → \(after ?? "-")" }

    /// The plan that has the change alone.
    func plan(list: String = "resource_changes", actions: String? = nil) -> String {
        let words = actions ?? (before == nil ? "\"create\"" : after == nil ? "\"delete\"" : "\"update\"")
        return """
            {"format_version":"1.2","terraform_version":"1.11.4","\(list)":[{"address":"\(type).x","mode":"managed",
            "type":"\(type)","name":"x","change":{"actions":[\(words)],"before":\(before ?? "null"),
            "after":\(after ?? "null"),"after_unknown":\(unknown),"before_sensitive":{},"after_sensitive":{}}}],
            "planned_values":{}}
            """
    }

    func risks(list: String = "resource_changes", actions: String? = nil) throws -> [Risk] {
        let plan = plan(list: list, actions: actions)
        return try PlanData.read(Array(plan.utf8), into: RiskCollector(limit: 50)).1.risks
    }
}

@Suite("Rules of risk")
struct RiskRuleTests {
    @Test("What is dangerous is found", arguments: RiskExamples.dangerous)
    func finds(example: RiskExample) throws {
        let risks = try example.risks()
        let risk = try #require(risks.first { $0.rule == example.rule }, "found \(risks.map(\.rule))")
        if let grade = example.grade { #expect(risk.grade.name == grade) }
        #expect(!risk.reason.isEmpty)
        #expect(!risk.isDrift)
    }

    @Test("What is harmless raises no alarm", arguments: RiskExamples.harmless + RiskExamples.quiet)
    func staysQuiet(example: RiskExample) throws {
        #expect(try example.risks().map { "\($0.rule) \($0.attribute?.path ?? "")" } == [])
    }

    @Test("What was done outside of Terraform is told as drift, by the same rules")
    func tellsDrift() throws {
        for example in RiskExamples.dangerous where example.before != nil && example.after != nil {
            let risk = try #require(try example.risks(list: "resource_drift").first { $0.rule == example.rule })
            #expect(risk.kind == .drift)
            #expect(risk.isDrift)
        }
        let plain = RiskExample(nil, "aws_instance", #"{"tags":{"a":"b"}}"#, #"{"tags":{"a":"c"}}"#)
        #expect(try plain.risks(list: "resource_drift").map(\.rule) == ["drift"])
    }

    @Test("A replacement loses what a deletion loses")
    func judgesReplacements() throws {
        for example in RiskExamples.dangerous where example.after == nil {
            let replaced = RiskExample(example.rule, example.type, example.before, #"{"name":"other"}"#)
            let rule = try #require(RiskRule.all.first { $0.name == example.rule } ?? Self.anyLoss)
            guard case .destroyed = rule.test else { continue }
            for actions in ["\"delete\",\"create\"", "\"create\",\"delete\""] {
                #expect(try replaced.risks(actions: actions).contains { $0.rule == example.rule })
            }
        }
    }

    private static let anyLoss = RiskRule("data-destroyed", .dataLoss, .critical, ["*"], .destroyed, "")

    @Test("Every rule has an example, and every name once")
    func isComplete() {
        let names = RiskRule.all.map(\.name)
        #expect(Set(names).count == names.count)
        let shown = Set(RiskExamples.dangerous.compactMap(\.rule))
        #expect(names.filter { !shown.contains($0) } == [])
    }

    @Test("Types are meant by patterns")
    func matchesTypes() {
        #expect(RiskRule.matches("aws_*", "aws_instance"))
        #expect(RiskRule.matches("*", ""))
        #expect(RiskRule.matches("azurerm_cosmosdb_*_database", "azurerm_cosmosdb_sql_database"))
        #expect(!RiskRule.matches("azurerm_cosmosdb_*_database", "azurerm_cosmosdb_database"))
        #expect(!RiskRule.matches("aws_s3_bucket", "aws_s3_bucket_policy"))
        #expect(RiskRule.matches("*bucket*", "google_storage_bucket"))
    }

    @Test("A marked value is not looked at")
    func respectsMarks() throws {
        let plan = RiskExample(
            nil, "cloud_bucket", #"{"acl":"private"}"#, #"{"acl":"public-read"}"#
        ).plan().replacing("\"after_sensitive\":{}", with: "\"after_sensitive\":{\"acl\":true}")
        let content = try PlanData.read(Array(plan.utf8), into: RiskCollector(limit: 50)).1
        #expect(!"\(content.risks)".contains("public-read"))
        #expect(content.masked == 1)
    }

    @Test("Copies of secrets in names and reasons are hidden too")
    func hidesNames() throws {
        let plan = #"""
            {"format_version":"1.2","resource_changes":[
            {"type":"c","name":"d","change":{"actions":["no-op"],"before":{"pw":"Planted-Canary"},"after":{"pw":"Planted-Canary"},
            "before_sensitive":{"pw":true},"after_sensitive":{"pw":true}}},
            {"address":"a.b[\"Planted-Canary\"]","type":"a","name":"b","change":{"actions":["update"],
            "before":{"p":[{"name":"Planted-Canary_timeout","value":"30"}],"m":{"Planted-Canary":1}},
            "after":{"p":[{"name":"Planted-Canary_timeout","value":"3"}],"m":{"Planted-Canary":2}}}},
            {"type":"aws_iam_policy","name":"c","change":{"actions":["create"],"before":null,
            "after":{"policy":"{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"Planted-Canary:*\",\"Resource\":\"*\"}]}"}}}]}
            """#
        let risks = try PlanData.read(Array(plan.utf8), into: RiskCollector(limit: 50)).1.risks
        #expect(risks.count == 2 && !"\(risks)".contains("Planted-Canary"))
        #expect(try !"\(PlanData.read(plan).1.changes)".contains("Planted-Canary"))
    }

    @Test("What is replaced by an empty one and left behind is a loss, too")
    func tellsForgotten() throws {
        let example = RiskExample(nil, "aws_db_instance", "{}", "{}")
        let risk = try #require(try example.risks(actions: "\"create\",\"forget\"").first)
        #expect(risk.kind == .dataLoss && risk.reason.contains("left behind"))
    }

    @Test("Nor is a value whose other side alone is marked taken for a change")
    func respectsMarksOfEitherSide() throws {
        let plan = RiskExample(
            nil, "cloud_instance", #"{"size":"m5.large","encrypted":true}"#, #"{"size":"m5.large","encrypted":true}"#
        ).plan().replacing("\"after_sensitive\":{}", with: "\"after_sensitive\":{\"size\":true,\"encrypted\":true}")
        #expect(try PlanData.read(Array(plan.utf8), into: RiskCollector(limit: 50)).1.risks.map(\.rule) == [])
    }

    @Test("What is replaced under others is told with them, through the outputs of modules, too")
    func findsDependents() throws {
        let plan = #"""
            {"format_version":"1.2","resource_changes":[
            {"address":"module.net[\"a.b\"].aws_subnet.main","module_address":"module.net[\"a.b\"]","mode":"managed",
            "type":"aws_subnet","name":"main","change":{"actions":["delete","create"],"before":{"cidr_block":"10.0.0.0/24"},
            "after":{"cidr_block":"10.0.1.0/24"},"after_unknown":{"id":true},"replace_paths":[["cidr_block"]]}}],
            "configuration":{"root_module":{"resources":[
            {"address":"aws_instance.web","expressions":{"subnet_id":{"references":["module.net.subnet","module.net"]}}},
            {"address":"aws_lb.front","expressions":{"x":[{"y":{"references":["module.net[\"a.b\"].subnet"]}}]}},
            {"address":"terraform_data.note","expressions":{"x":{"references":["module.net.subnet"]}}},
            {"address":"aws_instance.other","expressions":{"x":{"references":["var.x","aws_vpc.main.id","each.key"]}}}],
            "module_calls":{"net":{"source":"./net","module":{"outputs":{"subnet":{"expression":{"references":
            ["aws_subnet.main.id","aws_subnet.main"]}}},"resources":[
            {"address":"aws_route_table_association.a","expressions":{"subnet_id":{"references":["aws_subnet.main.id"]}}}]}}}}}}
            """#
        for chunk in [1, 50, 10_000] {
            let risks = try PlanData.read(Array(plan.utf8), chunk: chunk, into: RiskCollector(limit: 50)).1.risks
            let risk = try #require(risks.first { $0.kind == .dependency })
            #expect(
                risk.dependents == ["aws_instance.web", "aws_lb.front", "module.net.aws_route_table_association.a"])
            #expect(risk.attribute?.path == "cidr_block")
            #expect(risk.grade == .high)
        }
    }

    /// A replaced object that others refer to, and the grade that it is given; nil for what is made to be replaced.
    static let replaced: [(type: String, grade: String?)] = [
        ("aws_api_gateway_deployment", nil), ("aws_ecs_task_definition", nil), ("aws_lambda_layer_version", nil),
        ("aws_launch_configuration", nil), ("google_compute_instance_template", nil), ("aws_iam_role", "high"),
        ("aws_key_pair", "medium"), ("aws_security_group", "high"), ("kubernetes_namespace_v1", "high"),
        ("aws_db_instance", "high"), ("aws_instance", "medium"),
    ]

    @Test("What every deploy makes anew raises no alarm by being replaced", arguments: replaced)
    func gradesReplacements(type: String, grade: String?) throws {
        let plan = #"""
            {"format_version":"1.2","resource_changes":[{"address":"\#(type).x","type":"\#(type)","name":"x",
            "change":{"actions":["create","delete"],"before":{"a":1},"after":{"a":2},"replace_paths":[["a"]]}}],
            "configuration":{"root_module":{"resources":[
            {"address":"acme_user.u","expressions":{"x":{"references":["\#(type).x.id","\#(type).x"]}}}]}}}
            """#
        let risks = try PlanData.read(Array(plan.utf8), into: RiskCollector(limit: 50)).1.risks
        #expect(risks.first { $0.rule == "replaced-under-others" }?.grade.name == grade)
    }
}
