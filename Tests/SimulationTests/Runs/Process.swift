import JSON
import Model
import Policy
import Sessions
import Store
import Synchronization
import Tooling
import Workflows

/// One simulated process with all that it needs to drive a run.
struct Process: Sendable {
    let executor: SimulatedProcess
    let store: ProcessStore
    let manager: SessionManager
    let runner: WorkflowRunner

    static let ada = Principal(name: "local:ada", kind: .person)
    static let window = Window(
        TimeSpan(
            start: SimulatedCalendar.start.advanced(byNanoseconds: -3_600_000_000_000), end: SimulatedCalendar.start))

    private struct SteadySources: SourceStamping {
        func look(at source: Source) -> SourceLook? { SourceLook(stamp: "steady") }
    }

    init(_ store: ProcessStore, of plan: Story.Plan) throws {
        let seed = plan.seed
        self.store = store
        executor = store.process
        let scheduler = executor.scheduler
        let clock = SimulatedClock(scheduler: scheduler)
        manager = SessionManager(
            store: store, clock: SimulatedCalendar(scheduler: scheduler),
            identifiers: SeededIdentifiers(seed: seed &* 1000 &+ UInt64(executor.number)), tasks: executor,
            outlinePage: 7)
        let tools = ToolExecutor(
            registry: try ToolRegistry(simulating: seed, in: store), catalog: SourceCatalog([]), roots: [],
            rules: plan.rules, extents: [], stamps: SteadySources(), manager: manager, timer: clock)
        runner = WorkflowRunner(
            manager: manager, executor: tools, principal: Self.ada, rights: .all,
            load: { text, _, _ in try plan.workflow.load(pinned: text) },
            pause: { try await clock.sleep(for: .seconds(5)) })
    }

    /// Tells the audit what this process tells whoever watches it.
    var watch: @Sendable (RunProgress) -> Void {
        { [store] news in
            guard !store.isLost else { return }
            store.database.state.withLock { state in
                switch news {
                case .stepFinished(let step, _, _): state.audit.tell(step)
                default: break
                }
            }
        }
    }
}

/// Identifiers that look random and are the same in each run.
private final class SeededIdentifiers: IdentifierSource {
    private let random: Mutex<SeededGenerator>

    init(seed: UInt64) { random = Mutex(SeededGenerator(state: seed)) }

    func next() -> (high: UInt64, low: UInt64) { random.withLock { ($0.next(), $0.next()) } }
}
