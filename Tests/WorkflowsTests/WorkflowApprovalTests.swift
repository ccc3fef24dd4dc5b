import JSON
import Model
import Testing

@testable import Workflows

/// Runs that wait for a person's word.
@Suite struct WorkflowApprovalTests {
    private func load(
        _ steps: String, head: String = "", tail: String = "", workflows: [String: String] = [:]
    ) throws -> Workflow {
        try Fixtures.load(Fixtures.text(steps: steps, head: head, tail: tail), workflows: workflows).get()
    }

    /// Answers by path: a failure of this kind, or this output.
    private func simulation(
        failing: [String: ToolError.Kind] = [:], outputs: [String: JSONValue] = [:]
    ) -> Simulation {
        var simulation = Simulation()
        simulation.answer = { step, _ in
            if let kind = failing[step.path] { return .init(status: .failed, error: ToolError(kind, "it broke")) }
            return .init(
                status: .succeeded, output: outputs[step.path] ?? [:], evidence: Fixtures.evidence(step.path.count))
        }
        return simulation
    }

    @Test func approvalsBindTheExactCalls() throws {
        let steps = """
              - {id: a, uses: echo@1}
              - {id: gate, needs: [], approve: {message: 'Go for ${{ session.title }}?', groups: [oncall], expires: 30m}}
              - {id: b, needs: [gate, a], uses: echo@1, with: {v: '${{ steps.a.output.v }}'}}
              - {id: c, needs: [], uses: echo@1, with: {w: 1}, approve: {message: Really?, by: client, on-expiry: skip}}

            """
        let workflow = try load(steps)
        var simulation = simulation(outputs: ["a": ["v": 5]])
        let result = simulation.run(workflow)
        #expect(result.waits[.init("gate")]?.bound == [["step": "b", "uses": "echo@1", "arguments": ["v": 5]]])
        #expect(result.waits[.init("gate")]?.message == "Go for Test?")
        #expect(result.waits[.init("gate")]?.expires == .seconds(1800))
        #expect(result.waits[.init("c")]?.bound == [["step": "c", "uses": "echo@1", "arguments": ["w": 1]]])
        #expect(result.statuses == ["a": .succeeded, "gate": .succeeded, "b": .succeeded, "c": .succeeded])

        simulation.decide = { step, _ in step.path == "c" ? .expired : .denied(reason: "no") }
        let denied = simulation.run(workflow)
        #expect(denied.statuses == ["a": .succeeded, "gate": .failed, "b": .skipped, "c": .skipped])
        #expect(denied.error?.kind == .notPermitted)
    }

    /// A gate that was not opened keeps calls back whatever their conditions ask; what records its outcome runs.
    @Test(arguments: [
        (WorkflowMachine.Decision.approved, [StepStatus.succeeded, .succeeded, .succeeded, .skipped]),
        (.denied(reason: nil), [.failed, .skipped, .skipped, .succeeded]),
        (.expired, [.skipped, .skipped, .skipped, .skipped]),
    ])
    func nothingGetsPastAGate(_ decision: WorkflowMachine.Decision, _ expected: [StepStatus]) throws {
        let steps = """
              - {id: a, needs: [], uses: echo@1}
              - {id: gate, needs: [], approve: {message: Go?, on-expiry: skip}}
              - {id: b, needs: [gate], uses: echo@1}
              - {id: c, needs: [gate], uses: echo@1, if: always()}
              - {id: told, needs: [a, gate], if: failure(), finding: {statement: x, severity: low, citations: [{step: a, pointer: /x}]}}

            """
        var simulation = simulation(outputs: ["a": ["x": "y"]])
        simulation.decide = { _, _ in decision }
        let result = simulation.run(try load(steps))
        #expect(["gate", "b", "c", "told"].map { result.statuses[$0] } == expected)
        #expect(result.status == (expected[0] == .failed ? .failed : .succeeded))
    }

    /// That a denial is tolerated, or handled, does not make it an approval.
    @Test(arguments: ["continue-on-error: true", "on-error: other"])
    func aDenialThatIsToleratedIsStillOne(_ key: String) throws {
        let steps = """
              - {id: gate, needs: [], approve: {message: Go?}, \(key)}
              - {id: b, needs: [gate], uses: echo@1}
              - {id: c, needs: [gate], uses: echo@1, if: always()}
              - {id: other, needs: [], uses: echo@1}

            """
        var simulation = simulation()
        simulation.decide = { _, _ in .denied(reason: nil) }
        let result = simulation.run(try load(steps))
        #expect(result.statuses == ["gate": .failed, "b": .skipped, "c": .skipped, "other": .succeeded])
        #expect(result.status == .succeeded)
    }

