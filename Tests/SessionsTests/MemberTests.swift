import JSON
import Model
import Policy
import Sessions
import Store
import Synchronization
import TestSupport
import Testing
import Tooling

@Suite struct MemberTests {
    private static let ann = Principal(name: "ann", kind: .model)

    private func open(in world: World) async throws -> Session {
        try await world.manager.open(
            title: "Ann's", owner: Self.ann, window: WindowSet(window: World.window, origin: "given"))
    }

    @Test func whoIsNoMemberAnyMoreIsAStrangerAgain() async throws {
        let world = try World()
        let session = try await open(in: world)
        let access = SessionAccess(world.manager, of: Principal(name: "bob", kind: .model), seesAll: false)
        let owner = SessionAccess(world.manager, of: Self.ann, seesAll: false)
        for _ in 0..<2 {
            try await world.manager.share(session, with: "bob", by: Self.ann, isOperator: false)
            #expect(try await access.isOpen(session.id))
            try await world.manager.unshare(session, with: "bob", by: Self.ann, isOperator: false)
            #expect(try await !access.isOpen(session.id))
            #expect(try await access.sessions(limit: 9, cursor: nil).sessions.isEmpty)
            #expect(await session.state.members.isEmpty)
        }
        // What is no member stays none, and nothing is written of it.
        let head = await session.state.head
        try await world.manager.unshare(session, with: "carol", by: Self.ann, isOperator: false)
        try await world.manager.unshare(session, with: "ann", by: World.ada, isOperator: true)
        #expect(await session.state.head == head)
        #expect(try await owner.isOpen(session.id))
        let kinds = try await journal(of: session.id, in: world.store).map(\.kind).filter { $0.hasSuffix("shared") }
        #expect(kinds == ["session.shared", "session.unshared", "session.shared", "session.unshared"])
    }

    @Test func onlyTheOwnerTakesASessionFromAMember() async throws {
        let world = try World()
        let session = try await open(in: world)
        try await world.manager.share(session, with: "bob", by: Self.ann, isOperator: false)
        for name in ["bob", "carol", "agent"] {
            let refused = await #expect(throws: SessionsError.self) {
                try await world.manager.unshare(
                    session, with: "bob", by: Principal(name: name, kind: .model), isOperator: false)
            }
            #expect(refused?.kind == .notPermitted)
        }
        await #expect(throws: SessionsError.self) {
            try await world.manager.unshare(session, with: "local:x", by: Self.ann, isOperator: false)
        }
        #expect(await session.state.members == ["bob"])
    }

    @Test func aNameMeansOnePrincipalForGood() async throws {
        let world = try World()
        let token = TokenAdded(
            name: "bob", kind: .model, roles: ["investigator"], hash: .zero, expires: nil, author: World.ada)
        try await world.manager.add(token)
        try await world.manager.revokeToken("bob", by: World.ada)
        let refused = await #expect(throws: SessionsError.self) { try await world.manager.add(token) }
        #expect(refused?.kind == .conflict && refused?.hint?.contains("--again") == true)
        try await world.manager.add(token, again: true)
        #expect(try await world.manager.tokens().map(\.name) == ["bob"])
        // One that is still valid is not replaced either.
        await #expect(throws: SessionsError.self) { try await world.manager.add(token, again: true) }
    }
}

@Suite struct StorageRoomTests {
    private func limits(sessions: Int? = nil, bytes: Int? = nil) -> PrincipalLimits {
        var limits = PrincipalLimits.none
        limits.sessions = sessions
        limits.bytes = bytes
        return limits
    }

    /// Opens a session as far as there is room.
    private func open(_ room: StorageRoom, _ world: World) async throws -> Session {
        try await room.opening { try await world.session() }
    }

    @Test func openSessionsAreCountedInTheStore() async throws {
        let world = try World()
        let ada = World.ada.name
        let session = try await world.session()
        // As after a restart: nothing is known but what the store holds.
        let room = StorageRoom(world.store, of: ada, limits(sessions: 2)) { .zero }
        _ = try await open(room, world)
        let refused = await #expect(throws: SessionsError.self) { try await open(room, world) }
        #expect(refused?.kind == .limit && refused?.hint?.contains("close") == true)
        try await world.manager.close(session, outcome: nil, by: World.ada)
        await room.sessionClosed()
        _ = try await open(room, world)
        _ = try await open(StorageRoom(world.store, of: "bob", limits(sessions: 1)) { .zero }, world)
    }

