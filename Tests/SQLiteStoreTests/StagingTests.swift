import GRDB
import JSON
import Model
import Store
import TestSupport
import Testing

@testable import SQLiteStore

/// Rows of journals that are being taken in, among those of others.
@Suite struct StagingTests {
    private let harness: StoreHarness

    init() throws { harness = try StoreHarness() }

    private func count(_ rest: String) throws -> Int {
        let queue = try DatabaseQueue(path: harness.path)
        let count = try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(rest)") }
        try queue.close()
        return count ?? -1
    }

    /// A journal as it was made elsewhere, with one body.
    private func foreign(_ number: UInt64 = 7, notes: Int = 3) throws -> (JournalFixture, [Int: EvidenceRecord]) {
        var journal = harness.journal(number)
        _ = journal.open(title: "Elsewhere")
        let made = JournalFixture.evidence(number, body: Array("a body of \(number)".utf8))
        _ = journal.call(made, number: number)
        for turn in 0..<notes { _ = journal.note("word \(turn)") }
        return (journal, [2: try EvidenceRecord(imported: made.bytes, body: made.body)])
    }

    private func join(_ journal: JournalFixture) -> ImportedJournal {
        ImportedJournal(
            session: journal.session, base: .empty, last: journal.head.sequence, withheld: [:],
            summary: journal.state.summary)
    }

    /// What another process does that takes a stage for one that is left over.
    private func clearUp() throws {
        try harness.execute(
            """
            DELETE FROM entry WHERE id >> 24 IN (SELECT id FROM session WHERE name LIKE 'stage:%');
            DELETE FROM session WHERE name LIKE 'stage:%'
            """)
    }

    /// The number of a staged journal that was cleared up goes to the next session; nothing of that is touched.
    @Test func leavesASessionAloneThatHasItsNumber() async throws {
        let store = try await harness.open()
        let (journal, evidence) = try foreign()
        var stages: [any ImportStage] = []
        for _ in 0..<3 {
            stages.append(try await store.stage())
            try await stages.last?.add(journal.entries, evidence: evidence)
        }
        try clearUp()
        var others = (1...3).map { harness.journal($0) }
        for index in others.indices {
            _ = try await store.append(others[index].open())
            for _ in 0..<5 { _ = try await store.append(others[index].note()) }
        }
        await stages[0].discard()
        let joined = join(journal)
        #expect(await StoreHarness.kind { _ = try await stages[1].publish([joined], telling: nil) } == .badAppend)
        var more = journal
        _ = more.note("late")
        #expect(await StoreHarness.kind { try await stages[2].add([more.entries[5]], evidence: [:]) } == .badAppend)
        for other in others {
            #expect(try await store.entries(of: other.session, after: 0, limit: 9) == other.entries)
        }
        #expect(try await store.head(of: journal.session) == nil)
        for stage in stages { await stage.discard() }
        #expect(try count("entry") == 18)
        try await store.close()
    }

    @Test func takesItsBodiesAway() async throws {
        let store = try await harness.open()
        var kept = harness.journal(1)
        _ = try await store.append(kept.open())
        let shared = JournalFixture.evidence(8, body: Array("a body of 8".utf8))
        _ = try await store.append(kept.call(shared, number: 8))
        for number in UInt64(7)...8 {
            let (journal, evidence) = try foreign(number, notes: 3000)
            let stage = try await store.stage()
            try await stage.add(journal.entries, evidence: evidence)
            await stage.discard()
        }
        #expect(try count("blob") == 1 && count("blob_chunk") == 1)
        #expect(try await store.blob(Digest(of: shared.body ?? []), range: 0..<99) == shared.body)
        try await store.close()
    }

