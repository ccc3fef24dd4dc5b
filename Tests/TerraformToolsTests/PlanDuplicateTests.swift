import JSON
import Model
import TestSupport
import Testing

@testable import TerraformTools

/// Members that are written twice: taken where both say the same, refused where they contradict each other.
@Suite("Members of plans that are written twice")
struct PlanDuplicateTests {
    /// A part of a plan with two members of one name, `X` and `Y` in place of what they say.
    static let places = [
        #""output_changes":{"o":{"actions":["X"]},"o":{"actions":["Y"]}}"#,
        #""variables":{"a":{"value":"X"},"a":{"value":"Y"}}"#,
        #""planned_values":{"outputs":{"o":{"value":"X"},"o":{"value":"Y"}}}"#,
        #""planned_values":{"root_module":{"resources":[{"address":"X","address":"Y","values":{}}]}}"#,
        #""prior_state":{"values":{"root_module":{"resources":[{"values":{"p":"S"},"sensitive_values":{"p":"X"},"sensitive_values":{"p":"Y"}}]}}}"#,
        #""planned_values":{"root_module":{"resources":[{"values":{"p":"X"},"values":{"p":"Y"},"sensitive_values":{"p":true}}]}}"#,
        #""configuration":{"root_module":{"variables":{"v":{"description":"X"},"v":{"description":"Y"}}}}"#,
        #""configuration":{"root_module":{"outputs":{"v":{"description":"X"},"v":{"description":"Y"}}}}"#,
        #""configuration":{"root_module":{"module_calls":{"m":{"expressions":{"k":"X","k":"Y"}}}}}"#,
        #""action_invocations":[{"address":"X","address":"Y"}]"#,
        #""checks":[{"status":"X","status":"Y"}]"#,
    ]

    private func failure(_ members: String, _ chunk: Int) -> PlanError? {
        do throws(PlanError) {
            _ = try PlanData.read(
                Array(#"{"format_version":"1.2","resource_changes":[],\#(members)}"#.utf8), chunk: chunk)
            return nil
        } catch { return error }
    }

    @Test("What contradicts itself is refused, what says the same is taken", arguments: places, [1, 4096])
    func refuses(place: String, chunk: Int) {
        let alike = place.replacing("X", with: "read").replacing("Y", with: "read")
        #expect(failure(alike, chunk) == nil)
        let differing = place.replacing("X", with: "read").replacing("Y", with: "create")
        #expect(failure(differing, chunk)?.kind == .duplicateKey)
        #expect(failure(differing, chunk)?.hint?.isEmpty == false)
    }

    @Test("A part that is read in pieces stands once", arguments: [1, 4096])
    func refusesParts(chunk: Int) {
        for members in [
            #""planned_values":{"root_module":{},"root_module":{}}"#,
            #""prior_state":{"values":{},"values":{}}"#,
            #""configuration":{"root_module":{"module_calls":{"m":{"module":{}},"m":{"module":{}}}}}"#,
        ] {
            #expect(failure(members, chunk)?.kind == .duplicateKey)
        }
    }

    /// Parts that are passed over, with two members of one name, `X` and `Y` in place of what they say.
    static let passed = [
        #""relevant_attributes":[{"resource":"X","attribute":["a"],"resource":"Y"}]"#,
        #""later":{"deep":[[{"a":{"b":1},"n":{"x":["X"]},"n":{"x":["Y"]}}]]}"#,
        #""later":1,"another":{"a":1,"\u0061":1},"third":{"k":"X","k":"Y"}"#,
        #""configuration":{"root_module":{"resources":[{"address":"a.b","expressions":{"k":{"constant_value":"X"},"k":{"constant_value":"Y"}}}]}}"#,
        #""configuration":{"root_module":{"later":"X","later":"Y"}}"#,
        #""planned_values":{"root_module":{"resources":[{"address":"a.b","values":{"tags":{"a":"X","a":"Y"}}}]}}"#,
        #""resource_drift":[{"address":"a.b","type":"a","name":"b","later":"X","later":"Y","change":{"actions":["no-op"]}}]"#,
        #""resource_drift":[{"address":"a.b","type":"a","name":"b","change":{"actions":["no-op"],"before":{"k":"X","k":"Y"},"after":{},"before_sensitive":{},"after_sensitive":{}}}]"#,
        #""resource_drift":[{"address":"a.b","type":"a","name":"b","change":{"actions":["no-op"],"later":"X","later":"Y","after_sensitive":{}}}]"#,
    ]

    private func file(_ members: String) throws -> PlanHeader? {
        let folder = try TemporaryFolder()
        _ = try folder.write(#"{"format_version":"1.2","resource_changes":[],\#(members)}"#, to: "plan.json")
        return try PlanData.read(folder.path, "plan.json").first?.header
    }

    @Test("What is passed over is held to the same", arguments: passed)
    func looksEverywhere(place: String) throws {
        let isAlikeOnce = place.contains("0061") ? 2 : 1
        let alike = place.replacing("X", with: "read").replacing("Y", with: "read")
        #expect(try file(alike)?.repeatedMembers == isAlikeOnce)
        let differing = place.replacing("X", with: "read").replacing("Y", with: "create")
        do {
            _ = try file(differing)
            Issue.record("it was read: \(differing)")
        } catch {
            let error = try #require(error as? PlanError)
            #expect(error.kind == .duplicateKey && error.message.contains("differ"))
        }
    }

    @Test("Numbers and texts that are written otherwise are the same, and other members are not")
    func comparesMeanings() throws {
        let same = [#"{"k":1.0,"k":1}"#, #"{"k":"<","k":"\u003c"}"#, #"{"k":{"a":1,"b":[2]},"k":{"b":[2],"a":1}}"#]
        for value in same { #expect(try file(#""later":\#(value)"#)?.repeatedMembers == 1) }
        let other = [
            #"{"k":1,"k":"1"}"#, #"{"k":[1,2],"k":[2,1]}"#, #"{"k":[],"k":{}}"#, #"{"k":null,"k":false}"#,
            #"{"k":[[1],2],"k":[[1,2]]}"#, #"{"k":{"a":1},"k":{"a":1,"b":null}}"#,
            #"{"k":9007199254740993,"k":9007199254740992}"#,
        ]
        for value in other { #expect(throws: PlanError.self) { try file(#""later":\#(value)"#) } }
        #expect(try file(#""later":{"a":{"k":1},"b":{"k":2},"c":[{"k":3},{"k":4}]}"#)?.repeatedMembers == 0)
    }

    @Test("A state is held to it too")
    func statesToo() async throws {
        let folder = try TemporaryFolder()
        let head = #"{"format_version":"1.0","values":{"root_module":{}},"later":{"k":1,"k":"#
        _ = try folder.write(head + "1}}", to: "a.json")
        _ = try folder.write(head + "2}}", to: "b.json")
        let sources: [(String, SourceKind, String)] = [
            ("a", .terraformState, "a.json"), ("b", .terraformState, "b.json"),
        ]
        let bench = ToolBench(folder)
        _ = try await bench.run(CompareTerraformStates(), ["before": "a", "after": "a"], sources)
        await #expect(throws: (any Error).self) {
            try await bench.run(CompareTerraformStates(), ["before": "a", "after": "b"], sources)
        }
    }
}
