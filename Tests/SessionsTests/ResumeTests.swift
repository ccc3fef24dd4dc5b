import JSON
import Model
import Policy
import Sessions
import Store
import Synchronization
import TestSupport
import Testing
import Tooling
import Workflows

@Suite struct ResumeTests {
    /// A finding without what differs from run to run.
    struct Found: Hashable {
        let statement: String
        let severity: Severity
        let verdict: Verdict
        let quotes: [String]

        init(_ finding: Finding) {
            statement = finding.statement
            severity = finding.severity
            verdict = finding.verdict
            quotes = finding.citations.map(\.quote)
        }
    }

    @Test(arguments: FaultStore.Fault.allCases)
    func aRunThatIsLostAtAnyCommitIsResumed(_ fault: FaultStore.Fault) async throws {
        let undisturbed = try await RunTests.run(try RunTests.world())
        let wanted = Set(await undisturbed.session.state.findings.map { Found($0.finding) })
        #expect(wanted.count == 1)
        var number = 1
        while true {
            let store = FaultStore(failing: number, fault)
            let calls = CallLog()
            do {
                _ = try await RunTests.run(try RunTests.world(store, calls))
                break
            } catch is FaultStore.Lost {}
            number += 1
            guard let summary = try await store.sessions(limit: 1, cursor: nil).sessions.first else { continue }
            let before = SessionState(id: summary.id, folding: try await journal(of: summary.id, in: store))
            let finished = before.calls.compactMap(\.step) + before.failedCalls.compactMap(\.step)
            let made = calls.all.count

            let world = try RunTests.world(store.inner, seed: 77, calls)
            let session = try await world.manager.session(summary.id, briefly: true)
            let ended = try await world.runner().resume(session, watch: { _ in })
            let state = try await session.refresh()
            #expect(ended.map(\.status) == (before.status == .running ? [.succeeded] : []))
            #expect(Set(state.findings.map { Found($0.finding) }) == wanted)
            #expect(state.findings.count == 1)
            #expect(state.runs.map(\.status) == [.succeeded])
            // No attempt that was finished is made again.
            let all = (state.calls.map(\.step) + state.failedCalls.map(\.step)).compactMap { $0 }
            #expect(Set(all).count == all.count)
            #expect(calls.all.count - made == all.count - finished.count)
        }
        #expect(number > 8)
    }

    @Test func aFinishedRunIsNotResumed() async throws {
        let world = try RunTests.world()
        let ended = try await RunTests.run(world)
        let head = await ended.session.state.head
        #expect(try await world.runner().resume(ended.session, watch: { _ in }).isEmpty)
        #expect(await ended.session.state.head == head)
    }

    /// A world whose tool waits at a gate.
    static func held(_ store: FaultStore, _ gate: Gate, clock: any WallClock = ManualClock()) throws -> World {
        try World(store: store, wallClock: clock) { input, _ in
            await gate.pass()
            return .found(input.text ?? "")
        }
    }

    static func one(_ world: World) throws -> Workflow {
        try world.workflow("  - {id: one, uses: look@1, with: {source: app, text: one}}\n")
    }

