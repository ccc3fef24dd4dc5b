import GRDB
import Model
import Store
import TestSupport
import Testing

@testable import SQLiteStore

/// What runs leave for the search index is found in the end as if each entry had been added by itself.
@Suite struct DelayedTextsTests {
    /// Two processes add calls and notes to several sessions in whatever order, and take some out again.
    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func theIndexHoldsWhatEachEntrySays(seed: UInt64) async throws {
        let harness = try StoreHarness()
        let stores = [try await harness.open(), try await harness.open()]
        var random = SeededGenerator(seed: seed)
        var journals = (1...4 as ClosedRange<UInt64>).map { harness.journal($0) }
        for index in journals.indices { _ = try await stores[0].append(journals[index].open()) }
        for step in 0..<700 {
            let index = Int.random(in: journals.indices, using: &random)
            // Mostly the one, so that it comes to know much.
            let store = stores[Int.random(in: 0..<40, using: &random) == 0 ? 1 : 0]
            let append =
                switch Int.random(in: 0..<60, using: &random) {
                case 0: journals[index].note("note\(step)")
                case 1: journals[index].scrubCall(&random)
                default: journals[index].calls(Int.random(in: 1...3, using: &random), from: step)
                }
            #expect(try await store.append(append) == .appended)
        }
        try await Self.expectWhole(stores, &journals)
    }

    /// One writes alone, so that another thread commits while the words of what came before are read.
    @Test func wordsAreReadBesideTheCommit() async throws {
        let harness = try StoreHarness()
        let stores = [try await harness.open(), try await harness.open()]
        var random = SeededGenerator(seed: 11)
        var journals = [harness.journal(1)]
        _ = try await stores[0].append(journals[0].open())
        for step in 0..<600 {
            let append =
                switch step % 150 {
                case 99: journals[0].scrubCall(&random)
                case 100: journals[0].note("note\(step)")
                default: journals[0].calls(Int.random(in: 1...3, using: &random), from: step)
                }
            #expect(try await stores[step % 150 == 60 ? 1 : 0].append(append) == .appended)
        }
        try await Self.expectWhole(stores, &journals)
    }

    /// The index holds what it would if each entry had been added by itself.
    private static func expectWhole(
        _ stores: [SQLiteStore], _ journals: inout [JournalFixture]
    ) async throws {
        // A note takes in what is left of its session.
        for index in journals.indices { _ = try await stores[0].append(journals[index].note("end\(index)")) }
        for index in journals.indices { _ = try await stores[0].append(journals[index].note("ends\(index)")) }
        let held = try await Self.places(in: stores[0])
        #expect(held.count > 1000)
        try await stores[0].inspectWriter { database in
            try database.inTransaction {
                try database.execute(sql: "INSERT INTO search (search) VALUES ('delete-all'); DELETE FROM unsearched")
                try SearchIndex(database).addEverything()
                return .commit
            }
        }
        #expect(try await Self.places(in: stores[0]) == held)
        for store in stores { try await store.close() }
    }

    /// What a run that died has left is added though another one goes on all the time.
    @Test func everySessionHasItsTurn() async throws {
        let harness = try StoreHarness()
        let store = try await harness.open()
        var journals = (1...4 as ClosedRange<UInt64>).map { harness.journal($0) }
        for index in journals.indices { _ = try await store.append(journals[index].open()) }
        for index in 0...2 { _ = try await store.append(journals[index].calls(1, from: index)) }
        #expect(try await Self.waiting(in: store) == [1, 2, 3])
        var left: [[Int]] = []
        for turn in 10..<13 {
            _ = try await store.append(journals[3].note())
            left.append(try await Self.waiting(in: store))
            _ = try await store.append(journals[0].calls(1, from: turn))
        }
        #expect(left == [[2, 3], [1, 3], [1]])
        for _ in 0..<2 { _ = try await store.append(journals[3].note()) }
        #expect(try await Self.waiting(in: store).isEmpty)
        try await store.close()
    }

    /// The numbers of the sessions of which something is not in the index yet.
    private static func waiting(in store: SQLiteStore) async throws -> [Int] {
        try await store.inspectWriter { try Int.fetchAll($0, sql: "SELECT session FROM unsearched ORDER BY session") }
    }

    /// Each word with the entries in which it stands.
    private static func places(in store: SQLiteStore) async throws -> [String] {
        try await store.inspectWriter { database in
            try database.execute(
                sql: "CREATE VIRTUAL TABLE IF NOT EXISTS temp.terms USING fts5vocab('main', 'search', 'instance')")
            return try String.fetchAll(database, sql: "SELECT term || ' ' || doc FROM terms ORDER BY 1")
        }
    }
}

extension JournalFixture {
    /// An append that takes the content out of a call; of the first entry where it is no call that is picked.
    fileprivate mutating func scrubCall(_ random: inout SeededGenerator) -> Append {
        let picked = entries[Int.random(in: entries.indices, using: &random)]
        let sequence = picked.kind == CallFinished.kind ? picked.sequence : 1
        return scrub([sequence: [.payload]])
    }

    /// An append of calls that were told of in words of their own.
    fileprivate mutating func calls(_ count: Int, from number: Int) -> Append {
        append(
            (0..<count).map { place in
                let source = SeededIdentifierSource(seed: UInt64(number * 10 + place))
                let record = Self.evidence(UInt64(number * 10 + place), summary: "word\(number)x\(place) and")
                return .callFinished(
                    CallFinished(call: CallID(from: source), evidence: record.evidence, cached: place == 2, step: nil))
            })
    }
}
