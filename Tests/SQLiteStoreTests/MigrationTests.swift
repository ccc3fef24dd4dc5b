import Foundation
import GRDB
import JSON
import Model
import Store
import TestSupport
import Testing

@testable import SQLiteStore

/// A database that version 1 wrote, brought up to this version's form.
@Suite struct MigrationTests {
    private let harness: StoreHarness
    private var journals: [JournalFixture]

    init() throws {
        harness = try StoreHarness()
        journals = [harness.journal(1), harness.journal(2)]
        let author = Principal(name: "local:ada", kind: .person)
        let labelled = SessionOpened(title: "The pool is empty", owner: author, labels: ["team": "payments"])
        journals[0].add(.sessionOpened(labelled))
        journals[0].add(.noteAdded(NoteAdded(text: "exhausted at 14:05", author: author)))
        journals[1].add(.sessionOpened(SessionOpened(title: "Another", owner: author)))
        journals[1].add(.sessionEdited(SessionEdited(labels: ["team": "search"], pinned: true)))
        let record = JournalFixture.evidence(1, summary: "7 lines say pool exhausted")
        let call = CallID(from: SeededIdentifierSource())
        journals[1].add(.callFinished(CallFinished(call: call, evidence: record.evidence, cached: false, step: nil)))
        try writeVersion1()
    }

    /// Rows as version 1 made them.
    private func writeVersion1() throws {
        try harness.makeFile()
        let queue = try DatabaseQueue(path: harness.path)
        try queue.writeWithoutTransaction { database in
            try database.execute(sql: "PRAGMA page_size = 8192; PRAGMA journal_mode = WAL")
            try database.execute(sql: Schema.migrations[0].text)
            try database.execute(sql: "PRAGMA application_id = \(Schema.applicationID); PRAGMA user_version = 1")
            let words = WordTable()
            for (index, journal) in journals.enumerated() {
                let summary = journal.state.summary
                try database.execute(
                    sql:
                        "INSERT INTO session (id, name, title, status, owner, created, updated) VALUES (?,?,?,?,?,?,?)",
                    arguments: [
                        index + 1, summary.id.rawValue, Data(summary.title.utf8), summary.status.rawValue,
                        Data(summary.owner.utf8), summary.created.nanoseconds, summary.updated.nanoseconds,
                    ])
                for entry in journal.entries {
                    try database.execute(
                        sql: "INSERT INTO entry (id, time, principal, kind, hash, payload) VALUES (?, ?, ?, ?, ?, ?)",
                        arguments: [
                            Int64(index + 1) << 24 | Int64(entry.sequence), entry.time.milliseconds,
                            try words.number(of: entry.principal, in: database),
                            try words.number(of: entry.kind, in: database), Data(entry.hash.bytes),
                            entry.payload.map { Data($0) },
                        ])
                }
            }
        }
        try queue.close()
    }

    @Test func keepsEverythingAndFillsWhatIsNew() async throws {
        let store = try await harness.open()
        for journal in journals {
            #expect(try await store.entries(of: journal.session, after: 0, limit: 9) == journal.entries)
            #expect(try await store.head(of: journal.session) == journal.head)
        }
        let listed = try await store.sessions(limit: 9, cursor: nil).sessions
        #expect(listed == journals.map(\.state.summary).sorted { ($0.updated, $0.id) > ($1.updated, $1.id) })
        let labelled = try await store.sessions(labelled: ["team": "payments"], limit: 9, cursor: nil).sessions
        #expect(labelled.map(\.id) == [journals[0].session])
        let hits = try await store.search("pool", limit: 9, cursor: nil).hits
        #expect(hits.map(\.place) == [.evidence, .title])
        #expect(try await store.search("exhausted 14", limit: 9, cursor: nil).hits.map(\.sequence) == [2])
        let version = try await store.read { try Int.fetchOne($0, sql: "PRAGMA user_version") }
        #expect(version == Schema.version)
        var journal = journals[0]
        #expect(try await store.append(journal.note("it goes on")) == .appended)
        try await store.close()
    }

    @Test func leadsToExactlyTheDefinition() async throws {
        let store = try await harness.open()
        let migrated = try await store.read { try Self.objects($0) }
        let defined = try DatabaseQueue().inDatabase { database in
            try database.execute(sql: Schema.definition)
            return try Self.objects(database)
        }
        #expect(migrated == defined)
        #expect(Schema.migrations.count == Schema.version)
        try await store.close()
    }

    private static func objects(_ database: Database) throws -> [String] {
        let sql = "SELECT type || '|' || name || '|' || coalesce(sql, '') FROM sqlite_schema ORDER BY type, name"
        return try String.fetchAll(database, sql: sql)
    }

    @Test func isAllOrNothing() async throws {
        // A table of the new form's name is in the way, so that a migration fails in its middle.
        try harness.execute("CREATE TABLE session_label (x)")
        #expect(await StoreHarness.kind { _ = try await harness.open() } == .corrupt)
        let queue = try DatabaseQueue(path: harness.path)
        let (version, tables) = try queue.inDatabase { database in
            (
                try Int.fetchOne(database, sql: "PRAGMA user_version"),
                try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema WHERE name = 'session_mark'")
            )
        }
        #expect(version == 1)
        #expect(tables == 0)
        try queue.close()
        try harness.execute("DROP TABLE session_label")
        let store = try await harness.open()
        #expect(try await store.search("pool", limit: 9, cursor: nil).hits.count == 2)
        try await store.close()
    }

    @Test func anOlderProcessNoticesThatItWasOvertaken() async throws {
        let store = try await harness.open()
        var journal = journals[0]
        #expect(try await store.append(journal.note()) == .appended)
        let other = try DatabasePool(path: harness.path)
        try await other.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 99") }
        let note = journal.note()
        #expect(await StoreHarness.kind { _ = try await store.append(note) } == .newerVersion)
        try await other.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = \(Schema.version)") }
        #expect(try await store.append(note) == .appended)
        try other.close()
        try await store.close()
    }
}