    @Test func ofTwoDriversAtOnceOneIsRefused() async throws {
        let gate = Gate()
        let store = FaultStore()
        let world = try Self.held(store, gate)
        let workflow = try Self.one(world)
        let running = Task { try await world.runner().start(workflow, inputs: [:], in: World.place, watch: { _ in }) }
        await gate.whenHeld()
        let other = try World(store: store.inner, seed: 2)
        let session = try await other.manager.resolve("@last")
        let error = await #expect(throws: SessionsError.self) {
            try await other.runner().resume(session, watch: { _ in })
        }
        #expect(error?.kind == .driven)
        await gate.open()
        #expect(try await running.value.status == .succeeded)
        #expect(other.calls.all.isEmpty)
        #expect(try await other.runner().resume(session, watch: { _ in }).isEmpty)
    }

    @Test func aRunCanBeTakenFromItsDriver() async throws {
        let gate = Gate()
        let store = FaultStore()
        let world = try Self.held(store, gate)
        let workflow = try Self.one(world)
        let running = Task { try await world.runner().start(workflow, inputs: [:], in: World.place, watch: { _ in }) }
        await gate.whenHeld()
        let other = try World(store: store.inner, seed: 2)
        let session = try await other.manager.resolve("@last")
        let ended = try await other.runner().resume(session, takingOver: true, watch: { _ in })
        #expect(ended.map(\.status) == [.succeeded])
        #expect(other.calls.all.count == 1)
        let state = try await session.refresh()
        #expect(try await store.inner.token(of: try #require(state.runs.first).id) == 2)
        // Forced, and written down as such.
        let entries = try await store.inner.entries(of: session.id, after: 0, limit: 99)
        let taken = entries.compactMap { entry -> RunTaken? in
            guard case .runTaken(let taken) = Event(entry) else { return nil }
            return taken
        }
        #expect(taken.map(\.from) == [nil, "another process"])
        await gate.open()
        let error = await #expect(throws: StoreError.self) { try await running.value }
        #expect(error?.kind == .fenced)
        #expect(try await session.refresh().head == state.head)
    }

    @Test func aDriverThatLostTheRunEndsItsCalls() async throws {
        let calls = CallLog()
        let store = InMemoryStore()
        let begun = Gate()
        let world = try World(store: store, calls: calls) { _, _ in
            // A call that ends only when it is told to.
            await begun.pass()
            try await Task.sleep(for: .seconds(3600))
            return .found("never")
        }
        let workflow = try Self.one(world)
        let runner = world.runner(pause: { await Task.yield() })
        let running = Task { try await runner.start(workflow, inputs: [:], in: World.place, watch: { _ in }) }
        await begun.whenHeld()
        await begun.open()
        let other = try World(store: store, seed: 2)
        let session = try await other.manager.resolve("@last")
        #expect(
            try await other.runner().resume(session, takingOver: true, watch: { _ in }).map(\.status) == [.succeeded])
        let error = await #expect(throws: StoreError.self) { try await running.value }
        #expect(error?.kind == .fenced)
    }

    @Test func clocksThatJumpDecideNothing() async throws {
        let gate = Gate()
        let store = FaultStore()
        let clock = JumpingClock(seed: 5)
        let world = try Self.held(store, gate, clock: clock)
        let workflow = try Self.one(world)
        let running = Task { try await world.runner().start(workflow, inputs: [:], in: World.place, watch: { _ in }) }
        await gate.whenHeld()
        let other = try World(store: store.inner, seed: 2, wallClock: JumpingClock(seed: 6))
        let session = try await other.manager.resolve("@last")
        // However many years have passed by whose clock, the run is its driver's.
        for _ in 0..<50 {
            let error = await #expect(throws: SessionsError.self) {
                try await other.runner().resume(session, watch: { _ in })
            }
            #expect(error?.kind == .driven)
        }
        await gate.open()
        #expect(try await running.value.status == .succeeded)
        #expect(other.calls.all.isEmpty)
        #expect(clock.hasGoneBack)
    }

    @Test func aDriverThatLostTheRunCannotWrite() async throws {
        let gate = Gate()
        let store = FaultStore()
        let world = try Self.held(store, gate)
        let workflow = try Self.one(world)
        let told = Mutex<[RunStatus]>([])
        let running = Task {
            try await world.runner().start(workflow, inputs: [:], in: World.place) { progress in
                if case .runFinished(let status) = progress { told.withLock { $0.append(status) } }
            }
        }
        await gate.whenHeld()
        // As if its lock had been taken for dead.
        for lease in store.leases { await lease.release() }
        let other = try World(store: store.inner, seed: 2)
        let session = try await other.manager.resolve("@last")
        #expect(try await other.runner().resume(session, watch: { _ in }).map(\.status) == [.succeeded])
        let head = try await session.refresh().head
        await gate.open()
        let error = await #expect(throws: StoreError.self) { try await running.value }
        #expect(error?.kind == .fenced)
        #expect(try await session.refresh().head == head)
        #expect(told.withLock { $0 }.isEmpty)
    }

    @Test func aCancelledRunGoesOnWhereItStood() async throws {
        let timer = ManualTimer()
        let calls = CallLog()
        let store = InMemoryStore()
        let world = try World(store: store, calls: calls, timer: timer) { input, _ in
            if input.text == "two", calls.count(of: "two") == 1 { try await timer.sleep(for: .seconds(86_400)) }
            return .found(input.text ?? "")
        }
        let workflow = try world.workflow(
            """
              - {id: one, uses: look@1, with: {source: app, text: one}}
              - {id: two, uses: look@1, with: {source: app, text: two}}

            """)
        let running = Task { try await world.runner().start(workflow, inputs: [:], in: World.place, watch: { _ in }) }
        await timer.whenSleeping(2)
        running.cancel()
        await #expect(throws: CancellationError.self) { try await running.value }
        let session = try await world.manager.resolve("@last")
        #expect(await session.state.status == .running)
        let started = Mutex<[String]>([])
        let ended = try await world.runner().resume(session) { progress in
            if case .stepStarted(let step) = progress { started.withLock { $0.append(step.path) } }
        }
        #expect(ended.map(\.status) == [.succeeded])
        #expect(calls.all == ["one", "two", "two"])
        #expect(started.withLock { $0 } == ["two"])
    }

    @Test func resumesWithThePinnedText() async throws {
        let store = FaultStore(failing: 2)
        let world = try World(store: store)
        let workflow = try Self.one(world)
        await #expect(throws: FaultStore.Lost.self) {
            try await world.runner().start(workflow, inputs: [:], in: World.place, watch: { _ in })
        }
        let other = try World(store: store.inner, seed: 2)
        let loaded = Mutex<[String]>([])
        let tools = other.executor.registry.all.map(\.contract)
        let runner = WorkflowRunner(
            manager: other.manager, executor: other.executor, principal: World.ada, rights: .all,
            load: { text, name, _ in
                loaded.withLock { $0.append(text) }
                return try WorkflowLoader(tools: tools).load(text: text, path: name).get()
            })
        _ = try await runner.resume(try await other.manager.resolve("@last"), watch: { _ in })
        #expect(loaded.withLock { $0 } == [workflow.text])
    }
}
