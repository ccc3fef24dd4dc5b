import Model
import Store
import Synchronization
import Testing

@testable import Sessions

/// Journals of several pages.
@Suite struct JournalPagesTests {
    private let inner = InMemoryStore()

    /// A session whose journal holds so many entries.
    private func session(of count: Int) async throws -> Session {
        let session = try await World(store: inner).session()
        let drafts = (0..<count - 2).flatMap { SessionTests.note("note \($0)").drafts }
        try await session.append(Batch(drafts))
        return session
    }

    /// Where pages were asked for, and whether the first has been given.
    private struct Asked {
        var places: [Int] = []
        var isGiven = false
        /// Places that were asked for before the first page was given.
        var early: [Int] = []
    }

    @Test func twoPagesAreReadWhileOneIsTakenInAndNoMore() async throws {
        let size = JournalPages.size
        let written = try await session(of: 4 * size + 10)
        let gate = Gate()
        let asked = Mutex(Asked())
        let store = FaultStore(
            inner,
            beforeEntries: { place in
                let count = asked.withLock { asked in
                    asked.places.append(place)
                    if !asked.isGiven { asked.early.append(place) }
                    return asked.places.count
                }
                // The first page comes last of the three that are under way.
                if count == 3 {
                    asked.withLock { $0.isGiven = true }
                    await gate.open()
                }
                if place == 0 { await gate.pass() }
            })
        let read = try await World(store: store, seed: 2).manager.session(written.id)
        #expect(await read.state.head == written.state.head)
        #expect(await read.state.notes.map(\.text) == written.state.notes.map(\.text))
        let seen = asked.withLock { $0 }
        #expect(seen.early.sorted() == [0, size, 2 * size])
        #expect(seen.places.sorted() == [0, size, 2 * size, 3 * size, 4 * size])
    }

    @Test(arguments: [-1, 0, 1]) func aJournalThatEndsWithAPageIsReadToItsEnd(difference: Int) async throws {
        let written = try await session(of: 2 * JournalPages.size + difference)
        let asked = Mutex(0)
        let store = FaultStore(inner, beforeEntries: { _ in asked.withLock { $0 += 1 } })
        let read = try await World(store: store, seed: 2).manager.session(written.id)
        #expect(await read.state.head == written.state.head)
        #expect(asked.withLock { $0 } == (difference > 0 ? 3 : 2))
    }

    @Test func whatElsewhereWasAddedIsReadFromTheLastEntryThatIsKnown() async throws {
        let written = try await session(of: 10)
        let read = try await World(store: inner, seed: 2).manager.session(written.id)
        try await written.append(Batch((0..<2 * JournalPages.size).flatMap { SessionTests.note("\($0)").drafts }))
        #expect(try await read.refresh().head == written.state.head)
        #expect(await read.state.notes.count == 8 + 2 * JournalPages.size)
    }

    /// Takes the content out of the first note, under an entry that tells of it.
    private static func removeFirstNote(of session: Session) async throws {
        let item = EntryScrubbed.Item(sequence: 3, parts: [.payload])
        let told = EntryScrubbed(items: [item], reason: nil, author: World.ada)
        try await session.remove(
            [Removal(sequence: 3, parts: [.payload])], telling: .entryScrubbed(told), by: World.ada.name,
            at: Timestamp(milliseconds: 2))
    }

    private struct Unread: Error {}

    @Test func aRemovalCountsAlsoWhenWhatStandsBehindItCouldNotBeRead() async throws {
        let written = try await session(of: 10)
        let isBroken = Mutex(true)
        let store = FaultStore(
            inner,
            beforeEntries: { place in
                if place > 2 * JournalPages.size, isBroken.withLock({ $0 }) { throw Unread() }
            })
        let read = try await World(store: store, seed: 2).manager.session(written.id)
        #expect(await read.state.notes.first?.text == "note 0")
        try await Self.removeFirstNote(of: written)
        try await written.append(Batch((0..<3 * JournalPages.size).flatMap { SessionTests.note("\($0)").drafts }))
        await #expect(throws: Unread.self) { try await read.refresh() }
        isBroken.withLock { $0 = false }
        #expect(try await read.refresh().notes.first?.text == "note 1")
        #expect(await read.state.head == written.state.head)
    }

    /// The last page is read before a removal, and the first one after it.
    @Test func aRemovalBetweenTwoPagesIsTold() async throws {
        let size = JournalPages.size
        let written = try await session(of: size + 10)
        let (first, removed) = (Gate(), Gate())
        let isFirst = Mutex(true)
        let store = FaultStore(
            inner,
            beforeEntries: { place in
                guard place == 0, isFirst.withLock({ $0 }) else { return }
                isFirst.withLock { $0 = false }
                await first.pass()
            },
            afterEntries: { place in
                guard place == size else { return }
                await removed.pass()
            })
        async let reading = World(store: store, seed: 2).manager.session(written.id)
        await removed.whenHeld()
        try await Self.removeFirstNote(of: written)
        await first.open()
        await removed.open()
        let state = await (try await reading).state
        #expect(state.notes.first?.text == "note 1")
        #expect(state.removals.count == 1)
        #expect(state.head == (await written.state.head))
    }

    /// A removal that was there before anything was read is none that has to be looked for.
    @Test func anOldRemovalIsReadOnce() async throws {
        let written = try await session(of: 10)
        try await Self.removeFirstNote(of: written)
        try await written.append(Batch((0..<JournalPages.size).flatMap { SessionTests.note("\($0)").drafts }))
        let asked = Mutex(0)
        let store = FaultStore(inner, beforeEntries: { _ in asked.withLock { $0 += 1 } })
        let read = try await World(store: store, seed: 2).manager.session(written.id)
        #expect(await read.state.notes.first?.text == "note 1")
        #expect(asked.withLock { $0 } == 2)
    }
}
