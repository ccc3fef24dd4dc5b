import Foundation
import GRDB
import JSON
import Model
import Store
import TestSupport
import Testing

@testable import SQLiteStore

/// Databases of versions that compressed their texts with the first dictionary.
@Suite struct PackedMigrationTests {
    private let harness: StoreHarness
    private let record: EvidenceRecord
    /// The last one came with a case file.
    private var journals: [JournalFixture]
    private var server: JournalFixture
    private let ada = Principal(name: "local:ada", kind: .person)

    init() throws {
        harness = try StoreHarness()
        record = JournalFixture.evidence(1, summary: "7 lines say pool exhausted")
        journals = [harness.journal(1), JournalFixture(session: Self.name(2), clock: ManualClock(Self.future))]
        server = JournalFixture(
            session: .server, clock: ManualClock(Self.future.advanced(byNanoseconds: -Self.century)))
        let step = StepReference(run: RunID(from: SeededIdentifierSource()), path: "look", attempt: 1)
        journals[0].add(.sessionOpened(SessionOpened(title: "The pool is empty", owner: ada)))
        journals[0].add(
            .callFinished(
                CallFinished(
                    call: CallID(from: SeededIdentifierSource()), evidence: record.evidence, cached: false, step: step))
        )
        journals[0].add(.stepFinished(StepFinished(step, status: .succeeded, evidence: record.evidence.id)))
        journals[0].add(.noteAdded(NoteAdded(text: "exhausted at 14:05", author: ada)))
        journals[1].add(.sessionOpened(SessionOpened(title: "From elsewhere", owner: ada)))
        let imported = SessionImported(
            session: Self.name(2), first: 1, last: 1, hash: journals[1].head.hash, file: .zero, key: nil, withheld: 0,
            original: nil)
        server.add(.sessionImported(imported))
    }

    private static let century: Int64 = 3_155_760_000_000_000_000
    private static let future = Timestamp(milliseconds: 4_900_000_000_000)

    private static func name(_ number: UInt64) -> SessionID { SessionID(from: SeededIdentifierSource(seed: number)) }

    /// The form that these versions gave a text.
    private func packed(_ text: [UInt8]) -> Data {
        var compressor = ZstdCompressor(dictionary: PackageResources.texts1_zdict)
        let frame = compressor.compress(text, markedBy: 1)
        return Data(frame.map { $0.count < text.count ? $0 : text } ?? text)
    }

    private func write(_ version: Int) throws {
        try harness.makeFile()
        let queue = try DatabaseQueue(path: harness.path)
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA journal_mode = WAL")
            for migration in Schema.migrations[..<version] { try database.execute(sql: migration.text) }
            try database.execute(
                sql: "PRAGMA application_id = \(Schema.applicationID); PRAGMA user_version = \(version)")
            for (index, journal) in (journals + [server]).enumerated() {
                try insert(journal, as: Int64(index + 1), version, in: database)
            }
            try database.execute(sql: "INSERT INTO import (session, first, last) VALUES (2, 1, 1)")
            // Nothing is in the index yet, as after an import that ended early.
            try database.execute(sql: "INSERT INTO unsearched (session, sequence) VALUES (1, 0), (2, 0)")
        }
        try queue.close()
    }

    private func insert(_ journal: JournalFixture, as number: Int64, _ version: Int, in database: Database) throws {
        let line = journal.session == .server ? nil : SessionLine(journal.state.summary)
        try database.execute(
            sql: "INSERT INTO session (title, status, owner, created, updated, id, name) VALUES (?, ?, ?, ?, ?, ?, ?)",
            arguments: StatementArguments(
                (line?.columns ?? [nil, nil, nil, nil, nil]) + [number, journal.session.rawValue]))
        let words = WordTable()
        for entry in journal.entries {
            let group = version >= 4 && entry.kind == CallFinished.kind
            // In version 4 it stands in the row before.
            if version >= 4, entry.kind == StepFinished.kind { continue }
            let next = journal.entries.first { $0.sequence == entry.sequence + 1 }
            let followers = group ? next.flatMap { EntryGroup.Follower($0, after: entry) }.map { [$0] } ?? [] : []
            let text = entry.payload ?? []
            let all = EntryGroup(payload: text, record: record.bytes, followers: followers).text
            try database.execute(
                sql: """
                    INSERT INTO entry (id, time, principal, kind, hash, payload, evidence) VALUES (?, ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    number << 24 | Int64(entry.sequence), entry.time.milliseconds,
                    try words.number(of: entry.principal, in: database), try words.number(of: entry.kind, in: database),
                    Data((group ? next?.hash : entry.hash)?.bytes ?? []), packed(group ? all : text),
                    entry.kind == CallFinished.kind && !group ? packed(record.bytes) : nil,
                ])
            if group {
                try database.execute(
                    sql: "UPDATE entry SET followers = 1 WHERE id = ?",
                    arguments: [number << 24 | Int64(entry.sequence)])
            }
        }
    }

    @Test(arguments: [3, 4])
    func keepsWhatWasPacked(_ version: Int) async throws {
        try write(version)
        let store = try await harness.open()
        var journal = journals[0]
        #expect(try await store.entries(of: journal.session, after: 0, limit: 9) == journal.entries)
        #expect(try await store.evidence(in: journal.session, at: 2) == record.evidence)
        #expect(try await store.entries(of: .server, after: 0, limit: 9) == server.entries)
        // What is added is packed with the second dictionary, and both are read side by side.
        #expect(try await store.append(journal.note("exhausted again")) == .appended)
        #expect(try await store.entries(of: journal.session, after: 0, limit: 9) == journal.entries)
        let forms = try await store.read { database in
            try Data.fetchAll(database, sql: "SELECT payload FROM entry WHERE id >> 24 = 1 ORDER BY id").map(\.first)
        }
        #expect(forms.contains(1) && forms.last == 2, "\(forms)")
        #expect(try await store.contains(EscapedText("exhausted at"), in: journal.session))
        #expect(try await store.search("exhausted", limit: 9, cursor: nil).hits.map(\.sequence) == [5, 4, 2])
        // Parts of what older versions packed can be removed.
        #expect(try await store.append(journal.scrub([2: [.payload, .evidence], 4: [.payload]])) == .appended)
        let entries = try await store.entries(of: journal.session, after: 0, limit: 9)
        #expect(entries.map { $0.payload == nil } == [false, true, false, true, false, false])
        #expect(entries.map(\.hash) == journal.entries.map(\.hash))
        try await store.close()
        let again = try await harness.open()
        #expect(try await again.head(of: journal.session) == journal.head)
        let version = try await again.read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
        #expect(version == Schema.version)
        try await again.close()
    }

    /// A session that came in stands in lists by when that was, whatever its entries say.
    @Test(arguments: [3, 4])
    func whatCameInStandsWhereItCame(_ version: Int) async throws {
        try write(version)
        let store = try await harness.open()
        let listed = try await store.sessions(limit: 9, cursor: nil).sessions
        #expect(Set(listed.map(\.id)) == Set(journals.map(\.session)))
        let elsewhere = try #require(listed.first { $0.id == journals[1].session })
        #expect(elsewhere.updated == server.entries.last?.time)
        #expect(elsewhere.created == journals[1].state.created)
        #expect(listed.first { $0.id == journals[0].session } == journals[0].state.summary)
        try await store.close()
    }
}
