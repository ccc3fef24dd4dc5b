import JSON
import Model
import Policy
import Sessions
import Store
import TestSupport
import Testing
import Tooling
import Workflows

@Suite struct ToolExecutorTests {
    /// What a call that has to fail failed with.
    static func failure(
        _ world: World, _ request: CallRequest, _ scope: CallScope
    ) async throws -> ToolError {
        try await #require(throws: ToolError.self) { try await world.executor.call(request, in: scope) }
    }

    // MARK: The order of the pipeline

    @Test func ofAFailedCallOutsideARunLittleIsKept() async throws {
        let world = try World()
        let session = try await world.session()
        let long = String(repeating: "x", count: 200_000)
        _ = try? await world.executor.call(.look(long, source: "none"), in: world.scope(session))
        _ = try? await world.executor.call(.look("short", source: "none"), in: world.scope(session))
        let failed = await session.state.failedCalls
        #expect(failed.map { $0.arguments["text"] } == [nil, "short"])
        // Of those of runs, which a replay needs, the journal keeps all and the memory little.
        let workflow = try world.workflow("  - {id: a, uses: look@1, with: {source: none, text: '\(long)'}}\n")
        _ = try await world.runner().start(workflow, inputs: [:], in: .existing(session)) { _ in }
        let entries = try await journal(of: session.id, in: world.store).filter { $0.kind == CallFailed.kind }
        #expect(entries.last?.payload.map { $0.count > long.count } == true)
        #expect(await session.state.failedCalls.last?.arguments == .null)
    }

