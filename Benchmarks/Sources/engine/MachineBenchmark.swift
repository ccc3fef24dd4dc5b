import JSON
import Model
import Tooling
import Workflows

/// What the workflow machine costs a step that does nothing: a chain, steps side by side, and the elements of a fan-out.
struct MachineBenchmark {
    private static let rounds = 5

    func run() throws {
        try measure("machine.chain", Bench.chain)
        try measure("machine.wide", Bench.wide)
        try measure("machine.reading", Bench.reading)
        try measure("machine.fan-out", Bench.fanOut)
    }

    private func measure(_ name: String, _ text: String) throws {
        let workflow = try Bench.load(text)
        var best = Double.infinity
        // Each machine is kept, so that the next cannot use its memory again.
        var machines = [try drive(workflow)]
        let memory = ProcessFigures.residentBytes
        for _ in 0..<Self.rounds {
            let start = ProcessFigures.processorTime
            machines.append(try drive(workflow))
            best = min(best, ProcessFigures.processorTime - start)
        }
        let growth = withExtendedLifetime(machines) { ProcessFigures.residentBytes - memory } / Self.rounds
        report("\(name).time", best / Double(Bench.steps) / 1000, "us/step")
        report("\(name).memory", Double(growth) / Double(Bench.steps), "B/step")
    }

    /// Answers all that the machine asks for at once, as tools that take no time would.
    private func drive(_ workflow: Workflow) throws -> WorkflowMachine {
        let outcome = WorkflowMachine.StepOutcome(
            status: .succeeded,
            output: ["text": "nothing", "list": .array((0..<Bench.steps).map { JSONValue($0) })])
        let small = WorkflowMachine.StepOutcome(status: .succeeded, output: ["text": "nothing"])
        var machine = WorkflowMachine(
            workflow: workflow, inputs: [:], session: [:], run: RunID(from: FixedIdentifiers()), maxParallel: 8)
        var performed = 0
        var open = machine.handle(.begin)
        while let action = open.popLast() {
            guard case .perform(let step, _) = action else { continue }
            performed += 1
            open += machine.handle(.finished(step, step.path == "list" ? outcome : small))
        }
        guard machine.isFinished, performed >= Bench.steps else { throw Bench.Failure(description: "it did not end") }
        return machine
    }
}

/// The same identifier each time.
private struct FixedIdentifiers: IdentifierSource {
    func next() -> (high: UInt64, low: UInt64) { (0, 7) }
}
