import JSON
import Model
import Sessions
import Store
import TestSupport
import Testing

@Suite struct AccessTests {
    private static let ann = Principal(name: "ann", kind: .model)
    private static let bob = Principal(name: "bob", kind: .model)

    private func token(_ name: String, expires: Timestamp? = nil) -> TokenAdded {
        TokenAdded(name: name, kind: .model, roles: ["investigator"], hash: .zero, expires: expires, author: World.ada)
    }

    private func open(_ title: String, by owner: Principal, in world: World) async throws -> Session {
        try await world.manager.open(
            title: title, owner: owner, window: WindowSet(window: World.window, origin: "given"))
    }

    @Test func whatIsAnothersLooksUnknown() async throws {
        let world = try World()
        let session = try await open("Ann's", by: Self.ann, in: world)
        let access = SessionAccess(world.manager, of: Self.bob, seesAll: false)
        let other = SessionID(from: SeededIdentifierSource(seed: 99))
        for (name, unknown) in [
            (session.id.rawValue, other.rawValue), (String(session.id.rawValue.prefix(9)), "ses_zzzzz"),
            ("@last", "@last"), ("", ""), (SessionID.server.rawValue, other.rawValue),
        ] {
            let first = await #expect(throws: SessionsError.self) { try await access.resolve(name) }
            let second = await #expect(throws: SessionsError.self) { try await access.resolve(unknown) }
            #expect(first?.kind == second?.kind)
            #expect(first?.message.replacing(name, with: "") == second?.message.replacing(unknown, with: ""))
            #expect(first?.hint == second?.hint)
        }
        let operators = SessionAccess(world.manager, of: Self.bob, seesAll: true)
        #expect(try await operators.resolve("@last") === session)
    }

