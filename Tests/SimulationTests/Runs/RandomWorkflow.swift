import Model
import Tooling
import Workflows

/// A workflow of random shape with everything in it that can change the course of a run.
struct RandomWorkflow {
    let workflow: Workflow
    /// The text as it is loaded.
    let text: String

    static let child = """
        schema: 1
        name: child
        version: 1.0.0
        inputs: {n: {type: integer}}
        defaults: {timeout: 30s}
        steps:
          - {id: a, uses: probe@1, retry: {max-attempts: 2, delay: 1s}}
          - {id: b, needs: [], uses: look@1, with: {n: '${{ inputs.n }}'}, approve: {message: Inner?, expires: 2h}}
          - {id: c, needs: [a], uses: probe@1, continue-on-error: true}
        outputs: {n: '${{ inputs.n }}', last: '${{ steps.c.status }}'}
        """

    private static let answer =
        "{type: object, properties: {n: {type: integer}}, required: [n], additionalProperties: false}"
    private static let expiries = ["deny", "skip", "fail"]

    /// - Parameter budget: such as `{calls: 3}`; none when nil.
    init(seed: UInt64, budget: String?) throws {
        var random = SeededGenerator(state: seed)
        let count = Int.random(in: 3...6, using: &random)
        let handled = Int.random(in: 0..<count, using: &random)
        var steps = ""
        var citations: [Citation] = []
        for index in 0..<count {
            var (keys, evidence) = Self.keys(index, &random)
            if let evidence { citations.append(Citation(step: "s\(index)", evidence: evidence)) }
            if index == handled { keys.append("on-error: handler") }
            steps += "  - {\(keys.joined(separator: ", "))}\n"
        }
        let expiry = Self.expiry(&random)
        let condition = ["always()", "failure()", "steps.s0.status == 'succeeded'"].randomElement(using: &random) ?? ""
        let behind = Int.random(in: 0..<count, using: &random)
        steps += """
              - {id: gate, needs: [s0], approve: {message: Open?, \(expiry)}}
              - {id: guarded, needs: [gate, s\(behind)], uses: probe@1, with: {g: '${{ steps.gate.status }}'}}
              - {id: asking, needs: [gate, s0], uses: look@1, if: \(condition)}
              - {id: handler, needs: [], uses: probe@1, with: {for: '${{ steps.s\(handled).status }}'}}

            """
        steps += Self.findings(citations, &random)
        let head = budget.map { "budget: \($0)\n" } ?? ""
        text = """
            schema: 1
            name: test
            version: 1.0.0
            \(head)defaults: {timeout: 30s}
            steps:
            \(steps)outputs: {last: '${{ steps.s\(count - 1).status }}'}

            """
        workflow = try Self.load(text)
    }

    /// A step with evidence, and how that is cited.
    private struct Citation {
        let step: String
        let evidence: String
    }

    private static func findings(_ citations: [Citation], _ random: inout SeededGenerator) -> String {
        guard let first = citations.randomElement(using: &random), let second = citations.randomElement(using: &random)
        else { return "" }
        let needs = first.step == second.step ? first.step : "\(first.step), \(second.step)"
        return """
              - {id: seen, needs: [\(first.step)], if: always(), finding: {statement: 'saw \
            ${{ steps.\(first.step).status }}', severity: low, citations: [{\(first.evidence), pointer: /n}]}}
              - {id: read, needs: [\(needs)], finding: {statement: 'read', severity: high, \
            citations: [{\(second.evidence), pointer: /list/1}, {\(first.evidence), pointer: /n}]}}

            """
    }

    /// The workflow of a text that a run has pinned; what was read already is not read again, which takes long.
    func load(pinned: String) throws -> Workflow { pinned == text ? workflow : try Self.load(pinned) }

    private static func load(_ text: String) throws -> Workflow {
        let loader = WorkflowLoader(tools: ToolRegistry.contracts) { name in
            name == "child" ? WorkflowLoader.File(path: "child.yaml", text: child) : nil
        }
        return try loader.load(text: text, path: "test.yaml").get()
    }

    private static func expiry(_ random: inout SeededGenerator) -> String {
        "expires: 2h, on-expiry: \(expiries.randomElement(using: &random) ?? "deny")"
    }

    private static func keys(_ index: Int, _ random: inout SeededGenerator) -> (keys: [String], evidence: String?) {
        var evidence: String? = "step: s\(index)"
        let needs = (0..<index).filter { _ in Int.random(in: 0..<4, using: &random) == 0 }
        var keys = ["id: s\(index)", "needs: [\(needs.map { "s\($0)" }.joined(separator: ", "))]"]
        switch Int.random(in: 0..<8, using: &random) {
        case 0: keys.append("if: failure()")
        case 1: keys.append("if: always()")
        case 2: if let need = needs.first { keys.append("if: steps.s\(need).?output.?n.orValue(0) > 4") }
        default: break
        }
        let expiry = Self.expiry(&random)
        switch Int.random(in: 0..<11, using: &random) {
        case 0:
            keys.append("uses: probe@1, with: {x: '${{ x }}'}")
            keys.append("foreach: {in: '${{ [1, 2, 3, 4] }}', as: x, max-parallel: 2}")
            evidence = "evidence: '${{ steps.s\(index).items[0].evidence }}'"
        case 1:
            keys.append("uses: workflow/child@1, with: {n: \(index % 3)}")
            evidence = nil
        case 2:
            evidence = nil
            keys.append("uses: workflow/child@1, with: {n: '${{ x }}'}, foreach: {in: '${{ [1, 2] }}', as: x}")
        case 3: keys.append("uses: probe@1, approve: {message: Go?, \(expiry)}")
        case 4:
            evidence = nil
            keys.append("ask: {message: Who?, schema: \(answer), \(expiry)}")
        case 5: keys.append("uses: probe@1, retry: {max-attempts: 3, delay: 1s, jitter: true}")
        case 6:
            keys.append("uses: probe@1, until: {condition: steps.s\(index).output.n > 3, every: 5s, max: 3}")
        case 7: keys.append("uses: look@1, with: {n: \(Int.random(in: 0..<3, using: &random))}")
        default:
            let read = needs.map { "'${{ steps.s\($0).status }}'" }.joined(separator: ", ")
            keys.append("uses: probe@1, with: {all: [\(read)]}")
        }
        if Int.random(in: 0..<4, using: &random) == 0 { keys.append("continue-on-error: true") }
        return (keys, evidence)
    }
}
