import JSON
import Model

@testable import Workflows

/// A workflow of random shape with everything in it that can change the course of a run.
struct RandomWorkflow {
    let text: String

    private static let child = """
        schema: 1
        name: child
        version: 1.0.0
        inputs: {n: {type: integer}}
        steps:
          - {id: a, uses: echo@1, retry: {max-attempts: 2, delay: 1s}}
          - {id: b, needs: [], uses: echo@1, with: {n: '${{ inputs.n }}'}, approve: {message: Inner?}}
          - {id: c, needs: [a], uses: echo@1, continue-on-error: true}
        outputs: {n: '${{ inputs.n }}', last: '${{ steps.c.status }}'}
        """

    private static let answer =
        "{type: object, properties: {n: {type: integer}}, required: [n], additionalProperties: false}"

    init(seed: UInt64) {
        var random = SeededGenerator(state: seed)
        let count = Int.random(in: 3...9, using: &random)
        // The last two may handle the failure of one before them.
        let handled = Int.random(in: 0..<count, using: &random)
        var steps = ""
        for index in 0..<count {
            var keys = Self.keys(index, &random)
            if index == handled { keys.append("on-error: handler") }
            steps += "  - {\(keys.joined(separator: ", "))}\n"
        }
        let expiry = ["deny", "skip", "fail"].randomElement(using: &random) ?? "deny"
        let condition = ["always()", "failure()", "steps.s0.status == 'succeeded'"].randomElement(using: &random) ?? ""
        let behind = Int.random(in: 0..<count, using: &random)
        steps += "  - {id: gate, needs: [s0], approve: {message: Open?, on-expiry: \(expiry)}}\n"
        steps += "  - {id: guarded, needs: [gate, s\(behind)], uses: echo@1, with: {g: '${{ steps.gate.status }}'}}\n"
        steps += "  - {id: asking, needs: [gate, s0], uses: echo@1, if: \(condition)}\n"
        steps += "  - {id: handler, needs: [], uses: echo@1, with: {for: '${{ steps.s\(handled).status }}'}}\n"
        text = Fixtures.text(steps: steps, tail: "outputs: {last: '${{ steps.s\(count - 1).status }}'}\n")
    }

    func load() throws -> Workflow { try Fixtures.load(text, workflows: ["child": Self.child]).get() }

    private static func keys(_ index: Int, _ random: inout SeededGenerator) -> [String] {
        let needs = (0..<index).filter { _ in Int.random(in: 0..<4, using: &random) == 0 }
        var keys = ["id: s\(index)", "needs: [\(needs.map { "s\($0)" }.joined(separator: ", "))]"]
        switch Int.random(in: 0..<8, using: &random) {
        case 0: keys.append("if: failure()")
        case 1: keys.append("if: always()")
        case 2: if let need = needs.first { keys.append("if: steps.s\(need).?output.?n.orValue(0) > 4") }
        default: break
        }
        let expiry = ["deny", "skip", "fail"].randomElement(using: &random) ?? "deny"
        switch Int.random(in: 0..<10, using: &random) {
        case 0:
            keys.append("uses: echo@1, with: {x: '${{ x }}'}")
            keys.append("foreach: {in: '${{ [1, 2, 3, 4] }}', as: x, max-parallel: 2}")
        case 1: keys.append("uses: workflow/child@1, with: {n: \(index)}")
        case 2:
            keys.append("uses: workflow/child@1, with: {n: '${{ x }}'}, foreach: {in: '${{ [7, 8] }}', as: x}")
        case 3: keys.append("uses: echo@1, approve: {message: Go?, on-expiry: \(expiry)}")
        case 4: keys.append("ask: {message: Who?, schema: \(answer), on-expiry: \(expiry)}")
        case 5: keys.append("uses: echo@1, retry: {max-attempts: 3, delay: 1s}")
        case 6:
            let condition = "steps.s\(index).output.n > 3"
            keys.append("uses: echo@1, until: {condition: \(condition), every: 5s, max: 3}")
        default:
            let read = needs.map { "'${{ steps.s\($0).status }}'" }.joined(separator: ", ")
            keys.append("uses: echo@1, with: {all: [\(read)]}")
        }
        if Int.random(in: 0..<4, using: &random) == 0 { keys.append("continue-on-error: true") }
        return keys
    }
}

/// What happens to the steps of a run: it depends on the seed and on the step's reference alone, so that it is the same
/// in whatever order, and however often, the machine asks.
struct RandomOutcomes {
    let seed: UInt64

    private func dice(_ step: StepReference) -> UInt64 {
        Jitter.seed("\(seed) \(step.path) \(step.iteration ?? -1) \(step.attempt)") >> 7
    }

    func outcome(of step: StepReference) -> WorkflowMachine.StepOutcome {
        switch dice(step) % 5 {
        case 0: .init(status: .failed, error: ToolError(.communication, "no answer"))
        case 1: .init(status: .timedOut)
        default: .init(status: .succeeded, output: ["n": JSONValue(Int(dice(step) % 10))])
        }
    }

    func decision(about step: StepReference, _ wait: WorkflowMachine.Wait) -> WorkflowMachine.Decision {
        switch (dice(step) % 4, wait.subject) {
        case (0, _): .denied(reason: nil)
        case (1, _): .expired
        case (2, .question): .answered(.string("not a number"))
        case (_, .question): .answered(["n": JSONValue(Int(dice(step) % 10))])
        case (_, .approval): .approved
        }
    }
}
