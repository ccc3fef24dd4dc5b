import Model
import Sessions
import Store
import Synchronization
import Testing

@Suite struct SessionTests {
    static func note(_ text: String) -> Batch {
        Batch([
            EntryDraft(
                .noteAdded(NoteAdded(text: text, author: World.ada)), principal: World.ada.name,
                time: Timestamp(milliseconds: 1))
        ])
    }

    @Test func writersOfOneStoreLoseNothing() async throws {
        let store = InMemoryStore()
        let one = try await World(store: store).session()
        let two = try await World(store: store, seed: 2).manager.session(one.id)
        // Each note names how many there were when it was decided: none is decided on an old state.
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<100 {
                let session = index.isMultiple(of: 2) ? one : two
                group.addTask { try await session.append { Self.note("\($0.notes.count)") } }
            }
            try await group.waitForAll()
        }
        let notes = try await one.refresh().notes.map(\.text)
        #expect(notes == (0..<100).map(String.init))
        #expect(try await two.refresh().head == one.state.head)
        #expect(try await journal(of: one.id, in: store).count == 102)
    }

    @Test func theOutlineIsLeftToTheStoreToWaitBy() async throws {
        let store = FaultStore()
        let session = try await World(store: store).session()
        let before = (store.appends, store.meanwhiles)
        try await session.append(Self.note("one"))
        #expect(store.appends == before.0 + 1 && store.meanwhiles == before.1 + 1)
    }

    @Test func aDecisionThatThrowsHarmsNobodyElse() async throws {
        struct Refused: Error {}
        let session = try await World().session()
        async let first = session.append(Self.note("first"))
        let refused = Task { try await session.append { _ in throw Refused() } }
        async let last = session.append(Self.note("last"))
        await #expect(throws: Refused.self) { try await refused.value }
        _ = try await (first, last)
        #expect(Set(await session.state.notes.map(\.text)) == ["first", "last"])
    }

    @Test func aCancelledCallerTakesNobodysEntriesAway() async throws {
        let gate = Gate()
        let isHolding = Mutex(false)
        let store = FaultStore(afterAppend: { if isHolding.withLock({ $0 }) { await gate.pass() } })
        let session = try await World(store: store).session()
        isHolding.withLock { $0 = true }
        let cancelled = Task { try await session.append(Self.note("cancelled")) }
        await gate.whenHeld()
        let other = Task { try await session.append(Self.note("other")) }
        cancelled.cancel()
        await gate.open()
        _ = try await other.value
        // Its entry was on its way and is kept; what matters is that the caller learns the truth.
        #expect(try await cancelled.value.count == 1)
        #expect(await session.state.notes.map(\.text) == ["cancelled", "other"])
    }

    @Test func aReaderThatIsQuickerThanTheWriterIsNotTurnedBack() async throws {
        let inner = InMemoryStore()
        let hook = Mutex<(@Sendable () async throws -> Void)?>(nil)
        let store = FaultStore(inner, afterAppend: { try await hook.withLock { $0 }?() })
        let session = try await World(store: store).session()
        let elsewhere = try await World(store: inner, seed: 2).manager.session(session.id)
        hook.withLock {
            $0 = {
                try await elsewhere.append(Self.note("elsewhere"))
                try await session.refresh()
            }
        }
        try await session.append(Self.note("own"))
        #expect(await session.state.notes.map(\.text) == ["own", "elsewhere"])
    }

    @Test func aJournalThatShrankIsAnErrorAndNoLoop() async throws {
        let session = try await World(store: FaultStore(lie: .forgets)).session()
        let error = await #expect(throws: SessionsError.self) { try await session.append(Self.note("x")) }
        #expect(error?.kind == .corrupt)
    }

    @Test func aBatchOfNothingWritesNothing() async throws {
        let session = try await World().session()
        #expect(try await session.append(Batch([])).isEmpty)
        #expect(await session.state.head.sequence == 2)
    }

    @Test func aJournalWithAGapIsRefused() async throws {
        let world = try World()
        let session = try await world.session()
        try await session.append(Self.note("x"))
        let inner = try #require(world.store as? InMemoryStore)
        let reader = try World(store: FaultStore(inner, lie: .skips), seed: 2)
        let error = await #expect(throws: SessionsError.self) { try await reader.manager.session(session.id) }
        #expect(error?.kind == .corrupt)
    }
}
