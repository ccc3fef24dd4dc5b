package import JSON
package import Model
package import Policy
package import Tooling
package import Workflows

/// Runs workflows over recordings: through the same executor and driver as any run, with nothing behind it but what was
/// recorded.
///
/// The same workflow over the same recording gives the same outcome: times, pauses, identifiers and the decisions of
/// people are the recorded ones, and a step is told what it was told then.
package struct Replayer: Sendable {
    private let registry: ToolRegistry
    private let rules: RedactionRules
    private let load: WorkflowRunner.Load

    /// What came of a replay.
    package struct Result: Sendable {
        package let outcome: RunOutcome
        /// What the workflow asked that the recording cannot tell.
        package let unrecorded: [UnrecordedCall]
    }

    /// - Parameters:
    ///   - registry: The tools, for their contracts; none of them is run.
    ///   - load: Loads the pinned text of a run.
    package init(registry: ToolRegistry, rules: RedactionRules, load: @escaping WorkflowRunner.Load) {
        self.registry = registry
        self.rules = rules
        self.load = load
    }

    /// Runs a workflow over a recording.
    ///
    /// - Parameters:
    ///   - inputs: Complete, as `Workflow.resolveInputs` gives them.
    ///   - key: Makes the tokens of secrets; that of the recorded session where it is known.
    ///   - bodies: Reads a body that the recording only refers to.
    package func replay(
        _ workflow: Workflow, inputs: JSONObject, over recording: Recording, key: [UInt8] = [0],
        bodies: @escaping @Sendable (BodyReference) async throws -> [UInt8]? = { _ in nil }
    ) async throws -> Result {
        let answers = RecordedAnswers(recording, bodies: bodies)
        let manager = SessionManager(
            store: ReplayStore(key: key), clock: StandingClock(now: recording.started),
            identifiers: ReplayIdentifiers(run: recording.run, session: recording.session))
        let executor = ToolExecutor(
            registry: answers.tools(of: registry), catalog: recording.catalog, roots: [], rules: rules, extents: [],
            stamps: NoStamps(), manager: manager, timer: StillTimer(sleep: .ends), deadlines: StillTimer(sleep: .fails))
        // Nobody asks for a replay's end from elsewhere: the look for it sleeps until the run is over.
        let runner = WorkflowRunner(
            manager: manager, executor: executor, principal: Principal(name: "replay", kind: .person), rights: .all,
            load: load, pause: { try await Task.sleep(for: .seconds(86_400)) })
        let place = WorkflowRunner.Place.new(
            title: recording.title, labels: [:], window: WindowSet(window: recording.window, origin: "given"))
        var ended = try await runner.start(workflow, inputs: inputs, in: place, watch: { _ in })
        while ended.status == .waiting, try await decide(in: ended.session, recording.decisions, manager) {
            guard let next = try await runner.resume(ended.session, watch: { _ in }).last else { break }
            ended = next
        }
        let snapshot = try await manager.snapshot(of: ended.session)
        guard let run = snapshot.state.run(ended.run) else {
            throw SessionsError(.corrupt, "the replay of \(recording.run) left no run")
        }
        return Result(outcome: RunOutcome(of: run, in: snapshot), unrecorded: answers.unrecorded)
    }

    /// Gives the recorded answers to what the run waits for; false when there is none.
    private func decide(
        in session: Session, _ decisions: [RecordedDecision], _ manager: SessionManager
    ) async throws -> Bool {
        let state = await session.state
        var hasDecided = false
        for wait in state.waits where wait.decision == nil {
            let place = StepPlace(wait.request.step)
            guard let known = decisions.last(where: { $0.step == place && $0.purpose == wait.request.purpose }) else {
                continue
            }
            let open = SessionManager.OpenWait(session: session, title: state.title, wait: wait)
            try await manager.decide(
                open, known.decision, answer: known.answer, reason: known.reason,
                by: Principal(name: "replay", kind: .person))
            hasDecided = true
        }
        return hasDecided
    }
}

/// Evidence of a replay is never used again by its key: each call asks the recording.
private struct NoStamps: SourceStamping {
    func look(at source: Source) -> SourceLook? { nil }
}
