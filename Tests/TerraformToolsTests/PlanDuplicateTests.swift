import JSON
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
}