    @Test func whoIsRefusedHasNothingCountedAnewAtOnce() async throws {
        let world = try World()
        let session = try await world.session()
        let time = Mutex(Duration.zero)
        let room = StorageRoom(world.store, of: World.ada.name, limits(sessions: 1)) { time.withLock { $0 } }
        await #expect(throws: SessionsError.self) { try await open(room, world) }
        // Another process closes it.
        try await world.manager.close(session, outcome: nil, by: World.ada)
        await #expect(throws: SessionsError.self) { try await open(room, world) }
        time.withLock { $0 = .seconds(10) }
        _ = try await open(room, world)
    }

    @Test func thoseThatAreBeingOpenedCount() async throws {
        let world = try World()
        let room = StorageRoom(world.store, of: World.ada.name, limits(sessions: 3)) { .zero }
        let opened = await withTaskGroup { group in
            for _ in 0..<20 { group.addTask { (try? await open(room, world)) != nil } }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(opened == 3)
        #expect(try await world.store.holdings(of: World.ada.name).openSessions == 3)
    }

    @Test func whatCouldNotBeOpenedTakesNoPlace() async throws {
        let world = try World()
        let room = StorageRoom(world.store, of: World.ada.name, limits(sessions: 1)) { .zero }
        for _ in 0..<3 {
            await #expect(throws: CancellationError.self) { try await room.opening { throw CancellationError() } }
        }
        _ = try await open(room, world)
    }

    @Test func whatIsWrittenCountsAfterARestart() async throws {
        let world = try World()
        let session = try await world.session()
        try await world.manager.note(String(repeating: "word ", count: 2000), in: session, by: World.ada)
        let room = StorageRoom(world.store, of: World.ada.name, limits(bytes: 5000)) { .zero }
        await #expect(throws: ToolError.self) { try await room.checkBytes() }
        await #expect(throws: ToolError.self) { try await open(room, world) }
        let runner = WorkflowRunner(
            manager: world.manager, executor: world.executor, principal: World.ada, rights: .all, room: room,
            load: { _, _, _ in throw CancellationError() })
        let workflow = try world.workflow("  - {id: a, uses: look@1, with: {source: web}}\n")
        await #expect(throws: ToolError.self) {
            try await runner.start(workflow, inputs: [:], in: .existing(session)) { _ in }
        }
        #expect(await session.state.runs.isEmpty)
    }

    @Test func whatIsAddedDuringACountIsNotForgotten() async throws {
        let gate = Gate()
        let store = FaultStore(afterCount: { await gate.pass() })
        let room = StorageRoom(store, of: World.ada.name, limits(bytes: 5000)) { .zero }
        let check = Task { try await room.checkBytes() }
        await gate.whenHeld()
        await room.add(bytes: 6000)
        await gate.open()
        await #expect(throws: ToolError.self) { try await check.value }
    }

    @Test func whatIsStoredIsRefusedBeforeAnythingIsRead() async throws {
        let world = try World { input, _ in .found(input.text ?? "", body: String(repeating: "x", count: 5000)) }
        let session = try await world.session()
        let room = StorageRoom(world.store, of: World.ada.name, limits(bytes: 5000)) { .zero }
        let scope = CallScope(session: session, principal: World.ada, rights: .all, room: room)
        _ = try await world.executor.call(.look("one"), in: scope)
        let error = try await #require(throws: ToolError.self) {
            try await world.executor.call(.look("two"), in: scope)
        }
        #expect(error.kind == .budget && error.message.contains("5000") && error.hint?.contains("gc") == true)
        #expect(world.calls.all == ["one"])
        // Another process counts the same.
        let fresh = StorageRoom(world.store, of: World.ada.name, limits(bytes: 5000)) { .zero }
        await #expect(throws: ToolError.self) { try await fresh.checkBytes() }
    }
}