    @Test func whoHasNoRoomIsToldSoBeforeAnythingElse() async throws {
        let world = try World()
        let session = try await world.session()
        var limits = PrincipalLimits.none
        limits.bytes = 1
        let room = StorageRoom(world.store, of: World.ada.name, limits) { .zero }
        let scope = CallScope(session: session, principal: World.ada, rights: .all, room: room)
        let error = try await #require(throws: ToolError.self) {
            try await world.executor.call(.look(source: "none"), in: scope)
        }
        #expect(error.kind == .budget)
        #expect(await session.state.failedCalls.map(\.arguments) == [.null])
    }

    @Test func whatFailedCallsStoreCounts() async throws {
        let world = try World()
        let session = try await world.session()
        var limits = PrincipalLimits.none
        limits.bytes = 12_000
        let room = StorageRoom(world.store, of: World.ada.name, limits) { .zero }
        let scope = CallScope(session: session, principal: World.ada, rights: .all, room: room)
        let text = String(repeating: "x", count: 3500)
        for _ in 0..<5 { _ = try? await world.executor.call(.look(text, source: "none"), in: scope) }
        let kinds = await session.state.failedCalls.map(\.error.kind)
        #expect(kinds.first != .budget && kinds.last == .budget)
        // As after a restart.
        let fresh = StorageRoom(world.store, of: World.ada.name, limits) { .zero }
        await #expect(throws: ToolError.self) { try await fresh.checkBytes() }
    }

    @Test func validatesThenAuthorisesThenChecksTheBudgetThenRuns() async throws {
        let world = try World()
        let session = try await world.session()
        let nothing = Rights(tools: [], sources: [])
        let spent = Budget(calls: 0)
        let wrong = CallRequest(tool: "look", arguments: ["source": "app", "limit": 3])
        let scope = world.scope(session, rights: nothing, budget: spent)
        // A tool that may not be used is as one that is not there, so nobody is told what it takes.
        #expect(try await Self.failure(world, wrong, scope).kind == .notPermitted)
        #expect(try await Self.failure(world, .look(), scope).kind == .notPermitted)
        let sources = world.scope(session, rights: Rights(tools: ["*"], sources: []), budget: spent)
        #expect(try await Self.failure(world, wrong, sources).kind == .validation)
        #expect(try await Self.failure(world, .look(), sources).kind == .notPermitted)
        #expect(try await Self.failure(world, .look(), world.scope(session, budget: spent)).kind == .budget)
        #expect(world.calls.all.isEmpty)
        _ = try await world.executor.call(.look(), in: world.scope(session))
        #expect(world.calls.all == ["hello"])
    }

    @Test(arguments: [
        (CallRequest(tool: "nothing", arguments: [:]), ToolError.Kind.notFound, "no tool"),
        (CallRequest(tool: "look", version: 2, arguments: [:]), .validation, "version 2"),
        (CallRequest(tool: "look", arguments: ["text": 1]), .validation, "/text"),
        (CallRequest(tool: "look", arguments: ["texts": "x"]), .validation, "texts"),
        (CallRequest(tool: "look", arguments: []), .validation, "wrong"),
        (
            CallRequest(tool: "look", arguments: ["text": .string(String(repeating: "x", count: 262_144))]),
            .validation, "256 KiB"
        ),
        (.look(source: "plan"), .validation, "terraform-plan"),
    ])
    func refusesWhatIsWrong(_ request: CallRequest, _ kind: ToolError.Kind, _ words: String) async throws {
        let world = try World()
        let error = try await Self.failure(world, request, world.scope(try await world.session()))
        #expect(error.kind == kind)
        #expect(error.message.contains(words))
        #expect(world.calls.all.isEmpty)
    }

    @Test func aRefusedToolLooksLikeAnUnknownOne() async throws {
        let world = try World()
        let scope = world.scope(nil, rights: Rights(tools: ["look", "nothing"], sources: ["*"]))
        let refused = try await Self.failure(world, .look(tool: "glance"), scope)
        let absent = try await Self.failure(world, .look(tool: "absent"), scope)
        let named = try await Self.failure(world, .look(tool: "nothing"), scope)
        #expect(refused.message.replacing("glance", with: "T") == absent.message.replacing("absent", with: "T"))
        #expect(named.message.replacing("nothing", with: "T") == absent.message.replacing("absent", with: "T"))
        #expect(refused.hint == absent.hint && refused.hint?.contains("glance") == false)
        #expect(refused.kind == .notPermitted && absent.kind == .notPermitted && named.kind == .notPermitted)
        // Each is written down, with who asked.
        let journal = try await journal(of: .server, in: world.store)
        #expect(journal.map(\.kind) == [CallFailed.kind, CallFailed.kind, CallFailed.kind])
        #expect(journal.allSatisfy { $0.principal == World.ada.name })
    }

    @Test func whatSeveralRolesAllowIsNotMixed() async throws {
        let world = try World()
        let rights = Rights([
            Rights.Grant(tools: ["look"], sources: ["app"], roots: []),
            Rights.Grant(tools: ["glance"], sources: ["web"], roots: []),
            Rights.Grant(tools: ["*"], sources: ["*"], roots: [], asks: false),
        ])
        let scope = world.scope(nil, rights: rights)
        _ = try await world.executor.call(.look(source: "app"), in: scope)
        _ = try await world.executor.call(.look(source: "web", tool: "glance"), in: scope)
        #expect(try await Self.failure(world, .look(source: "web"), scope).kind == .notPermitted)
        #expect(try await Self.failure(world, .look(source: "app", tool: "glance"), scope).kind == .notPermitted)
    }

    @Test func aRefusedSourceLooksLikeAnUnknownOne() async throws {
        let refused = try World()
        let unknown = try World(sources: World.sources.filter { $0.name == "app" })
        let rights = Rights(tools: ["*"], sources: ["app"])
        for name in ["web", "plan"] {
            let first = try await Self.failure(refused, .look(source: name), refused.scope(nil, rights: rights))
            let second = try await Self.failure(unknown, .look(source: name), unknown.scope(nil, rights: rights))
            #expect(first == second)
            #expect(first.kind == .notPermitted)
        }
        // Nor does a hint name what may not be read.
        let plan = Rights(tools: ["*"], sources: ["plan"])
        let error = try await Self.failure(refused, .look(source: "plan"), refused.scope(nil, rights: plan))
        #expect(error.kind == .validation && !"\(error)".contains("web") && !"\(error)".contains("app"))
    }

    @Test func lendsOnlyTheSourcesThatWereAuthorised() async throws {
        let world = try World { input, context in .found(context.sources.all.map(\.name).joined(separator: ",")) }
        let rights = Rights(tools: ["*"], sources: ["web", "plan"])
        let every = CallRequest(tool: "look", arguments: ["every": true])
        let (evidence, _) = try await world.executor.call(every, in: world.scope(nil, rights: rights))
        #expect(evidence.output["text"] == "web" && evidence.sources == ["web"])
        let both = CallRequest(tool: "look", arguments: ["every": true, "source": "app"])
        let (all, _) = try await world.executor.call(both, in: world.scope(nil))
        #expect(all.sources == ["app", "web"])
    }

    // MARK: Running

    @Test func endsACallAtItsDeadline() async throws {
        let timer = ManualTimer()
        let world = try World(timer: timer) { _, _ in
            try await timer.sleep(for: .seconds(86_400))
            return .found("late")
        }
        let session = try await world.session()
        let call = Task { try await Self.failure(world, .look(timeout: .seconds(5)), world.scope(session)) }
        await timer.whenSleeping(2)
        timer.advance(by: .seconds(4))
        #expect(await session.state.failedCalls.isEmpty)
        timer.advance(by: .seconds(1))
        #expect(try await call.value.kind == .timeout)
        #expect(await session.state.failedCalls.map(\.error.kind) == [.timeout])
    }

    /// A tool that can tell what it has need not be cut off.
    @Test func tellsAToolThatItsTimeIsNearlyOver() async throws {
        let timer = ManualTimer()
        let world = try World(timer: timer) { _, context in
            var told: [Bool] = []
            for _ in 0..<5 {
                told.append(context.isShortOfTime())
                timer.advance(by: .seconds(1))
            }
            return .found("\(told)")
        }
        let session = try await world.session()
        let (evidence, _) = try await world.executor.call(.look(timeout: .seconds(6)), in: world.scope(session))
        #expect(evidence.output["text"] == .string("\([false, false, false, false, false])"))
        let (other, _) = try await world.executor.call(
            .look("again", timeout: .milliseconds(5000)), in: world.scope(session))
        #expect(other.output["text"] == .string("\([false, false, false, false, true])"))
    }

    /// Or whoever goes away just before each end could read for nothing, and leave no trace.
    @Test func aCancelledCallIsJournalledAndCounted() async throws {
        let timer = ManualTimer()
        let world = try World(timer: timer) { _, _ in
            try await timer.sleep(for: .seconds(86_400))
            return .found("late")
        }
        let session = try await world.session()
        let call = Task { try await world.executor.call(.look(), in: world.scope(session)) }
        await timer.whenSleeping(2)
        call.cancel()
        await #expect(throws: CancellationError.self) { try await call.value }
        let failed = try #require(await session.state.failedCalls.first)
        #expect(failed.error.kind == .cancelled && failed.sources == ["app"] && failed.cost != nil)
        #expect(await session.state.lostCalls == 1)
    }

    @Test(arguments: [
        (["text": 1] as JSONValue, "breaks its own schema"),
        (["text": "x", "hits": 1001] as JSONValue, "breaks its own schema"),
        (["text": .string(String(repeating: "x", count: 262_144))] as JSONValue, "256 KiB"),
    ])
    func refusesAWrongOutput(_ output: JSONValue, _ words: String) async throws {
        let world = try World { _, _ in ToolResult(output: output, coverage: [], summary: "") }
        let session = try await world.session()
        let error = try await Self.failure(world, .look(), world.scope(session))
        #expect(error.kind == .internal && error.message.contains(words))
        #expect(await session.state.calls.isEmpty)
    }

    /// What is told of each source is bounded as well, so that every record can be taken in elsewhere.
    @Test func refusesARecordThatIsTooLarge() async throws {
        let omitted = (0..<20_000).map { Omission(what: "file \($0)", reason: "it could not be read: no such file") }
        let world = try World { _, _ in
            ToolResult(
                output: ["text": "x"], coverage: [Coverage(source: "app", value: .partial, omitted: omitted)],
                summary: "")
        }
        let session = try await world.session()
        let error = try await Self.failure(world, .look(), world.scope(session))
        #expect(error.kind == .internal && error.message.contains("1024 KiB"))
        #expect(await session.state.calls.isEmpty)
    }

    @Test func refusesABodyThatIsTooLarge() async throws {
        let world = try World { _, _ in
            ToolResult(
                output: ["text": "x"], coverage: [], summary: "",
                body: [UInt8](repeating: 0x61, count: Evidence.maximumBody + 1))
        }
        #expect(try await Self.failure(world, .look(), world.scope(nil)).message.contains("more material"))
    }

    @Test func journalsWhatFailed() async throws {
        struct Odd: Error {}
        let world = try World { input, _ in
            if input.text == "odd" { throw Odd() }
            throw ToolError(.communication, "the source does not answer", hint: "wait")
        }
        let session = try await world.session()
        #expect(try await Self.failure(world, .look(), world.scope(session)).kind == .communication)
        #expect(try await Self.failure(world, .look("odd"), world.scope(session)).kind == .internal)
        let failed = await session.state.failedCalls
        #expect(failed.map(\.error.kind) == [.communication, .internal])
        #expect(failed[0].arguments == ["source": "app", "text": "hello"] && failed[0].tool == "look")
        #expect(failed[0].error.hint == "wait")
    }

    @Test func givesTheToolItsContext() async throws {
        let world = try World { _, context in
            context.progress(Progress(activity: "reading", done: 1))
            return .found("\(context.window == World.window) \(context.now)")
        }
        let session = try await world.session()
        let (evidence, _) = try await world.executor.call(.look(), in: world.scope(session)) { progress in
            #expect(progress.activity == "reading")
        }
        #expect(evidence.output["text"] == "true 2026-03-01T12:00:00.000Z")
        #expect(evidence.window == World.window && evidence.tool == "look" && evidence.version == 1)
        #expect(evidence.coverage.map(\.value) == [.complete])
    }

    // MARK: Evidence

    @Test func storesEvidenceAndEntryInOneCommit() async throws {
        let store = FaultStore(failing: 2)
        let world = try World(store: store)
        let session = try await world.session()
        await #expect(throws: FaultStore.Lost.self) { try await world.executor.call(.look(), in: world.scope(session)) }
        let again = try World(store: store.inner, seed: 9)
        let kept = try await again.manager.session(session.id)
        #expect(await kept.state.calls.isEmpty)
        let (evidence, _) = try await again.executor.call(.look(), in: again.scope(kept))
        let call = try #require(await kept.state.calls.first)
        #expect(call.evidence == evidence.id && call.evidenceHash == evidence.hash)
        #expect(try await kept.evidence(evidence.id) == evidence)
    }

    @Test func aCallWithoutASessionStandsInTheServersJournal() async throws {
        let world = try World()
        let (first, _) = try await world.executor.call(.look(), in: world.scope(nil))
        let (second, isCached) = try await world.executor.call(.look(), in: world.scope(nil))
        #expect(first.id != second.id && !isCached)
        let long = CallRequest.look(String(repeating: "x", count: 5000), source: "none")
        _ = try? await world.executor.call(long, in: world.scope(nil))
        // It is written down, and not held for as long as the process runs.
        let state = try await world.manager.serverJournal().state
        #expect(state.calls.isEmpty && state.failedCalls.isEmpty && state.head.sequence == 3)
        let events = try await journal(of: .server, in: world.store).map { Event($0) }
        guard case .callFinished(let finished) = events[0], case .callFailed(let failed) = events[2] else {
            Issue.record("\(events)")
            return
        }
        #expect(finished.evidence == first.id && failed.arguments == .null)
        #expect(try await world.store.sessions(limit: 10, cursor: nil).sessions.isEmpty)
        let only = try await Self.failure(world, .look(cache: .only), world.scope(nil))
        #expect(only.kind == .notFound)
    }

    @Test func theServersJournalKeepsRoomForWhatHasToBeWritten() async throws {
        let store = InMemoryStore()
        let manager = SessionManager(
            store: store, clock: ManualClock(), identifiers: SeededIdentifierSource(seed: 1), strayEntries: 2)
        let bob = Principal(name: "bob", kind: .model)
        for _ in 0..<2 { try await manager.refused("tool x", to: bob) }
        let error = try await #require(throws: ToolError.self) { try await manager.refused("tool x", to: bob) }
        #expect(error.kind == .budget)
        let token = TokenAdded(
            name: "bob", kind: .model, roles: ["investigator"], hash: .zero, expires: nil, author: World.ada)
        try await manager.add(token)
        try await manager.revokeToken("bob", by: World.ada)
        #expect(try await store.head(of: .server)?.sequence == 4)
    }

    @Test func answersFromTheEvidenceIndex() async throws {
        let world = try World()
        let session = try await world.session()
        let scope = world.scope(session)
        #expect(try await Self.failure(world, .look(cache: .only), scope).kind == .notFound)
        let (first, _) = try await world.executor.call(.look(), in: scope)
        for cache in [CacheMode.use, .only] {
            let (again, isCached) = try await world.executor.call(.look(cache: cache), in: scope)
            #expect(isCached && again == first)
        }
        let (fresh, isCached) = try await world.executor.call(.look(cache: .refresh), in: scope)
        #expect(!isCached && fresh.id != first.id)
        #expect(try await world.executor.call(.look(), in: scope).evidence.id == fresh.id)
        let (other, _) = try await world.executor.call(.look("other"), in: scope)
        #expect(other.id != fresh.id)
        #expect(world.calls.all == ["hello", "hello", "other"])
        #expect(await session.state.calls.map(\.cached) == [false, true, true, false, true, false])
        // Another session has evidence of its own.
        #expect(try await world.executor.call(.look(), in: world.scope(try await world.session())).isCached == false)
    }

    @Test func liveToolsAndOpenWindowsAreAskedAnew() async throws {
        let world = try World()
        let session = try await world.session()
        let later = Timestamp(milliseconds: 1_772_370_000_000)
        let open = try await world.session(window: Window(TimeSpan(start: World.window.start, end: later)))
        for _ in 0..<2 {
            #expect(try await !world.executor.call(.look(tool: "glance"), in: world.scope(session)).isCached)
            #expect(try await !world.executor.call(.look(), in: world.scope(open)).isCached)
        }
        #expect(world.calls.all.count == 4)
    }

    @Test func aChangedWindowOrSourceIsAnotherQuestion() async throws {
        let world = try World()
        let session = try await world.session()
        let (first, _) = try await world.executor.call(.look(), in: world.scope(session))
        let half = Window(
            TimeSpan(start: World.window.start, end: World.window.start.advanced(byNanoseconds: 1_000_000_000)))
        try await session.append(
            Batch([
                EntryDraft(
                    .windowSet(WindowSet(window: half, origin: "given")), principal: "x", time: world.clock.now)
            ]))
        let (second, isCached) = try await world.executor.call(.look(), in: world.scope(session))
        #expect(!isCached && second.id != first.id && second.window == half)
        let moved = Source(name: "app", kind: .logs, files: [FileSelection(root: "/elsewhere", pattern: "*.log")])
        let other = try World(store: world.store, seed: 2, sources: [moved])
        let same = try await other.manager.session(session.id)
        #expect(try await !other.executor.call(.look(), in: other.scope(same)).isCached)
    }

    @Test func aSourceThatChangedOrCannotTellIsAskedAnew() async throws {
        struct Stamps: SourceStamping {
            let text: String?
            func look(at source: Source) -> SourceLook? { text.map { SourceLook(stamp: $0) } }
        }
        let world = try World(stamps: Stamps(text: "one"))
        let session = try await world.session()
        _ = try await world.executor.call(.look(), in: world.scope(session))
        for (seed, stamp, isKnown) in [(2, "one", true), (3, "two", false), (4, nil, false), (5, nil, false)] {
            let other = try World(store: world.store, seed: UInt64(seed), stamps: Stamps(text: stamp))
            let same = try await other.manager.session(session.id)
            #expect(try await other.executor.call(.look(), in: other.scope(same)).isCached == isKnown)
        }
    }

    @Test func lendsEvidenceOfItsOwnSessionOnly() async throws {
        let world = try World { input, context in
            guard let id = input.evidence else { return .found("first") }
            return .found(try await context.evidence.evidence(id).output["text"]?.stringValue ?? "")
        }
        let session = try await world.session()
        let (first, _) = try await world.executor.call(.look(), in: world.scope(session))
        let request = CallRequest(tool: "look", arguments: ["evidence": .string(first.id.rawValue)])
        #expect(try await world.executor.call(request, in: world.scope(session)).evidence.output["text"] == "first")
        let elsewhere = world.scope(try await world.session())
        #expect(try await Self.failure(world, request, elsewhere).kind == .notFound)
        #expect(try await Self.failure(world, request, world.scope(nil)).kind == .notFound)
        let blind = world.scope(session, rights: Rights(tools: ["*"], sources: ["web"]))
        #expect(try await Self.failure(world, request, blind).kind == .notFound)
    }

    // MARK: Budgets

    @Test func aSessionHasABudgetOfCallsAndBytes() async throws {
        let calls = try World(budgets: Budgets(session: Budget(calls: 2)))
        let session = try await calls.session()
        for _ in 0..<2 { _ = try await calls.executor.call(.look(), in: calls.scope(session)) }
        let error = try await Self.failure(calls, .look(), calls.scope(session))
        #expect(error.kind == .budget && error.message.contains("of the session, 2 calls"))
        // The journal remembers what other processes have used, and another session is not concerned.
        let other = try World(store: calls.store, seed: 2, budgets: Budgets(session: Budget(calls: 2)))
        let same = try await other.manager.session(session.id)
        #expect(try await Self.failure(other, .look(), other.scope(same)).kind == .budget)
        _ = try await other.executor.call(.look(), in: other.scope(try await other.session()))
        let bytes = try World(budgets: Budgets(session: Budget(bytes: 150)))
        let second = try await bytes.session()
        // The second is answered from the index and reads nothing.
        for _ in 0..<3 { _ = try await bytes.executor.call(.look(), in: bytes.scope(second)) }
        _ = try await bytes.executor.call(.look("more"), in: bytes.scope(second))
        #expect(try await Self.failure(bytes, .look("most"), bytes.scope(second)).message.contains("150 bytes"))
    }
}
