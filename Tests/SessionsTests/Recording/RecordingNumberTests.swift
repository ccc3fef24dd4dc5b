import JSON
import Model
import Policy
import Sessions
import Store
import TestSupport
import Testing
import Tooling
import Workflows

/// Gives a whole number where a fraction may stand.
private struct Weigh: Tool {
    struct Input: Codable, Sendable {}
    struct Output: Codable, Sendable { let weight: Double }

    static var contract: ToolContract {
        ToolContract(
            name: "weigh", title: "Weigh", summary: "Weighs.", input: .object([]),
            output: .object([.required("weight", .number, "The weight.")]))
    }

    static func access(_ input: Input) -> [Access] { [] }

    func run(_ input: Input, in context: ToolContext) async throws -> ToolResult<Output> {
        ToolResult(output: Output(weight: 100), coverage: [], summary: "heavy")
    }
}

/// A run and its replay compute with the same numbers, though JSON does not tell 100.0 from 100.
@Suite struct RecordingNumberTests {
    @Test func aWholeNumberIsStillADouble() async throws {
        let world = try World()
        let registry = ToolRegistry([RegisteredTool(Weigh())])
        let text = """
            schema: 1
            name: test
            version: 1.0.0
            steps:
              - {id: weigh, uses: weigh@1}
              - {id: told, finding: {statement: 'Half: ${{ 0.5 * steps.weigh.output.weight }}', severity: low, citations: [{step: weigh, pointer: /weight}]}}

            """
        let load: WorkflowRunner.Load = { text, name, _ in
            try WorkflowLoader(tools: registry.all.map(\.contract)).load(text: text, path: name).get()
        }
        let workflow = try load(text, "test", [:])
        let executor = ToolExecutor(
            registry: registry, catalog: SourceCatalog([]), roots: [], rules: try RedactionRules(), extents: [],
            stamps: SteadySources(), manager: world.manager)
        let runner = WorkflowRunner(
            manager: world.manager, executor: executor, principal: World.ada, rights: .all, load: load,
            pause: World.never)
        let ended = try await runner.start(workflow, inputs: [:], in: World.place, watch: { _ in })
        let snapshot = try await world.manager.snapshot(of: ended.session)
        let run = try #require(snapshot.state.run(ended.run))
        let wanted = RunOutcome(of: run, in: snapshot)
        #expect(wanted.findings.map(\.statement) == ["Half: 50"])
        // As a database or a file keeps it, which does not tell that it was a fraction.
        let recorded = try await Recording(of: run, in: snapshot, .run, registry: registry)
        let recording = try JSONValue(parsing: JSONValue(encoding: recorded).canonicalBytes()).decode(Recording.self)
        #expect(recording.evidence.first?.output["weight"]?.numberValue?.isWrittenAsInteger == true)
        let replay = try await Replayer(registry: registry, rules: try RedactionRules(), load: load)
            .replay(workflow, inputs: [:], over: recording)
        #expect(replay.outcome.differences(from: wanted) == [])
        // Evidence that is used again is the same as evidence that is new.
        let again = try await runner.start(workflow, inputs: [:], in: .existing(ended.session), watch: { _ in })
        #expect(again.status == .succeeded)
    }
}