    /// Principals and kinds of entries that are gone go, too, and their numbers never mean another word to anybody.
    @Test func clearsWordsAndBodiesThatNothingRefersTo() async throws {
        let (store, other) = (try await harness.open(), try await harness.open())
        var (journal, kept) = (harness.journal(1), harness.journal(2))
        var server = JournalFixture(session: .server)
        _ = try await store.append(kept.open())
        _ = try await store.append(server.append([.unknown(kind: "server.told", payload: 1)]))
        // The other process learns the numbers of both words before they go.
        _ = try await other.append(journal.append([.unknown(kind: "word.one", payload: 1)]))
        _ = try await other.append(journal.append([.unknown(kind: "word.two", payload: 1)]))
        try harness.execute(
            """
            INSERT INTO blob (sha256, length) VALUES (x'00', 1);
            INSERT INTO blob_chunk VALUES ((SELECT max(id) FROM blob) << 20, x'00')
            """)
        let deletion = journal.deletion(noting: &server)
        #expect(try await store.delete(deletion) == .appended)
        try await store.wipe()
        #expect(try count("word WHERE CAST(text AS TEXT) LIKE 'word.%'") == 0)
        #expect(try count("blob") == 0 && count("blob_chunk") == 0)
        // Its number is given to another word here, while the other process still remembers it.
        _ = try await store.append(kept.append([.unknown(kind: "word.three", payload: 1)]))
        _ = try await other.append(kept.append([.unknown(kind: "word.two", payload: 1)]))
        _ = try await other.append(kept.append([.unknown(kind: "word.one", payload: 1)]))
        _ = try await store.append(kept.append([.unknown(kind: "word.three", payload: 1)]))
        let found = try await other.entries(of: kept.session, after: 0, limit: 9)
        #expect(found == kept.entries)
        #expect(found.map(\.kind).suffix(4) == ["word.three", "word.two", "word.one", "word.three"])
        try await other.close()
        try await store.close()
    }

    // MARK: Searching

    @Test func indexesAllThatWasTakenIn() async throws {
        let store = try await harness.open()
        let (journal, evidence) = try foreign(notes: 5000)
        let stage = try await store.stage()
        try await stage.add(journal.entries, evidence: evidence)
        #expect(try await stage.publish([join(journal)], telling: nil) == .appended)
        #expect(try count("unsearched") == 0)
        #expect(try await store.search("word 7", limit: 9, cursor: nil).hits.map(\.sequence) == [10])
        try await store.close()
    }

    /// An index that is far behind is brought up to date by many writers, each a part of the way.
    @Test func asksNoWriterForTheWholeIndex() async throws {
        let store = try await harness.open()
        let (journal, evidence) = try foreign(notes: 5000)
        let stage = try await store.stage()
        try await stage.add(journal.entries, evidence: evidence)
        _ = try await stage.publish([join(journal)], telling: nil)
        try harness.execute(
            """
            INSERT INTO search (search) VALUES ('delete-all');
            INSERT INTO unsearched SELECT id, 0 FROM session WHERE name = '\(journal.session)'
            ON CONFLICT DO UPDATE SET sequence = 0
            """)
        var (same, other) = (journal, harness.journal(1))
        _ = try await store.append(other.open())
        #expect(try count("unsearched WHERE sequence BETWEEN 500 AND 2500") == 1)
        _ = try await store.append(same.note("the last word"))
        #expect(try count("unsearched WHERE sequence BETWEEN 1000 AND 4500") == 1)
        let found = try await store.search("word", limit: 9000, cursor: nil).hits
        #expect(found.map(\.sequence) == (3...5003).reversed().map { $0 })
        let page = try await store.search("word", limit: 3, cursor: nil)
        #expect(page.hits.map(\.sequence) == [5003, 5002, 5001])
        let next = try await store.search("word", limit: 3, cursor: page.nextCursor)
        #expect(next.hits.map(\.sequence) == [5000, 4999, 4998])
        // What is not in the index yet can be removed as well, and does not come back.
        #expect(try await store.append(same.scrub([4000: [.payload], 5: [.payload]])) == .appended)
        for _ in 0..<12 { _ = try await store.append(other.note("nothing")) }
        #expect(try count("unsearched") == 0)
        #expect(try await store.search("word", limit: 9000, cursor: nil).hits.count == 4999)
        let check = try await store.inspectWriter { database in
            try database.execute(sql: "INSERT INTO search (search) VALUES ('integrity-check')")
            return try String.fetchOne(database, sql: "PRAGMA integrity_check")
        }
        #expect(check == "ok")
        try await store.close()
    }
}
