import JSON
import Model
import Testing
import Tooling

@testable import Workflows

/// Every file that `docs/workflows.md` shows is right by the tools' own schemas, and its runs end as they should.
@Suite struct GuideExampleTests {
    @Test func everyExampleIsRun() {
        #expect(Example.names.count >= 10)
        #expect(Set(Scenario.all.map(\.example)) == Set(Example.names))
    }

    /// The file's name in the guide's commands is the workflow's own, so that what a reader saves can be found.
    @Test(arguments: Example.names) func isRightAndWarnsOfNothing(_ name: String) throws {
        let workflow = try RealTools.load(try #require(Example.all[name]), path: "\(name).yaml").get()
        #expect(workflow.warnings == [])
    }

    @Test(arguments: ShippedWorkflows.names) func shippedWorkflowsAreRightAndWarnOfNothing(_ name: String) throws {
        let text = try #require(ShippedWorkflows.text(of: name))
        let workflow = try RealTools.load(text, path: "\(name).yaml").get()
        #expect(workflow.name == name)
        #expect(workflow.warnings == [])
    }

    @Test(arguments: Scenario.all) func endsAsItShould(_ scenario: Scenario) throws {
        let workflow = try RealTools.load(try #require(Example.all[scenario.example])).get()
        let inputs = try workflow.resolveInputs(given: scenario.inputs, sources: RealTools.sources)
        let result = simulation(scenario).run(workflow, inputs: inputs)
        #expect(result.status == scenario.status)
        #expect(result.statuses.filter { workflow.step($0.key) != nil } == scenario.steps)
        for (name, value) in scenario.results { #expect(result.outputs[name] == value, "\(name)") }
        let order = { (step: StepReference) in (workflow.place(of: step.path) ?? 0, step.iteration ?? 0) }
        let findings = result.findings.sorted { order($0.key) < order($1.key) }.map(\.value)
        #expect(findings.map(\.statement) == scenario.findings)
        #expect(findings.allSatisfy { finding in finding.citations.allSatisfy { $0.quote?.isEmpty == false } })
        let calls = result.calls.map { step, call in
            (step.path + (step.iteration.map { "#\($0)" } ?? ""), call.arguments)
        }
        for (name, arguments) in scenario.calls {
            #expect(calls.first { $0.0 == name }?.1 == arguments, "\(name)")
        }
        try checkArguments(result)
    }

    /// Answers with outputs that meet the tool's schema, as the program would demand of the tool.
    private func simulation(_ scenario: Scenario) -> Simulation {
        var simulation = Simulation()
        simulation.answer = { step, work in
            if let kind = scenario.failures[step.path] {
                return .init(status: .failed, error: ToolError(kind, "it broke"))
            }
            guard case .call(let tool, _, _, _, _) = work, let contract = RealTools.contract(tool) else {
                return .init(status: .succeeded, output: [:])
            }
            let output = RealTools.value(contract.output.json, with: scenario.outputs[step.path])
            let schema = try? JSONSchema(.object(contract.output.json))
            #expect(schema?.validate(output) == [], "\(step.path)")
            return .init(status: .succeeded, output: output, evidence: Fixtures.evidence(step.path.utf8.count))
        }
        simulation.decide = { step, _ in scenario.decisions[step.path] ?? .approved }
        return simulation
    }

    /// What the machine asks for has to meet the tool's schema too.
    private func checkArguments(_ result: Simulation.Result) throws {
        for (step, call) in result.calls {
            let contract = try #require(RealTools.contract(call.tool))
            let schema = try JSONSchema(.object(contract.input.json))
            #expect(schema.validate(call.arguments) == [], "\(step.path)")
        }
    }
}
