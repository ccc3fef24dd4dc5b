import JSON
import Model
import Tooling
import Workflows

/// What the workflow machine costs a step that does nothing: a chain, steps side by side, and the elements of a fan-out.
struct MachineBenchmark {
    private static let steps = 10_000
    private static let rounds = 5

    /// A workflow that did not load.
    private struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    func run() throws {
        try measure("machine.chain", steps { $0 == 0 ? "" : "s\($0 - 1)" })
        try measure("machine.wide", steps { _ in "" })
        // Each step reads the one before, as those of real workflows do.
        try measure(
            "machine.reading", steps(with: "{value: '${{ steps.s%.output.value }}'}") { $0 == 0 ? "" : "s\($0 - 1)" })
        try measure(
            "machine.fan-out",
            """
            \(Self.head)  - {id: list, uses: noop@1}
              - id: each
                foreach: {in: '${{ steps.list.output.list }}', as: n, max-items: \(Self.steps)}
                uses: noop@1
                with: {value: '${{ n }}'}

            """)
    }

    private static let head = "schema: 1\nname: bench\nversion: 1.0.0\nsteps:\n"

    private func steps(with arguments: String? = nil, _ needs: (Int) -> String) -> String {
        var text = Self.head
        for index in 0..<Self.steps {
            text += "  - {id: s\(index), uses: noop@1, needs: [\(needs(index))]"
            if index > 0, let arguments { text += ", with: \(arguments.replacing("%", with: String(index - 1)))" }
            text += "}\n"
        }
        return text
    }

    private func measure(_ name: String, _ text: String) throws {
        let workflow = try load(text)
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
        report("\(name).time", best / Double(Self.steps) / 1000, "us/step")
        report("\(name).memory", Double(growth) / Double(Self.steps), "B/step")
    }

    private func load(_ text: String) throws -> Workflow {
        let tool = ToolContract(
            name: "noop", title: "Nothing", summary: "Does nothing.", input: Schema(json: ["type": "object"]),
            output: .any)
        var limits = WorkflowLoader.Limits()
        limits.steps = Self.steps + 1
        limits.bytes = 8 << 20
        switch WorkflowLoader(tools: [tool], limits: limits).load(text: text, path: "bench.yaml") {
        case .success(let workflow): return workflow
        case .failure(let problems): throw Failure(description: problems.rendered)
        }
    }

    /// Answers all that the machine asks for at once, as tools that take no time would.
    private func drive(_ workflow: Workflow) throws -> WorkflowMachine {
        let outcome = WorkflowMachine.StepOutcome(
            status: .succeeded,
            output: ["value": 1, "list": .array((0..<Self.steps).map { JSONValue($0) })])
        let small = WorkflowMachine.StepOutcome(status: .succeeded, output: ["value": 1])
        var machine = WorkflowMachine(
            workflow: workflow, inputs: [:], session: [:], run: RunID(from: FixedIdentifiers()), maxParallel: 8)
        var performed = 0
        var open = machine.handle(.begin)
        while let action = open.popLast() {
            guard case .perform(let step, _) = action else { continue }
            performed += 1
            open += machine.handle(.finished(step, step.path == "list" ? outcome : small))
        }
        guard machine.isFinished, performed >= Self.steps else { throw Failure(description: "it did not end") }
        return machine
    }
}

/// The same identifier each time.
private struct FixedIdentifiers: IdentifierSource {
    func next() -> (high: UInt64, low: UInt64) { (0, 7) }
}