    @Test func membersAreLetIn() async throws {
        let world = try World()
        let session = try await open("Ann's", by: Self.ann, in: world)
        let access = SessionAccess(world.manager, of: Self.bob, seesAll: false)
        #expect(try await !access.isOpen(session.id))
        await #expect(throws: SessionsError.self) {
            try await world.manager.share(session, with: "bob", by: Self.bob, isOperator: false)
        }
        await #expect(throws: SessionsError.self) {
            try await world.manager.share(session, with: "local:bob", by: Self.ann, isOperator: false)
        }
        try await world.manager.share(session, with: "bob", by: Self.ann, isOperator: false)
        try await world.manager.share(session, with: "bob", by: Self.ann, isOperator: false)
        #expect(try await access.isOpen(session.id))
        #expect(await session.state.members == ["bob"])
        #expect(try await journal(of: session.id, in: world.store).count == 3)
        let fork = try await world.manager.fork(session, by: Self.ann)
        #expect(try await !access.isOpen(fork.id))
        #expect(await fork.state.members.isEmpty)
    }

    /// A fork has all that its parent had, and is its forker's own; yet that is not the forker's to give away.
    @Test func nobodySharesByAForkWhatIsAnothers() async throws {
        let world = try World()
        let session = try await open("Ann's", by: Self.ann, in: world)
        try await world.manager.share(session, with: "bob", by: Self.ann, isOperator: false)
        let fork = try await world.manager.fork(session, by: Self.bob)
        let refused = await #expect(throws: SessionsError.self) {
            try await world.manager.share(fork, with: "mallory", by: Self.bob, isOperator: false)
        }
        #expect(refused?.kind == .notPermitted && refused?.message.contains("ann") == false)
        try await world.manager.share(fork, with: "carol", by: World.ada, isOperator: true)
        #expect(await fork.state.members == ["carol"])
        // What a model of this machine reads could tell it to give anything away.
        let agent = Principal(name: "agent", kind: .model)
        let own = try await open("Its own", by: agent, in: world)
        await #expect(throws: SessionsError.self) {
            try await world.manager.share(own, with: "mallory", by: agent, isOperator: false)
        }
        let ours = try await world.manager.fork(try await open("Bob's", by: Self.bob, in: world), by: Self.bob)
        try await world.manager.share(ours, with: "carol", by: Self.bob, isOperator: false)
    }

    @Test func cursorsTellNothingOfOthersSessions() async throws {
        let world = try World()
        for index in 0..<6 { _ = try await open("\(index)", by: index < 3 ? Self.bob : Self.ann, in: world) }
        let access = SessionAccess(world.manager, of: Self.bob, seesAll: false)
        let cursor = try #require(try await access.sessions(limit: 1, cursor: nil).nextCursor)
        #expect(!cursor.contains("ses_"))
        #expect(try await access.sessions(limit: 9, cursor: cursor).sessions.count == 2)
        let place = try #require(try await world.store.sessions(limit: 1, cursor: nil).nextCursor)
        let refused = await #expect(throws: StoreError.self) { try await access.sessions(limit: 1, cursor: place) }
        #expect(refused?.kind == .badCursor)
    }

    @Test func whoDroveARunHasAskedToo() throws {
        var journal = JournalFixture(session: SessionID(from: SeededIdentifierSource()))
        _ = journal.open()
        let run = RunID(from: SeededIdentifierSource(seed: 2))
        var state = journal.state
        let wait = WaitRequested(
            id: WaitID(from: SeededIdentifierSource(seed: 4)), step: StepReference(run: run, path: "gate"),
            purpose: .approval, message: "m", action: [:], groups: [], schema: .null, expires: nil)
        let events: [(String, Event)] = [
            (
                "carol",
                .runStarted(RunStarted(run: run, workflow: "w", version: "1", text: "", inputs: [:], session: [:]))
            ),
            ("ann", .runTaken(RunTaken(run: run, token: 2))), ("bob", .runTaken(RunTaken(run: run, token: 3))),
            ("bob", .waitRequested(wait)),
        ]
        for (name, event) in events {
            let draft = EntryDraft(event, principal: name, time: Timestamp(milliseconds: 1))
            state.apply(Entry(draft, session: journal.session, after: state.head))
        }
        #expect(state.askers(of: try #require(state.waits.first)) == ["carol", "ann", "bob"])
    }

    @Test func listsHoldWhatIsOpen() async throws {
        let world = try World()
        var own: [SessionID] = []
        for index in 0..<30 {
            world.clock.advance(milliseconds: 1000)
            let session = try await open("\(index)", by: index.isMultiple(of: 3) ? Self.bob : Self.ann, in: world)
            if index.isMultiple(of: 3) { own.insert(session.id, at: 0) }
        }
        let access = SessionAccess(world.manager, of: Self.bob, seesAll: false)
        var seen: [SessionID] = []
        var cursor: String?
        repeat {
            let page = try await access.sessions(limit: 4, cursor: cursor)
            seen += page.sessions.map(\.id)
            cursor = page.nextCursor
        } while cursor != nil
        #expect(seen == own)
        #expect(Set(try await access.sessions(withPrefix: "ses_", limit: 100)) == Set(own))
    }

    @Test func tokensHaveOneNameEach() async throws {
        let world = try World()
        try await world.manager.add(token("ann"))
        let twice = await #expect(throws: SessionsError.self) { try await world.manager.add(token("ann")) }
        #expect(twice?.kind == .conflict)
        for name in ["", "Ann", "agent", "a:b", String(repeating: "a", count: 65)] {
            await #expect(throws: SessionsError.self) { try await world.manager.add(token(name)) }
        }
        let soon = world.clock.now.advanced(byNanoseconds: 1)
        try await world.manager.add(token("bob", expires: soon))
        world.clock.advance(milliseconds: 1)
        // Its sessions are still there, so that somebody has to say who is meant.
        let expired = await #expect(throws: SessionsError.self) { try await world.manager.add(token("bob")) }
        #expect(expired?.kind == .conflict)
        try await world.manager.add(token("bob"), again: true)
        #expect(try await world.manager.tokens().map(\.name) == ["ann", "bob"])
        try await world.manager.revokeToken("ann", by: World.ada)
        let unknown = await #expect(throws: SessionsError.self) {
            try await world.manager.revokeToken("ann", by: World.ada)
        }
        #expect(unknown?.kind == .notFound)
        #expect(try await world.manager.tokens().map(\.name) == ["bob"])
    }

    @Test func tokensCountInTheServersJournalAlone() async throws {
        let world = try World()
        let session = try await world.session()
        try await session.append(
            Batch([EntryDraft(.tokenAdded(token("eve")), principal: "eve", time: world.clock.now)]))
        #expect(await session.state.tokens.isEmpty)
        #expect(try await world.manager.tokens().isEmpty)
    }
}
