import JSON
import Model
import Policy
import Sessions
import Store
import TestSupport
import Tooling
import Workflows

/// A run that was made once, and can be replayed.
struct RecordedRun: Sendable {
    let world: World
    let session: Session
    let run: RunID
    let workflow: Workflow

    /// Runs steps in a new session; `decide` answers while the run waits.
    init(
        _ steps: String, head: String = "", tail: String = "", inputs: JSONObject = [:], in world: World,
        decide: (World, Session) async throws -> Void = { _, _ in }
    ) async throws {
        self.world = world
        workflow = try world.workflow(steps, head: head, tail: tail)
        let runner = world.runner()
        let first = try await runner.start(
            workflow, inputs: try workflow.resolveInputs(given: inputs), in: World.place, watch: { _ in })
        session = first.session
        run = first.run
        guard first.status == .waiting else { return }
        try await decide(world, session)
        _ = try await runner.resume(session, watch: { _ in })
    }

    func snapshot() async throws -> (SessionSnapshot, RunState) {
        let snapshot = try await world.manager.snapshot(of: session)
        guard let state = snapshot.state.run(run) else { throw TestFailure("the run is gone") }
        return (snapshot, state)
    }

    func outcome() async throws -> RunOutcome {
        let (snapshot, run) = try await snapshot()
        return RunOutcome(of: run, in: snapshot)
    }

    func recording(_ extent: Recording.Extent = .run, keepingBodies: Bool = false) async throws -> Recording {
        let (snapshot, run) = try await snapshot()
        return try await Recording(of: run, in: snapshot, extent, registry: world.executor.registry) { body in
            guard keepingBodies else { return nil }
            return try await world.store.blob(body.sha256, range: 0..<body.length)
                .map { String(decoding: $0, as: UTF8.self) }
        }
    }

    /// The case as it is read back from its text.
    func recordedCase(keepingBodies: Bool = false) async throws -> RecordedCase {
        let recorded = RecordedCase(
            workflow: workflow.name, version: workflow.version,
            recording: try await recording(keepingBodies: keepingBodies), expected: try await outcome())
        return try RecordedCase(text: try recorded.text, path: "case.json")
    }

    /// Replays the run, or other steps, over what it recorded.
    func replay(_ other: Workflow? = nil, over recording: Recording? = nil) async throws -> Replayer.Result {
        let workflow = other ?? workflow
        let own: Recording
        if let recording { own = recording } else { own = try await recordedCase().recording }
        let given = own.inputs.filter { name, _ in workflow.inputs.contains { $0.name == name } }
        return try await Self.replayer(world).replay(
            workflow, inputs: try workflow.resolveInputs(given: given), over: own)
    }

    static func replayer(_ world: World) throws -> Replayer {
        let tools = world.executor.registry.all.map(\.contract)
        return Replayer(
            registry: world.executor.registry, rules: try RedactionRules(),
            load: { text, name, _ in try WorkflowLoader(tools: tools).load(text: text, path: name).get() })
    }
}

extension Recording {
    /// The same with something changed in its JSON, as an editor or a hostile hand would.
    func edited(_ edit: (inout JSONObject) throws -> Void) throws -> Recording {
        var object = try JSONValue(encoding: self).objectValue ?? [:]
        try edit(&object)
        return try JSONValue.object(object).decode(Recording.self)
    }

    /// The same with the output of one tool's evidence changed.
    func tampered(_ place: Int = 0, output: JSONValue) throws -> Recording {
        try edited { object in
            var list = object["evidence"]?.arrayValue ?? []
            var record = list[place].objectValue ?? [:]
            record["output"] = output
            list[place] = .object(record)
            object["evidence"] = .array(list)
        }
    }
}