    /// A gate that was skipped because nothing would run was not opened, whatever a condition makes of that.
    @Test(arguments: ["steps.gate.status != 'succeeded'", "steps.gate.status == 'skipped' || failure()"])
    func aGateThatWasNotAskedAboutIsNotOpen(_ condition: String) throws {
        let steps = """
              - {id: gate, needs: [], approve: {message: Go?}}
              - {id: b, needs: [gate], if: "\(condition)", uses: echo@1}

            """
        let simulation = simulation()
        let result = simulation.run(try load(steps))
        #expect(result.waits.isEmpty)
        #expect(result.statuses == ["gate": .skipped, "b": .skipped])
    }

    /// A gate asks about what would run if it is opened, and about nothing when nothing would.
    @Test(arguments: [(5, ["b", "d"], StepStatus.succeeded), (1, ["d"], .succeeded), (0, [], .skipped)])
    func aGateAsksAboutWhatWouldRun(_ number: Int, _ asked: [String], _ status: StepStatus) throws {
        let steps = """
              - {id: a, uses: echo@1}
              - {id: gate, needs: [], approve: {message: Go?}}
              - {id: b, needs: [a, gate], if: steps.a.output.n > 3, uses: echo@1, with: {x: '${{ steps.a.output.big }}'}}
              - {id: c, needs: [a, gate], if: failure(), uses: echo@1}
              - {id: d, needs: [a, gate], if: steps.gate.status == 'succeeded' && steps.a.output.n > 0, uses: echo@1}

            """
        let output: JSONValue = number > 3 ? ["n": JSONValue(number), "big": true] : ["n": JSONValue(number)]
        let result = simulation(outputs: ["a": output]).run(try load(steps))
        let bound = result.waits[.init("gate")]?.bound.arrayValue?.compactMap { $0["step"]?.stringValue }
        #expect(bound ?? [] == asked)
        #expect((bound == nil) == asked.isEmpty)
        #expect(result.statuses["gate"] == status)
        #expect(Set(result.calls.keys.map(\.path)) == Set(asked + ["a"]))
        #expect(result.status == .succeeded)
    }

    /// Since the gate waits for what the calls behind it need, each of them comes after all of that, and may read it.
    @Test func whatAGateWaitsForIsBeforeAllBehindIt() throws {
        let steps = """
              - {id: a, uses: echo@1}
              - {id: gate, needs: [], approve: {message: Go?}}
              - {id: b, needs: [gate, a], uses: echo@1}
              - {id: c, needs: [gate], uses: echo@1, with: {v: '${{ steps.a.output.v }}'}}

            """
        let result = simulation(outputs: ["a": ["v": 5]]).run(try load(steps))
        #expect(result.waits[.init("gate")]?.bound[1]?["arguments"] == ["v": 5])
    }

    /// What cannot be told before the gate is opened is asked about all the same.
    @Test func aGateAsksAboutWhatMightRun() throws {
        let steps = """
              - {id: gate, needs: [], approve: {message: Go?}}
              - {id: b, needs: [gate], uses: echo@1}
              - {id: c, needs: [gate, b], if: steps.b.?output.?n.orValue(0) > 0, uses: echo@1}

            """
        let result = simulation(outputs: ["b": ["n": 1]]).run(try load(steps))
        #expect(result.waits[.init("gate")]?.bound.arrayValue?.map { $0["step"] } == ["b", "c"])
        #expect(result.statuses["c"] == .succeeded)
    }

    /// A gate that has nothing to ask stands open.
    @Test func aGateWhoseConditionDoesNotHoldIsOpen() throws {
        let steps = "  - {id: gate, if: false, approve: {message: Go?}}\n  - {id: b, uses: echo@1}\n"
        #expect(simulation().run(try load(steps)).statuses == ["gate": .skipped, "b": .succeeded])
    }

    @Test func answersAreOutputs() throws {
        let steps = """
              - {id: who, ask: {message: Who?, schema: {type: object, properties: {name: {type: string}}, required: [name], additionalProperties: false}}}
              - {id: b, uses: echo@1, with: {v: '${{ steps.who.output.name }}'}}

            """
        let workflow = try load(steps)
        var simulation = simulation()
        simulation.decide = { _, _ in .answered(["name": "ada"]) }
        #expect(simulation.run(workflow).calls[.init("b")]?.arguments == ["v": "ada"])
        simulation.decide = { _, _ in .answered(["name": 3]) }
        #expect(simulation.run(workflow).settled[.init("who")]?.error?.kind == .validation)
    }
}
