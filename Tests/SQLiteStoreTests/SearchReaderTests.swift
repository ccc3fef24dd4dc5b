import Model
import Store
import TestSupport
import Testing

@testable import SQLiteStore

/// The two ways to what a word's beginning finds.
@Suite struct SearchReaderTests {
    @Test func findsTheBeginningOfACommonWordAsTheWord() async throws {
        let harness = try StoreHarness()
        let store = try await harness.open()
        for number in 1...4 as ClosedRange<UInt64> {
            var journal = harness.journal(number)
            _ = try await store.append(journal.open(title: "Session \(number)"))
            for turn in 0..<30 { _ = try await store.append(journal.note("timeout \(turn)")) }
        }
        // What is no session's is not found, however new it is.
        var server = JournalFixture(session: .server)
        _ = try await store.append(
            server.append([.noteAdded(NoteAdded(text: "timeout", author: Principal(name: "local:ada", kind: .person)))])
        )
        var foreign = harness.journal(9)
        _ = foreign.open(title: "timeout")
        let stage = try await store.stage()
        try await stage.add(foreign.entries, evidence: [:])
        for limit in [1, 7, 29, 119, 120, 500] {
            let words = try await pages(of: "timeout", limit: limit, in: store)
            let beginnings = try await pages(of: "timeo*", limit: limit, in: store)
            #expect(words.count == 120)
            #expect(beginnings == words, "\(limit) a page")
        }
        #expect(try await pages(of: "timeout 2*", limit: 5, in: store).count == 44)
        #expect(try await pages(of: "nothi*", limit: 5, in: store).isEmpty)
        await stage.discard()
        try await store.close()
    }

    private func pages(of text: String, limit: Int, in store: SQLiteStore) async throws -> [EntryPlace] {
        var (places, cursor): ([EntryPlace], String?) = ([], nil)
        repeat {
            let page = try await store.search(text, limit: limit, cursor: cursor)
            places += page.hits.map { EntryPlace(session: $0.session, sequence: $0.sequence) }
            cursor = page.nextCursor
        } while cursor != nil
        return places
    }
}
