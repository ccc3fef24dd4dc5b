import JSON
import Model
import Policy
import Sessions
import Store
import TestSupport
import Tooling
import Workflows

/// Everything that a call or a run needs, with nothing in it that a test cannot repeat.
struct World: Sendable {
    let store: any SessionStore
    let clock: ManualClock
    let manager: SessionManager
    let executor: ToolExecutor
    let calls: CallLog
    let timer: ManualTimer

    static let ada = Principal(name: "local:ada", kind: .person)
    static let window = Window(
        TimeSpan(start: Timestamp(milliseconds: 1_772_362_800_000), end: Timestamp(milliseconds: 1_772_366_400_000)))

    static let sources = [
        Source(name: "app", kind: .logs, files: [FileSelection(root: "/app", pattern: "*.log")]),
        Source(name: "web", kind: .logs, files: [FileSelection(root: "/web", pattern: "*.log")]),
        Source(name: "plan", kind: .terraformPlan, files: [FileSelection(root: "/", pattern: "plan.json")]),
    ]

    init(
        store: any SessionStore = InMemoryStore(), seed: UInt64 = 1, budgets: Budgets = Budgets(),
        calls: CallLog = CallLog(), timer: ManualTimer = ManualTimer(patience: .seconds(10)),
        deadlines: ManualTimer? = nil,
        wallClock: (any WallClock)? = nil, sources: [Source] = World.sources,
        stamps: any SourceStamping = SteadySources(), outlinePage: Int = 5,
        work: @escaping FakeTool<Look>.Work = { .found($0.text ?? "nothing", $1) }
    ) throws {
        self.store = store
        self.calls = calls
        self.timer = timer
        clock = ManualClock()
        manager = SessionManager(
            store: store, clock: wallClock ?? clock, identifiers: SeededIdentifierSource(seed: seed),
            outlinePage: outlinePage)
        let registry = ToolRegistry([
            RegisteredTool(FakeTool<Look>(calls: calls, work: work)),
            RegisteredTool(FakeTool<Glance>(calls: calls, work: work)),
        ])
        executor = ToolExecutor(
            registry: registry, catalog: SourceCatalog(sources), roots: [], rules: try RedactionRules(),
            budgets: budgets, extents: [], stamps: stamps, manager: manager, timer: timer,
            deadlines: deadlines)
    }

    func session(_ title: String = "Test", window: Window = World.window) async throws -> Session {
        try await manager.open(
            title: title, owner: Self.ada, window: WindowSet(window: window, origin: "given"))
    }

    func scope(_ session: Session?, rights: Rights = .all, budget: Budget = Budget(), used: BudgetUse = BudgetUse())
        -> CallScope
    {
        CallScope(session: session, principal: Self.ada, rights: rights, budget: budget, used: used)
    }

    /// - Parameter pause: Ends after the time between two looks at whether a run is to end; by default nobody looks.
    func runner(
        rights: Rights = .all, pause: @escaping @Sendable () async throws -> Void = World.never
    ) -> WorkflowRunner {
        let tools = executor.registry.all.map(\.contract)
        return WorkflowRunner(
            manager: manager, executor: executor, principal: Self.ada, rights: rights,
            load: { text, name, _ in try WorkflowLoader(tools: tools).load(text: text, path: name).get() }, pause: pause
        )
    }

    func workflow(_ steps: String, head: String = "", tail: String = "") throws -> Workflow {
        let text = "schema: 1\nname: test\nversion: 1.0.0\n\(head)steps:\n\(steps)\(tail)"
        return try WorkflowLoader(tools: executor.registry.all.map(\.contract)).load(text: text, path: "test.yaml")
            .get()
    }

    /// Waits until its task is cancelled.
    static let never: @Sendable () async throws -> Void = { try await Task.sleep(for: .seconds(1 << 30)) }

    static let place = WorkflowRunner.Place.new(
        title: "Test", labels: [:], window: WindowSet(window: World.window, origin: "given"))
}

extension ToolResult where Output == JSONValue {
    static func found(_ text: String, _ context: ToolContext) -> ToolResult { .found(text) }
}

extension CallRequest {
    /// A call of the fake tool.
    static func look(
        _ text: String = "hello", source: String? = "app", tool: String = "look", cache: CacheMode = .use,
        timeout: Duration = standardTimeout
    ) -> CallRequest {
        var arguments: JSONObject = ["text": .string(text)]
        if let source { arguments["source"] = .string(source) }
        return CallRequest(tool: tool, arguments: .object(arguments), cache: cache, timeout: timeout)
    }
}

/// All the entries of a journal.
func journal(of session: SessionID, in store: any SessionStore) async throws -> [Entry] {
    try await store.entries(of: session, after: 0, limit: 10_000)
}

extension Session {
    /// Takes parts out of entries, under an entry that tells of it.
    func remove(_ removals: [Removal], telling event: Event, by principal: String, at time: Timestamp) async throws {
        let draft = EntryDraft(event, principal: principal, time: time)
        try await append(Batch([draft], removals: removals))
    }
}
