import JSON
import Model
import Testing

@testable import Workflows

/// The same outcomes lead to the same run, in whatever order they come and however often the run was cut off.
@Suite struct WorkflowDeterminismTests {
    /// A workflow of random shape with everything in it that can change the course of a run.
    private func workflow(_ seed: UInt64) throws -> Workflow {
        var random = SeededGenerator(state: seed)
        var steps = ""
        let count = Int.random(in: 3...16, using: &random)
        for index in 0..<count {
            var keys = ["id: s\(index)"]
            let needs = (0..<index).filter { _ in Int.random(in: 0..<4, using: &random) == 0 }
            keys.append("needs: [\(needs.map { "s\($0)" }.joined(separator: ", "))]")
            switch Int.random(in: 0..<8, using: &random) {
            case 0: keys.append("if: failure()")
            case 1: keys.append("if: always()")
            case 2: if let need = needs.first { keys.append("if: steps.s\(need).?output.?n.orValue(0) > 4") }
            default: break
            }
            switch Int.random(in: 0..<6, using: &random) {
            case 0:
                keys.append(
                    "uses: echo@1, foreach: {in: '${{ [1, 2, 3, 4] }}', as: x, max-parallel: 2}, with: {x: '${{ x }}'}")
            case 1: keys.append("uses: workflow/child@1, with: {n: \(index)}")
            case 2: keys.append("uses: echo@1, approve: {message: Go?}")
            case 3: keys.append("uses: echo@1, retry: {max-attempts: 3, delay: 1s}")
            default:
                keys.append(
                    "uses: echo@1, with: {all: [\(needs.map { "'${{ steps.s\($0).status }}'" }.joined(separator: ", "))]}"
                )
            }
            if Int.random(in: 0..<4, using: &random) == 0 { keys.append("continue-on-error: true") }
            steps += "  - {\(keys.joined(separator: ", "))}\n"
        }
        let child = """
            schema: 1
            name: child
            version: 1.0.0
            inputs: {n: {type: integer}}
            steps: [{id: a, uses: echo@1}, {id: b, needs: [], uses: echo@1, with: {n: '${{ inputs.n }}'}}]
            outputs: {n: '${{ inputs.n }}'}
            """
        return try Fixtures.load(
            Fixtures.text(steps: steps, tail: "outputs: {last: '${{ steps.s\(count - 1).status }}'}\n"),
            workflows: ["child": child]
        ).get()
    }

    /// Outcomes that depend on the reference alone.
    private func simulation(_ seed: UInt64) -> Simulation {
        func dice(_ step: StepReference) -> UInt64 {
            Jitter.seed("\(seed) \(step.path) \(step.iteration ?? -1) \(step.attempt)") >> 7
        }
        var simulation = Simulation()
        simulation.answer = { step, _ in
            switch dice(step) % 5 {
            case 0: .init(status: .failed, error: ToolError(.communication, "no answer"))
            case 1: .init(status: .timedOut)
            default: .init(status: .succeeded, output: ["n": JSONValue(Int(dice(step) % 10))])
            }
        }
        simulation.decide = { step, _ in dice(step) % 3 == 0 ? .denied(reason: nil) : .approved }
        return simulation
    }

    private func summary(_ result: Simulation.Result) -> String {
        let statuses = result.statuses.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.rawValue)" }
        let calls = result.calls.map {
            "\($0.key.path)#\($0.key.iteration ?? -1)#\($0.key.attempt)\($0.value.arguments)"
        }.sorted()
        let delays = result.delays.map { "\($0.key.path)#\($0.key.attempt)=\($0.value)" }.sorted()
        return
            "\(result.status?.rawValue ?? "none") \(statuses) \(calls) \(delays) \(result.outputs.sortedCanonically()) \(result.error?.message ?? "")"
    }

    @Test(arguments: 0..<150) func theOrderOfOutcomesDoesNotMatter(_ seed: Int) throws {
        let workflow = try workflow(UInt64(seed))
        var simulation = simulation(UInt64(seed))
        let expected = simulation.run(workflow)
        #expect(expected.status != nil)
        for order in 0..<8 {
            simulation.seed = UInt64(seed * 100 + order)
            simulation.maxParallel = order + 1
            #expect(summary(simulation.run(workflow)) == summary(expected), "seed \(seed), order \(order)")
        }
    }

    @Test(arguments: 0..<150) func aRunThatWasCutOffGoesOnWhereItWas(_ seed: Int) throws {
        let workflow = try workflow(UInt64(seed))
        var simulation = simulation(UInt64(seed))
        let expected = simulation.run(workflow)
        var random = SeededGenerator(state: UInt64(seed))
        simulation.seed = UInt64(seed)
        simulation.stopAfter = Int.random(in: 1...20, using: &random)
        let first = simulation.run(workflow)
        // What was asked for and had not ended when it stopped is done again.
        simulation.recorded = first.outcomes.filter { _ in Bool.random(using: &random) }
        simulation.stopAfter = .max
        let second = simulation.run(workflow)
        #expect(summary(second) == summary(expected))
        #expect(second.performed.allSatisfy { simulation.recorded[$0] == nil })
    }

    @Test func tenThousandStepsTakeLittleTime() throws {
        for (name, needs) in [
            ("chain", { (index: Int) in index == 0 ? "" : "s\(index - 1)" }), ("wide", { (_: Int) in "" }),
        ] {
            let steps = (0..<10_000).map { "  - {id: s\($0), uses: echo@1, needs: [\(needs($0))]}\n" }.joined()
            let workflow = try Fixtures.load(Fixtures.text(steps: steps), steps: 10_000).get()
            var machine = WorkflowMachine(
                workflow: workflow, inputs: [:], session: [:], run: Fixtures.run, maxParallel: 8)
            let clock = ContinuousClock()
            var performed = 0
            let time = clock.measure {
                var open = machine.handle(.begin)
                while let action = open.popLast() {
                    guard case .perform(let step, _) = action else { continue }
                    performed += 1
                    open += machine.handle(.finished(step, .init(status: .succeeded, output: [:])))
                }
            }
            #expect(performed == 10_000)
            #expect(machine.isFinished)
            // Generous for a debug build on a busy machine; what grows with the square would take minutes.
            #expect(time < .seconds(10), "\(name): \(time)")
        }
    }

    @Test func skippedStepsDoNotRecurse() throws {
        let steps = (0..<10_000).map { "  - {id: s\($0), uses: echo@1}\n" }.joined()
        let workflow = try Fixtures.load(Fixtures.text(steps: steps), steps: 10_000).get()
        var simulation = Simulation()
        simulation.answer = { _, _ in .init(status: .failed, error: ToolError(.notFound, "no")) }
        let result = simulation.run(workflow)
        #expect(result.status == .failed)
        #expect(result.settled.count == 9_999)
    }
}
