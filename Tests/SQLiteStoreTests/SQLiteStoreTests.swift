import GRDB
import Model
import SQLiteStore
import Store
import TestSupport
import Testing

@Suite struct SQLiteStoreTests {
    @Test(arguments: StoreConformance.allCases)
    func conforms(_ check: StoreConformance) async throws {
        let folder = try TemporaryFolder()
        try await check.run { try await SQLiteStore(path: folder.path("casebook.db")) }
    }

    /// A process that died while it took a case file in leaves rows that nobody sees and the next one removes.
    @Test func removesWhatADeadProcessStaged() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("casebook.db")
        var journal = JournalFixture(session: SessionID(from: SeededIdentifierSource(seed: 1)))
        _ = journal.open()
        for number in 0..<9 { _ = journal.note("\(number)") }
        let store = try await SQLiteStore(path: path)
        let living = try await store.stage()
        try await living.add(journal.entries, evidence: [:])
        try await Self.stageAndDie(journal.entries, in: store)
        #expect(try await Self.rows(path) == 20)
        #expect(try await store.sessions(limit: 9, cursor: nil).sessions.isEmpty)
        let next = try await store.stage()
        #expect(try await Self.rows(path) == 10, "what is being staged by the living stays")
        await next.discard()
        await living.discard()
        #expect(try await Self.rows(path) == 0)
        try await store.close()
    }

    /// Swift calls both names equal, and the hashes of entries do not.
    @Test func keepsNamesApartThatOnlyLookAlike() async throws {
        let folder = try TemporaryFolder()
        let store = try await SQLiteStore(path: folder.path("casebook.db"))
        var journal = JournalFixture(session: SessionID(from: SeededIdentifierSource(seed: 1)))
        #expect(try await store.append(journal.open()) == .appended)
        var expected = journal.entries
        for name in ["local:Karl", "local:\u{212A}arl", "local:\u{E9}", "local:e\u{301}"] {
            let head = try #require(expected.last).head
            let event = Event.noteAdded(NoteAdded(text: "n", author: Principal(name: name, kind: .person)))
            let draft = EntryDraft(event, principal: name, time: Timestamp(milliseconds: 1_772_366_400_000))
            let entry = Entry(draft, session: journal.session, after: head)
            let append = Append(
                session: journal.session, expecting: head.sequence, entries: [entry], summary: journal.state.summary)
            #expect(try await store.append(append) == .appended)
            expected.append(entry)
        }
        let stored = try await store.entries(of: journal.session, after: 0, limit: 9)
        #expect(stored.map(\.hash) == expected.map(\.hash))
        try await store.close()
    }

    private static func stageAndDie(_ entries: [Entry], in store: SQLiteStore) async throws {
        let stage = try await store.stage()
        try await stage.add(entries, evidence: [:])
    }

    private static func rows(_ path: String) async throws -> Int {
        let queue = try DatabaseQueue(path: path)
        let count = try await queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM entry") }
        try queue.close()
        return count ?? -1
    }
}
