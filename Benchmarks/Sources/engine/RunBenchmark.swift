import JSON
import Model
import Policy
import Sessions
import Store
import Tooling
import Workflows

/// What a step costs from the machine's decision to the commit, which is left out: calls through the executor, entries
/// of the journal with their hashes, the session's state.
struct RunBenchmark {
    private static let rounds = 9

    private struct Steady: SourceStamping {
        func look(at source: Source) -> SourceLook? { nil }
    }

    /// - Parameter only: `chain` or `wide`; nil for both.
    func run(only: String?) async throws {
        for (name, text) in [("chain", Bench.chain), ("wide", Bench.wide)] where only == nil || only == name {
            try await measure("run.\(name)", text)
        }
    }

    private func measure(_ name: String, _ text: String) async throws {
        let workflow = try Bench.load(text)
        var (time, processor) = (Double.infinity, Double.infinity)
        let clock = ContinuousClock()
        // Each session is kept, so that the next cannot use its memory again.
        var sessions = [try await drive(workflow)]
        let memory = ProcessFigures.residentBytes
        for _ in 0..<Self.rounds {
            let (start, used) = (clock.now, ProcessFigures.processorTime)
            sessions.append(try await drive(workflow))
            processor = min(processor, ProcessFigures.processorTime - used)
            time = min(time, (clock.now - start) / .nanoseconds(1))
        }
        let growth = withExtendedLifetime(sessions) { ProcessFigures.residentBytes - memory } / Self.rounds
        report("\(name).time", time / Double(Bench.steps) / 1000, "us/step")
        report("\(name).processor", processor / Double(Bench.steps) / 1000, "us/step")
        report("\(name).memory", Double(growth) / Double(Bench.steps), "B/step")
    }

    private func drive(_ workflow: Workflow) async throws -> Session {
        let manager = SessionManager(
            store: ForgetfulStore(), clock: SystemWallClock(), identifiers: SystemIdentifierSource())
        let executor = ToolExecutor(
            registry: ToolRegistry([RegisteredTool(NoTool())]), catalog: SourceCatalog([]), roots: [],
            rules: try RedactionRules(), extents: [], stamps: Steady(), manager: manager)
        let runner = WorkflowRunner(
            manager: manager, executor: executor, principal: Principal(name: "local:bench", kind: .person),
            rights: .all, load: { _, _, _ in workflow })
        let end = Timestamp(milliseconds: 1_772_366_400_000)
        let window = Window(TimeSpan(start: Timestamp(milliseconds: 1_772_362_800_000), end: end))
        let place = WorkflowRunner.Place.new(
            title: "Bench", labels: [:], window: WindowSet(window: window, origin: "given"))
        let ended = try await runner.start(workflow, inputs: [:], in: place) { _ in }
        guard ended.status == .succeeded else { throw Bench.Failure(description: "it \(ended.status)") }
        return ended.session
    }
}
