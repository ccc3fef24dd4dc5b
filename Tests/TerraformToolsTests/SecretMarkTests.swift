import JSON
import Model
import PlanSamples
import TestSupport
import Testing
import Tooling

@testable import TerraformTools

/// What is secret is shown by no tool: under no name, in no other form, and where the file has no marks at all.
@Suite("Secrets without marks, and copies of those with")
struct SecretMarkTests {
    private static let canary = "Planted-Canary-93"

    private static func change(_ type: String, _ before: String, _ after: String, _ more: String = "") -> String {
        #"{"address":"\#(type).x","type":"\#(type)","name":"x","change":{"actions":["update"],"before":\#(before),"after":\#(after)\#(more)}}"#
    }

    private static func plan(_ changes: [String], _ more: String = "") -> String {
        #"{"format_version":"0.1","resource_changes":[\#(changes.joined(separator: ","))]\#(more)}"#
    }

    /// Everything that the tools over plans say of one.
    private func shown(_ plan: String, addresses: [String] = []) async throws -> String {
        let folder = try TemporaryFolder()
        try folder.write(plan, to: "plan.json")
        try folder.write(#"{"format_version":"0.1","resource_changes":[]}"#, to: "empty.json")
        let sources: [(String, SourceKind, String)] = [
            ("p", .terraformPlan, "plan.json"), ("e", .terraformPlan, "empty.json"),
        ]
        let bench = ToolBench(folder)
        var text = ""
        for tool in [SummarizeTerraformPlan() as any Tool, AssessTerraformRisk(), MatchChangesToIncident()] {
            let result = try await bench.run(tool, [:], sources)
            text += result.output.serialized() + result.summary
        }
        for (before, after) in [("p", "e"), ("e", "p")] {
            let result = try await bench.run(
                CompareTerraformPlans(), ["before": .string(before), "after": .string(after)], sources)
            text += result.output.serialized()
        }
        for address in addresses {
            let result = try await bench.run(ExplainTerraformChange(), ["address": .string(address)], sources)
            text += result.output.serialized()
        }
        return text
    }

    /// A type, and its object with the secret in the place where a provider's schema has one.
    static let unmarked: [(type: String, value: String)] = [
        ("random_password", #"{"result":"S"}"#),
        ("aws_iam_access_key", #"{"ses_smtp_password_v4":"S"}"#),
        ("azurerm_storage_account", #"{"primary_connection_string":"S"}"#),
        ("azurerm_storage_account", #"{"primary_access_key":"S"}"#),
        ("azurerm_kubernetes_cluster", #"{"kube_config_raw":"S"}"#),
        ("azurerm_kubernetes_cluster", #"{"kube_config":[{"client_key":"S","host":"S"}]}"#),
        ("azurerm_eventhub_authorization_rule", #"{"primary_key":"S"}"#),
        ("azurerm_application_insights", #"{"instrumentation_key":"S"}"#),
        ("kubernetes_secret", #"{"data":{"a":"S"}}"#),
        ("kubernetes_secret_v1", #"{"data":{"a":"S"}}"#),
        ("kubernetes_manifest", #"{"manifest":{"kind":"Secret","stringData":{"a":"S"}}}"#),
        ("aws_ssm_parameter", #"{"value":"S"}"#),
        ("aws_secretsmanager_secret_version", #"{"secret_string":"S"}"#),
        ("aws_mq_broker", #"{"user":[{"username":"a","password":"S"}]}"#),
        ("vault_generic_secret", #"{"data_json":"S"}"#),
        ("digitalocean_database_cluster", #"{"uri":"S"}"#),
        ("azuread_application_password", #"{"value":"S"}"#),
        ("github_actions_secret", #"{"plaintext_value":"S"}"#),
        ("cloudflare_api_token", #"{"value":"S"}"#),
        ("helm_release", #"{"set_sensitive":[{"name":"a","value":"S"}]}"#),
        ("google_sql_database_instance", #"{"root_password":"S"}"#),
        ("google_container_cluster", #"{"master_auth":[{"client_key":"S"}]}"#),
        ("google_service_account_key", #"{"private_key":"S"}"#),
        ("tls_private_key", #"{"private_key_openssh":"S"}"#),
        ("tfe_variable", #"{"key":"a","value":"S","sensitive":true}"#),
        ("digitalocean_app", #"{"spec":[{"env":[{"key":"a","type":"SECRET","value":"S"}]}]}"#),
        ("unheard_of_thing", #"{"settings":[{"connection_string":"S"}]}"#),
        ("unheard_of_cluster", #"{"admin_kubeconfig":"S"}"#),
        ("unheard_of_user", #"{"login":[{"initial_password":"S"}]}"#),
    ]

    @Test("What a schema makes secret is hidden without a mark, and its copies with it", arguments: unmarked)
    func hidesUnmarked(type: String, value: String) throws {
        let object = value.replacing("\"S\"", with: "\"\(Self.canary)\"")
        let copy = Self.change("acme_note", #"{"x":"old"}"#, #"{"x":"pre \#(Self.canary) post"}"#)
        let plan = Array(
            Self.plan([Self.change(type, "{}", object), Self.change(type, object, "null"), copy]).utf8)
        let content = try PlanData.read(plan).1
        #expect("\(content)".contains(AttributeChange.sensitiveText) && !"\(content)".contains(Self.canary))
        // Whoever asks for one change is not shown the copy either.
        let picked = try PlanData.read(plan, into: PlanPicker(keys: ["acme_note.x"])).1.planned
        #expect(picked.count == 1 && !"\(picked)".contains(Self.canary))
        #expect(try !"\(PlanData.read(plan, into: RiskCollector(limit: 9)).1.risks)".contains(Self.canary))
    }

    @Test("Nor is it shown of a change that does nothing, or of what is there already")
    func hidesCopiesOfUnchanged() async throws {
        let object = #"{"value":"\#(Self.canary)"}"#
        let quiet = Self.change("aws_ssm_parameter", object, object).replacing("update", with: "no-op")
        let copy = Self.change("acme_note", #"{"x":"old"}"#, #"{"x":"\#(Self.canary)"}"#)
        #expect(try await !shown(Self.plan([quiet, copy])).contains(Self.canary))
        let prior =
            #","prior_state":{"values":{"root_module":{"resources":[{"type":"aws_ssm_parameter","values":\#(object)}]}}}"#
        #expect(try await !shown(Self.plan([copy], prior)).contains(Self.canary))
    }

    @Test("A state without marks shows none of it either", arguments: unmarked)
    func hidesInStates(type: String, value: String) async throws {
        func state(_ secret: String) -> String {
            #"{"version":4,"serial":1,"lineage":"x","resources":[{"mode":"managed","type":"\#(type)","name":"x","instances":[{"attributes":\#(value.replacing("\"S\"", with: "\"\(secret)\"")),"sensitive_attributes":[]}]}]}"#
        }
        let folder = try TemporaryFolder()
        try folder.write(state(Self.canary), to: "old.json")
        try folder.write(state(Self.canary + "-new"), to: "new.json")
        let result = try await ToolBench(folder).run(
            CompareTerraformStates(), ["before": "old", "after": "new"],
            [("old", .terraformState, "old.json"), ("new", .terraformState, "new.json")])
        #expect(!result.output.serialized().contains(Self.canary))
        #expect(result.output.serialized().contains(AttributeChange.sensitiveText))
    }

    @Test("A name that means no secret stays")
    func keepsOthers() throws {
        let plain =
            #"{"password_policy":"strict","secret_name":"orders","kms_key_id":"k","token_ttl":30,"manage_password":true,"value":"x"}"#
        let content = try PlanData.read(Self.plan([Self.change("acme_thing", "null", plain)])).1
        #expect(content.changes.first?.attributes.filter(\.isSensitive).map(\.path) == [])
    }

    @Test("A secret that is the key of an object or module stands in no name")
    func hidesNames() async throws {
        let name = Self.canary
        func resource(_ rest: String) -> String {
            #"{"type":"acme_note","name":"n",\#(rest)}"#
        }
        let update = #""change":{"actions":["update"],"before":{"a":1},"after":{"a":2}}"#
        let changes = [
            resource(
                #""address":"module.m[\"\#(name)\"].acme_note.n","module_address":"module.m[\"\#(name)\"]",\#(update)"#),
            resource(#""address":"acme_note.n[\"\#(name)\"]",\#(update)"#),
            resource(#""address":"acme_note.moved","previous_address":"acme_note.n[\"\#(name)\"]",\#(update)"#),
            resource(
                #""address":"acme_note.left","deposed":"\#(name)","change":{"actions":["delete"],"before":{"a":1},"after":null}"#
            ),
        ]
        let more =
            #","variables":{"v":{"value":"\#(name)"}},"configuration":{"root_module":{"variables":{"v":{"sensitive":true}}}},"#
            + #""output_changes":{"o-\#(name)":{"actions":["create"],"before":null,"after":1}},"#
            + #""checks":[{"address":{"to_display":"check.c[\"\#(name)\"]"},"status":"fail","instances":[]}]"#
        let text = try await shown(
            Self.plan(changes, more),
            addresses: ["acme_note.moved", "acme_note.left", "acme_note.nothing", "module.m.acme_note.n"])
        #expect(!text.contains(name))
        #expect(text.contains("acme_note.moved"))
        let content = try PlanData.read(Self.plan(changes, more)).1
        #expect(content.modules.keys.sorted() == ["", AttributeChange.sensitiveText])
    }

    @Test("Nor does it in a comparison of states")
    func hidesNamesOfStates() async throws {
        func state(_ names: [String], secret: Bool) -> String {
            let all = names.map {
                #"{"mode":"managed","type":"acme_note","name":"\#($0)","instances":[{"index_key":"\#(Self.canary)","attributes":{"id":"\#($0)"}}]}"#
            }
            let known =
                #"{"mode":"managed","type":"acme_user","name":"u","instances":[{"attributes":{"password":"\#(Self.canary)"}}]}"#
            return #"{"version":4,"serial":1,"lineage":"x","resources":[\#((all + [known]).joined(separator: ","))]}"#
        }
        let folder = try TemporaryFolder()
        try folder.write(state(["a", "b"], secret: true), to: "old.json")
        try folder.write(
            state(["c", "b"], secret: true).replacing("\"id\":\"c\"", with: "\"id\":\"a\""), to: "new.json")
        let result = try await ToolBench(folder).run(
            CompareTerraformStates(), ["before": "old", "after": "new"],
            [("old", .terraformState, "old.json"), ("new", .terraformState, "new.json")])
        #expect(result.output["moved"]?.arrayValue?.count == 1)
        #expect(!result.output.serialized().contains(Self.canary))
    }

    /// Parts of a plan that alone know a secret.
    static let places = [
        #""configuration":{"provider_config":{"aws":{"name":"aws","expressions":{"secret_key":{"constant_value":"S"}}}}}"#,
        #""configuration":{"provider_config":{"helm":{"expressions":{"kubernetes":[{"token":{"constant_value":"S"}}]}}}}"#,
        #""action_invocations":[{"address":"action.a.b","config_values":{"s":"S"},"config_sensitive":{"s":true}}]"#,
        #""deferred_action_invocations":[{"reason":"x","action_invocation":{"config_values":{"s":"S"},"config_sensitive":{"s":true}}}]"#,
        #""configuration":{"root_module":{"outputs":{"o":{"sensitive":true,"expression":{"constant_value":"S"}}}}}"#,
        #""configuration":{"root_module":{"module_calls":{"m":{"module":{"outputs":{"o":{"sensitive":true,"expression":{"constant_value":"S"}}}}}}}}"#,
    ]

    @Test("What actions and outputs of the configuration mark is known, too", arguments: places, [1, 4096])
    func knowsPlaces(place: String, chunk: Int) throws {
        let place = place.replacing("\"S\"", with: "\"\(Self.canary)\"")
        let copy = Self.change("acme_note", #"{"x":"old"}"#, #"{"x":"pre \#(Self.canary) post"}"#)
        let (header, content) = try PlanData.read(Self.plan([copy], "," + place), chunk: chunk)
        #expect(content.changes.first?.attributes.first?.after == .string(AttributeChange.sensitiveText))
        #expect(header.actionInvocations == (place.hasPrefix("\"action_inv") ? 1 : 0))
    }

    @Test(
        "A copy in base 64 or by percent signs is a copy",
        arguments: [
            "UGxhbnRlZC1DYW5hcnktOTM=", "dXNlcjpQbGFudGVkLUNhbmFyeS05Mw==", "Basic YWI6UGxhbnRlZC1DYW5hcnktOTM=",
            "/a/b/UGxhbnRlZC1DYW5hcnktOTM", "postgres://u:Planted%2DCanary%2D93@h/db",
            "eHBsYW50UGxhbnRlZC1DYW5hcnktOTN4",
        ])
    func hidesEncoded(copy: String) throws {
        let marked = #","before_sensitive":{"pw":true},"after_sensitive":{"pw":true}"#
        let value = #"{"pw":"\#(Self.canary)"}"#
        let plan = Self.plan([
            Self.change("acme_user", value, value, marked).replacing("update", with: "no-op"),
            Self.change("acme_note", #"{"x":"old"}"#, #"{"x":"\#(copy)","y":"eHBsYW50ZWQgbm90aGluZyBhdCBhbGw="}"#),
        ])
        let attributes = try PlanData.read(plan).1.changes.flatMap(\.attributes)
        #expect(attributes.first { $0.path == "x" }?.after == .string(AttributeChange.sensitiveText))
        #expect(attributes.first { $0.path == "y" }?.after != .string(AttributeChange.sensitiveText))
    }

    @Test("Plans whose secrets are names are still compared")
    func comparesHiddenNames() async throws {
        let folder = try TemporaryFolder()
        func plan(_ value: Int) -> String {
            Self.plan(
                [
                    #"{"address":"acme_note.n[\"\#(Self.canary)\"]","type":"acme_note","name":"n","change":{"actions":["update"],"before":{"a":1},"after":{"a":\#(value)}}}"#
                ], #","variables":{"v":{"value":"\#(Self.canary)","sensitive":true}}"#)
        }
        try folder.write(plan(2), to: "old.json")
        try folder.write(plan(3), to: "new.json")
        let output = try await ToolBench(folder).run(
            CompareTerraformPlans(), ["before": "old", "after": "new"],
            [("old", .terraformPlan, "old.json"), ("new", .terraformPlan, "new.json")]
        ).output
        #expect(output["differing"]?.arrayValue?.count == 1)
        #expect(!output.serialized().contains(Self.canary))
    }
}
