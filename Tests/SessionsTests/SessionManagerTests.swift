import Model
import Store
import TestSupport
import Testing

@testable import Sessions

@Suite struct SessionManagerTests {
    @Test func findsASessionByAnyOfItsNames() async throws {
        let world = try World()
        let first = try await world.session("first")
        world.clock.advance(milliseconds: 1000)
        let second = try await world.session("second")
        let manager = world.manager
        #expect(try await manager.resolve(first.id.rawValue) === first)
        #expect(try await manager.resolve(String(first.id.rawValue.prefix(12))) === first)
        #expect(try await manager.resolve(String(second.id.rawValue.dropFirst(4).prefix(8))) === second)
        #expect(try await manager.resolve("@last") === second)
        try await first.append(SessionTests.note("newer"))
        #expect(try await manager.resolve("@last") === second)
        let ambiguous = await #expect(throws: SessionsError.self) {
            try await manager.resolve(Self.common(first, second))
        }
        #expect(ambiguous?.kind == (Self.common(first, second) == "ses_" ? .notFound : .ambiguous))
    }

    @Test func letsGoWhatNobodyHasAskedForInAWhile() async throws {
        let world = try World()
        let held = try await world.session("held")
        weak var left = try await world.session("left")
        #expect(left != nil)
        let id = try #require(left?.id)
        for number in 0..<SessionManager.maximumRecent { _ = try await world.session("\(number)") }
        #expect(left == nil)
        #expect(try await world.manager.session(held.id) === held)
        #expect(try await world.manager.session(id).state.title == "left")
    }

    private static func common(_ one: Session, _ two: Session) -> String {
        String(zip(one.id.rawValue, two.id.rawValue).prefix { $0 == $1 }.map(\.0))
    }

    @Test func saysThatAPrefixFitsSeveral() async throws {
        let world = try World()
        // 33 sessions and 32 first characters: two begin alike.
        var sessions: [Session] = []
        for _ in 0..<33 { sessions.append(try await world.session()) }
        let counts = Dictionary(grouping: sessions) { $0.id.rawValue.prefix(5) }.mapValues(\.count)
        let shared = try #require(counts.first { $0.value > 1 }?.key)
        let error = await #expect(throws: SessionsError.self) { try await world.manager.resolve(String(shared)) }
        #expect(error?.kind == .ambiguous)
    }

    @Test(arguments: ["", "ses_", "@last", "ses_zz", "nobody", "ses_00000000000000000000000000", "%", "ses_%"])
    func refusesWhatItDoesNotKnow(_ name: String) async throws {
        let world = try World()
        // The server's own journal exists and is no session.
        try await world.manager.serverJournal().append(SessionTests.note("kept"))
        let error = await #expect(throws: SessionsError.self) { try await world.manager.resolve(name) }
        #expect(error?.kind == .notFound)
    }

    @Test func hasOneObjectForASession() async throws {
        let store = InMemoryStore()
        let id = try await World(store: store).session().id
        let manager = try World(store: store, seed: 2).manager
        let sessions = try await withThrowingTaskGroup(of: Session.self) { group in
            for _ in 0..<20 { group.addTask { try await manager.session(id) } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(sessions.map(ObjectIdentifier.init)).count == 1)
    }

    @Test func opensWithWhatBelongsIntoTheFirstCommit() async throws {
        let store = FaultStore(failing: 2)
        let world = try World(store: store)
        let session = try await world.manager.open(
            title: "Outage", owner: World.ada, labels: ["team": "shop"],
            window: WindowSet(window: World.window, origin: "given")
        ) { _ in SessionTests.note("with it") }
        let state = await session.state
        #expect(state.title == "Outage" && state.labels == ["team": "shop"] && state.window == World.window)
        #expect(state.notes.map(\.text) == ["with it"])
    }

    @Test func readsASnapshotOfOneMoment() async throws {
        let world = try World()
        let session = try await world.session()
        let (evidence, _) = try await world.executor.call(.look(), in: world.scope(session))
        let snapshot = try await world.manager.snapshot(of: session)
        #expect(snapshot.entries.map(\.sequence) == [1, 2, 3])
        #expect(snapshot.evidence == [evidence.id: evidence])
        #expect(snapshot.state.head == snapshot.entries.last?.head)
    }
}
