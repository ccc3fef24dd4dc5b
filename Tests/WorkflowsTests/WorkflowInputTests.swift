import JSON
import Model
import Testing
import Tooling

@testable import Workflows

@Suite struct WorkflowInputTests {
    static let head = """
        inputs:
          service: {type: string, pattern: '^[a-z]+$', description: The service}
          count: {type: integer, default: 3}
          ratio: {type: number, default: 0.5}
          deep: {type: boolean, default: false}
          names: {type: list, default: []}
          labels: {type: map, default: {}}
          mode: {type: string, enum: [fast, slow], default: fast}
          plan: {type: source, kind: terraform-plan}
          note: {type: string, default: null}

        """

    private func workflow() throws -> Workflow {
        try Fixtures.load(Fixtures.text(steps: "  - {id: a, uses: echo@1}\n", head: Self.head)).get()
    }

    @Test func whatIsNotGivenIsFilledIn() throws {
        let inputs = try workflow().resolveInputs(
            given: ["service": "web"], texts: ["count": "7", "names": "[\"a\"]", "deep": "true"],
            defaults: ["ratio": 1, "other": 2],
            sources: Fixtures.sources)
        #expect(
            inputs == [
                "service": "web", "count": 7, "ratio": 1, "deep": true, "names": ["a"], "labels": [:], "mode": "fast",
                "plan": "plan",
                "note": nil,
            ])
    }

    @Test(arguments: [
        (["servise": "x"], InputProblem.Code.unknown, "did you mean `service`?"),
        ([:], .missing, "--set service=…: The service"),
        (["service": "A1"], .invalidValue, "pattern"), (["service": "a", "count": "many"], .invalidValue, "integer"),
        (["service": "a", "count": "1.5"], .invalidValue, "integer"),
        (["service": "a", "deep": "yes"], .invalidValue, "boolean"),
        (["service": "a", "mode": "quick"], .invalidValue, "one of"),
        (["service": "a", "plan": "pln"], .invalidValue, "did you mean `plan`?"),
        (["service": "a", "plan": "app"], .invalidValue, "of kind logs"),
        (["service": "a", "names": "{"], .invalidValue, "JSON"),
    ])
    func whatIsWrongIsTold(_ texts: [String: String], _ code: InputProblem.Code, _ words: String) throws {
        let workflow = try workflow()
        let failure = #expect(throws: InputProblems.self) {
            try workflow.resolveInputs(texts: texts, sources: Fixtures.sources)
        }
        let problem = try #require(failure?.problems.first)
        #expect(problem.code == code)
        #expect((problem.message + (problem.hint ?? "")).contains(words), "\(problem)")
    }

    @Test func severalSourcesAskForAChoice() throws {
        let head = "inputs: {logs: {type: source, kind: logs}}\n"
        let workflow = try Fixtures.load(Fixtures.text(steps: "  - {id: a, uses: echo@1}\n", head: head)).get()
        let failure = #expect(throws: InputProblems.self) { try workflow.resolveInputs(sources: Fixtures.sources) }
        #expect(failure?.hint == "choose one: --set logs=app")
    }
}
