import JSON
import Model
import Testing

@testable import Workflows

@Suite struct WorkflowMachineTests {
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

    @Test func stepsWaitForTheOneAbove() throws {
        let workflow = try load(
            "  - {id: a, uses: echo@1}\n  - {id: b, uses: echo@1}\n  - {id: c, uses: echo@1, needs: []}\n")
        let result = simulation().run(workflow)
        #expect(result.performed.map(\.path) == ["a", "c", "b"])
        #expect(result.status == .succeeded)
    }

    @Test func atMostSoManyAtOnce() throws {
        let workflow = try load((0..<20).map { "  - {id: s\($0), uses: echo@1, needs: []}\n" }.joined())
        var simulation = simulation()
        simulation.maxParallel = 3
        let result = simulation.run(workflow)
        #expect(result.mostAtOnce == 3)
        #expect(result.performed.map(\.path) == (0..<20).map { "s\($0)" })
    }

    @Test func valuesKeepTheirTypes() throws {
        let steps = """
              - {id: a, uses: echo@1}
              - id: b
                uses: echo@1
                with:
                  whole: ${{ steps.a.output.n }}
                  list: ${{ steps.a.output.list }}
                  text: 'n=${{ steps.a.output.n }} b=${{ steps.a.output.flag }} s=${{ inputs.name }} d=${{ steps.a.output.half }}'
                  absent: ${{ steps.a.output.?none }}
                  null_: ${{ null }}
                  nested: [1, '${{ 1 + 1 }}', {x: '${{ session.window.start }}'}]
                  literal: ${{ '${{' }} }}

            """
        let workflow = try load(steps, head: "inputs: {name: {type: string}}\n")
        let output: JSONValue = ["n": 3, "list": [1, "x"], "flag": true, "half": 0.5]
        let result = simulation(outputs: ["a": output]).run(workflow, inputs: ["name": "web"])
        #expect(
            result.calls[StepReference("b")]?.arguments == [
                "whole": 3, "list": [1, "x"], "text": "n=3 b=true s=web d=0.5", "null_": nil,
                "nested": [1, 2, ["x": "2026-01-01T00:00:00.000Z"]], "literal": "${{ }}",
            ])
    }

    @Test(arguments: ["null", "[1]", "{'a': 1}"]) func textsTakeNoLists(_ value: String) throws {
        let workflow = try load(
            "  - {id: a, uses: echo@1}\n  - {id: b, uses: echo@1, with: {x: 'v=${{ steps.a.output.v }}'}}\n")
        let output = try JSONValue(parsing: "{\"v\": \(value.replacing("'", with: "\""))}")
        let result = simulation(outputs: ["a": output]).run(workflow)
        #expect(result.status == .failed)
        #expect(result.settled[StepReference("b")]?.error?.kind == .validation)
        #expect(result.settled[StepReference("b")]?.error?.message.contains("test.yaml:6:44") == true)
    }

    @Test func aFailureSkipsWhatNeedsIt() throws {
        let steps = """
              - {id: a, uses: echo@1}
              - {id: b, uses: echo@1}
              - {id: c, uses: echo@1}
              - {id: d, uses: echo@1, needs: [a], if: failure()}
              - {id: e, uses: echo@1, needs: [c], if: always()}
              - {id: f, uses: echo@1, needs: [c], if: failure()}
              - {id: g, uses: echo@1, needs: []}
              - {id: h, uses: echo@1, needs: [g], if: failure()}

            """
        let result = simulation(failing: ["a": .notFound]).run(try load(steps))
        #expect(
            result.statuses == [
                "a": .failed, "b": .skipped, "c": .skipped, "d": .succeeded, "e": .succeeded, "f": .succeeded,
                "g": .succeeded, "h": .skipped,
            ])
        #expect(result.status == .failed)
        #expect(result.error?.kind == .notFound)
        #expect(result.error?.message == "the step `a` failed: it broke")
        #expect(result.settled[StepReference("b")]?.reason == "`a`, which it needs, failed")
    }

    @Test func aConditionThatDoesNotHoldBlocksNobody() throws {
        let steps = """
              - {id: a, uses: echo@1}
              - {id: b, uses: echo@1, if: steps.a.output.n > 1}
              - {id: c, uses: echo@1, with: {x: '${{ steps.b.?output.?y.orValue(7) }}'}}

            """
        let result = simulation(outputs: ["a": ["n": 1]]).run(try load(steps))
        #expect(result.statuses == ["a": .succeeded, "b": .skipped, "c": .succeeded])
        #expect(result.calls[StepReference("c")]?.arguments == ["x": 7])
    }

    @Test func failureIsRetriedThenHandledThenTolerated() throws {
        let steps = """
              - {id: a, uses: echo@1, retry: {max-attempts: 3, delay: 1s, jitter: false, errors: [timeout]}, on-error: b, continue-on-error: true}
              - {id: b, uses: echo@1}
              - {id: c, uses: echo@1, needs: [a], with: {x: '${{ steps.a.output.v }}', s: '${{ steps.a.status }}'}}

            """
        let workflow = try load(steps)
        let handled = simulation(failing: ["a": .timeout], outputs: ["b": ["v": 9]]).run(workflow)
        #expect(
            handled.performed == [.init("a"), .init("a", attempt: 2), .init("a", attempt: 3), .init("b"), .init("c")])
        #expect(handled.delays == [.init("a", attempt: 2): .seconds(1), .init("a", attempt: 3): .seconds(2)])
        #expect(handled.calls[.init("c")]?.arguments == ["x": 9, "s": "failed"])
        #expect(handled.calls[.init("a", attempt: 2)]?.cache == .refresh)
        #expect(handled.status == .succeeded)

        let other = simulation(failing: ["a": .notFound], outputs: ["b": ["v": 9]]).run(workflow)
        #expect(other.performed == [.init("a"), .init("b"), .init("c")])

        let tolerated = simulation(failing: ["a": .notFound, "b": .notFound]).run(workflow)
        #expect(tolerated.statuses == ["a": .failed, "b": .failed, "c": .failed])
        #expect(tolerated.status == .failed)
        #expect(tolerated.error?.message.hasPrefix("the step `c` failed") == true)

        let good = simulation(outputs: ["a": ["v": 1]]).run(workflow)
        #expect(good.statuses == ["a": .succeeded, "b": .skipped, "c": .succeeded])
    }

    @Test func jitterLiesBetweenHalfAndWhole() throws {
        let workflow = try load("  - {id: a, uses: echo@1, retry: {max-attempts: 10, delay: 2s, backoff: constant}}\n")
        let result = simulation(failing: ["a": .communication]).run(workflow)
        #expect(result.delays.count == 9)
        #expect(result.delays.values.allSatisfy { $0 >= .seconds(1) && $0 <= .seconds(2) })
        #expect(Set(result.delays.values).count > 1)
        #expect(result.delays == simulation(failing: ["a": .communication]).run(workflow).delays)
    }

    @Test func untilRepeats() throws {
        let workflow = try load(
            "  - {id: a, uses: echo@1, until: {condition: steps.a.output.n >= 3, every: 10s, max: 4}}\n  - {id: b, uses: echo@1}\n"
        )
        var simulation = Simulation()
        simulation.answer = { step, _ in .init(status: .succeeded, output: ["n": JSONValue(step.attempt)]) }
        let result = simulation.run(workflow)
        #expect(result.performed == [.init("a"), .init("a", attempt: 2), .init("a", attempt: 3), .init("b")])
        #expect(result.delays.values.allSatisfy { $0 == .seconds(10) })
        #expect(result.calls[.init("a")]?.cache == .refresh)

        simulation.answer = { _, _ in .init(status: .succeeded, output: ["n": 0]) }
        let exhausted = simulation.run(workflow)
        #expect(exhausted.performed.count == 4)
        #expect(exhausted.settled[.init("a", attempt: 5)]?.error?.kind == .timeout)
        #expect(exhausted.status == .failed)
    }

    @Test func fanOutGivesItemsInOrder() throws {
        let steps = """
              - {id: a, uses: echo@1}
              - id: b
                foreach: {in: '${{ steps.a.output.list }}', as: item, max-parallel: 2, max-items: 5, on-overflow: truncate}
                uses: echo@1
                with: {v: '${{ item.x }}'}
                continue-on-error: true
              - {id: c, uses: echo@1, with: {all: '${{ steps.b.items.map(i, i.status) }}', left: '${{ steps.b.omitted }}'}}

            """
        let workflow = try load(steps)
        var simulation = Simulation()
        simulation.seed = 3
        let list: JSONValue = .array((0..<7).map { ["x": JSONValue($0)] })
        simulation.answer = { step, _ in
            step.path == "b" && step.iteration == 2
                ? .init(status: .failed, error: ToolError(.notFound, "no"))
                : .init(status: .succeeded, output: ["list": list])
        }
        let result = simulation.run(workflow)
        #expect(result.calls[.init("b", iteration: 4)]?.arguments == ["v": 4])
        #expect(
            result.calls[.init("c")]?.arguments == [
                "all": ["succeeded", "succeeded", "failed", "succeeded", "succeeded"], "left": 2,
            ])
        #expect(result.settled[.init("b")]?.output == ["items": 5, "failed": 1, "omitted": 2])
        #expect(result.mostAtOnce <= 2)
        #expect(result.status == .succeeded)
    }

    @Test(arguments: [
        ("{}", StepStatus.succeeded), ("{\"list\": []}", .succeeded), ("{\"list\": 3}", .failed),
        ("{\"list\": [1, 2, 3]}", .failed),
    ])
    func fanOutOverOddLists(_ output: String, _ status: StepStatus) throws {
        let workflow = try load(
            "  - {id: a, uses: echo@1}\n  - {id: b, uses: echo@1, foreach: {in: '${{ steps.a.output.?list }}', as: i, max-items: 2}}\n"
        )
        let result = simulation(outputs: ["a": try JSONValue(parsing: output)]).run(workflow)
        #expect(result.statuses["b"] == status)
    }

    @Test func findingsQuoteWhatStandsThere() throws {
        let steps = """
              - {id: a, uses: find_change_points@2, with: {query: x}}
              - id: b
                finding:
                  statement: 'Since ${{ steps.a.output.points[0].time }}'
                  severity: high
                  citations:
                    - {step: a, pointer: /points/0/time}
                    - {step: a, pointer: '/points/${{ size(steps.a.output.points) - 1 }}/score'}
                    - {evidence: '${{ steps.a.evidence }}', lines: [2, 3]}

            """
        let workflow = try load(steps)
        let points: JSONValue = ["points": [["time": "t1", "score": 0.25]]]
        let result = simulation(outputs: ["a": points]).run(workflow)
        let evidence = Fixtures.evidence(1)
        #expect(
            result.findings[.init("b")]
                == FindingDraft(
                    statement: "Since t1", severity: .high, confidence: 0.5,
                    citations: [
                        CitationDraft(evidence: evidence, place: .pointer("/points/0/time"), quote: "t1"),
                        CitationDraft(evidence: evidence, place: .pointer("/points/0/score"), quote: "0.25"),
                        CitationDraft(evidence: evidence, place: .lines(2...3), quote: nil),
                    ]))
        let nothing = simulation(outputs: ["a": ["points": []]]).run(workflow)
        #expect(nothing.statuses["b"] == .skipped)
        #expect(nothing.settled[.init("b")]?.reason == "nothing stands at /points/0/time, which it cites")
        #expect(nothing.status == .succeeded)
    }

    @Test func subWorkflowsRunWithin() throws {
        let child = """
            schema: 1
            name: child
            version: 1.2.0
            inputs: {n: {type: integer}, extra: {type: string, default: x}}
            steps:
              - {id: inner, uses: echo@1, with: {n: '${{ inputs.n }}', e: '${{ inputs.extra }}'}}
            outputs: {twice: '${{ inputs.n * 2 }}', gone: '${{ steps.inner.output.none }}'}
            """
        let steps = """
              - {id: a, uses: workflow/child@1, foreach: {in: '${{ [1, 2] }}', as: n}, with: {n: '${{ n }}'}}
              - {id: b, uses: workflow/child@1, with: {n: 5}}
              - {id: c, uses: echo@1, with: {v: '${{ steps.b.output.twice }}', w: '${{ steps.a.items[1].output.twice }}'}}

            """
        let workflow = try load(steps, workflows: ["child": child])
        let result = simulation().run(workflow)
        #expect(result.performed.map(\.path) == ["a[0]/inner", "a[1]/inner", "b/inner", "c"])
        #expect(result.calls[.init("a[1]/inner")]?.arguments == ["n": 2, "e": "x"])
        #expect(result.calls[.init("c")]?.arguments == ["v": 10, "w": 4])
        #expect(result.settled[.init("b")]?.output == ["twice": 10, "gone": nil])
        let failed = simulation(failing: ["b/inner": .notFound]).run(workflow)
        #expect(failed.error?.message == "the step `b` failed: the step `b/inner` failed: it broke")
    }

    /// Elements that end as soon as they are started do not start the next from within themselves.
    @Test(arguments: ["with: {n: '${{ n }}'}", "approve: {message: '${{ steps.a.output.none }}'}, with: {n: -1}"])
    func elementsThatEndAtOnceDoNotRecurse(_ keys: String) throws {
        let child = """
            schema: 1
            name: child
            version: 1.0.0
            inputs: {n: {type: integer, enum: [-1]}}
            steps: [{id: inner, uses: echo@1}]
            """
        let steps = """
              - {id: a, uses: echo@1}
              - id: b
                uses: workflow/child@1
                foreach: {in: '${{ steps.a.output.list }}', as: n, max-items: 100000}
                KEYS
            """
        let keys = keys.replacing("}, with:", with: "}\n    with:")
        let workflow = try load(steps.replacing("KEYS", with: keys) + "\n", workflows: ["child": child])
        let count = 20_000
        let list = JSONValue.array((0..<count).map { JSONValue($0) })
        let result = simulation(outputs: ["a": ["list": list]]).run(workflow)
        let counts: JSONValue = ["items": JSONValue(count), "failed": JSONValue(count), "omitted": 0]
        #expect(result.settled[.init("b")]?.output == counts)
        #expect(result.error?.message.contains("element 0: ") == true)
    }

    @Test func waitingIsToldWhenNothingElseCanGoOn() throws {
        let workflow = try load(
            "  - {id: a, uses: echo@1}\n  - {id: b, needs: [], uses: echo@1, approve: {message: x}}\n")
        var machine = WorkflowMachine(
            workflow: workflow, inputs: [:], session: Fixtures.session, run: Fixtures.run, maxParallel: 2)
        #expect(machine.handle(.begin).count == 2)
        #expect(!machine.isWaiting)
        _ = machine.handle(.finished(.init("a"), .init(status: .succeeded)))
        #expect(machine.isWaiting)
        #expect(machine.handle(.decided(.init("b", attempt: 2), .approved)).isEmpty)
        #expect(machine.handle(.decided(.init("b"), .approved)).count == 1)
        #expect(machine.handle(.decided(.init("b"), .approved)).isEmpty)
    }

    @Test func cancellingWaitsForWhatRuns() throws {
        let workflow = try load(
            "  - {id: a, uses: echo@1}\n  - {id: b, uses: echo@1}\n  - {id: c, needs: [], uses: echo@1, approve: {message: x}}\n"
        )
        var machine = WorkflowMachine(workflow: workflow, inputs: [:], session: [:], run: Fixtures.run, maxParallel: 2)
        _ = machine.handle(.begin)
        guard case .settle(let step, .cancelled, _, _, _)? = machine.handle(.cancel).first else {
            Issue.record("the wait was not ended")
            return
        }
        #expect(step.path == "c")
        guard case .finish(.cancelled, _, _)? = machine.handle(.finished(.init("a"), .init(status: .cancelled))).first
        else {
            Issue.record("the run did not end")
            return
        }
        #expect(machine.isFinished)
        #expect(machine.handle(.begin).isEmpty)
    }

    @Test func outputsWithoutValueAreNull() throws {
        let workflow = try load(
            "  - {id: a, uses: echo@1, if: false}\n", tail: "outputs: {x: '${{ steps.a.output.y }}', z: 'a ${{ 1 }}'}\n"
        )
        #expect(simulation().run(workflow).outputs == ["x": nil, "z": "a 1"])
    }
}
