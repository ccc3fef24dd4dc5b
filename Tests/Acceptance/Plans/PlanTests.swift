import Foundation
import JSON
import PlanSamples
import TestSupport
import Testing

extension Acceptance {
    /// Terraform plans and states as somebody at the command line meets them.
    @Suite("Plans at the command line") struct PlanTests {
        private let folder: TemporaryFolder
        private let casebook: Casebook

        init() throws {
            folder = try TemporaryFolder()
            casebook = try Casebook(in: folder.path)
        }

        private func call(_ tool: String, _ file: String, _ arguments: String...) async throws -> Answer {
            try await casebook.run(
                ["tool", "call", tool, "--json", "--source", "p=terraform-plan:\(file)"] + arguments)
        }

        /// Writes a sample and tells what was planted in it.
        private func sample(_ bytes: Int, _ name: String = "plan.json") throws -> PlanSample.Planted {
            let path = folder.path(name)
            _ = FileManager.default.createFile(atPath: path, contents: nil)
            let file = try #require(FileHandle(forWritingAtPath: path))
            defer { try? file.close() }
            return try PlanSample(bytes: bytes, seed: 4).write { try file.write(contentsOf: Data($0)) }
        }

        @Test("A plan's secrets leave the program by no tool, and not into its database")
        func hidesSecrets() async throws {
            let planted = try sample(1_300_000)
            var seen = ""
            for tool in ["summarize_terraform_plan", "assess_terraform_risk", "match_changes_to_incident"] {
                seen += try await call(tool, "plan.json").expect(0).text
            }
            seen += try await call("explain_terraform_change", "plan.json", "address=aws_db_instance.n2").expect(0).text
            for danger in planted.dangers.prefix(3) {
                seen += try await call("explain_terraform_change", "plan.json", "address=\(danger.address)").expect(0)
                    .text
            }
            #expect(seen.contains(planted.line))
            let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(!files.isEmpty)
            for secret in planted.secrets { #expect(!seen.contains(secret)) }
            let stored = try Data(contentsOf: URL(fileURLWithPath: casebook.database))
            let text = String(decoding: stored, as: UTF8.self)
            for secret in planted.secrets { #expect(!text.contains(secret)) }
        }

        @Test("What is no plan is refused by name, with what to do")
        func refuses() async throws {
            let cases = [
                ("binary", "PK\u{3}\u{4}", "binary plan", "terraform show -json binary.json > plan.json"),
                ("text", "Plan: 1 to add", "not JSON", "terraform show -json FILE"),
                (
                    "truncated", #"{"format_version":"1.2","resource_changes":[{"address":"a.b","#, "truncated",
                    "write it again"
                ),
                ("future", #"{"format_version":"7.0","resource_changes":[]}"#, "7.0", "update Casebook"),
                (
                    "state", #"{"version":4,"serial":1,"lineage":"x","resources":[]}"#, "state",
                    "compare_terraform_states"
                ),
                (
                    "twice",
                    #"{"format_version":"1.2","resource_changes":[{"address":"a","address":"b","change":{"actions":["create"]}}]}"#,
                    "named address", "terraform show -json"
                ),
                (
                    "deep", #"{"format_version":"1.2","prior_state":"# + String(repeating: "[", count: 100_000), "512",
                    "who made"
                ),
                ("other", #"{"name":"x"}"#, "not a Terraform plan", "terraform show -json"),
            ]
            for (name, text, message, hint) in cases {
                try folder.write(text, to: "\(name).json")
                for tool in ["summarize_terraform_plan", "assess_terraform_risk"] {
                    let answer = try await call(tool, "\(name).json")
                    #expect(answer.code != 0, "\(name)")
                    let told = answer.text + answer.errors
                    #expect(told.contains(message) && told.contains(hint), "\(name): \(told)")
                }
            }
        }

        @Test("A plan where a state is wanted is refused the other way round")
        func refusesPlanAsState() async throws {
            try folder.write(#"{"format_version":"1.2","resource_changes":[],"planned_values":{}}"#, to: "plan.json")
            let answer = try await casebook.run(
                "tool", "call", "compare_terraform_states", "before=s", "after=s", "--json", "--source",
                "s=terraform-state:plan.json")
            #expect(answer.code != 0)
            #expect((answer.text + answer.errors).contains("is a Terraform plan, not a state"))
        }

        /// How plans begin in which a text has no end, within a change and elsewhere.
        private static let endless = [
            #"{"format_version":"1.2","resource_changes":[{"address":"a","change":{"before":""#,
            #"{"format_version":"1.2","resource_changes":[],"later":{"a":[""#,
            #"{"format_version":"1.2","prior_state":{"values":{"root_module":{"resources":[{"values":{"a":""#,
        ]

        @Test("One member without end is refused in bounded memory", .enabled(if: Long.isWanted), arguments: endless)
        func refusesHugeMember(start: String) async throws {
            let path = folder.path("huge.json")
            _ = FileManager.default.createFile(atPath: path, contents: nil)
            let file = try #require(FileHandle(forWritingAtPath: path))
            try file.write(contentsOf: Data(start.utf8))
            let piece = Data(String(repeating: "x", count: 1 << 20).utf8)
            for _ in 0..<500 { try file.write(contentsOf: piece) }
            try file.write(contentsOf: Data(#""}}]}"#.utf8))
            try file.close()
            let answer = try await call("summarize_terraform_plan", "huge.json")
            #expect(answer.code != 0)
            #expect((answer.text + answer.errors).contains("exceeds 16 MiB"))
        }
    }
}
