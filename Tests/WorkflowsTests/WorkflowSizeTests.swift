import JSON
import Model
import Testing

@testable import Workflows

/// Runs of very many steps.
@Suite struct WorkflowSizeTests {
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
