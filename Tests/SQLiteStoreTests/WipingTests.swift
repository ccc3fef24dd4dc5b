import Foundation
import GRDB
import Model
import Store
import TestSupport
import Testing

@testable import SQLiteStore

/// What was removed stands in no file.
@Suite struct WipingTests {
    private static let secret = "Tr0ub4dor-hunter2-Zq9"

    private let harness: StoreHarness

    init() throws { harness = try StoreHarness() }

    /// The files of the database that hold the secret; in any case of letters, as an index keeps words.
    private func files(holding secret: String = secret) throws -> [String] {
        let needle = Array(secret.lowercased().utf8)
        return try ["", "-wal", "-shm", "-lock"].filter { suffix in
            guard let size = harness.folder.size(of: "casebook.db" + suffix), size > 0 else { return false }
            let bytes = try harness.folder.read("casebook.db" + suffix).map { 65...90 ~= $0 ? $0 + 32 : $0 }
            return Self.stands(needle, in: bytes)
        }
    }

    /// The same of the stored form of a text.
    private func files(holdingFormOf text: [UInt8]) throws -> [String] {
        let form = Array(TextPacking().pack(text))
        return try ["", "-wal"].filter { suffix in
            guard let size = harness.folder.size(of: "casebook.db" + suffix), size > 0 else { return false }
            return Self.stands(form, in: try harness.folder.read("casebook.db" + suffix))
        }
    }

    private static func stands(_ needle: [UInt8], in bytes: [UInt8]) -> Bool {
        var matched = 0
        var index = 0
        while index < bytes.count {
            if bytes[index] == needle[matched] {
                matched += 1
                if matched == needle.count { return true }
            } else {
                index -= matched
                matched = 0
            }
            index += 1
        }
        return false
    }

    private let body = Array((String(repeating: "z", count: 1 << 20) + secret).utf8)
    private let summary = "found \(secret)"

    /// A secret in every place that text can stand in, among much that is none.
    private func fill(_ store: SQLiteStore) async throws -> JournalFixture {
        var journal = harness.journal()
        var other = harness.journal(2)
        _ = try await store.append(journal.open(title: "Login with \(Self.secret)"))
        _ = try await store.append(other.open())
        for turn in 0..<60 {
            // Journals that grow beside each other make pages split, and what was moved leaves traces.
            _ = try await store.append(other.note("filler \(turn) " + String(repeating: "y", count: turn * 31)))
            _ = try await store.append(journal.note("note \(turn) \(turn % 7 == 0 ? Self.secret : "nothing") of it"))
        }
        let record = JournalFixture.evidence(1, key: "k", body: body, summary: summary)
        _ = try await store.append(journal.call(record, number: 1))
        _ = try await store.append(journal.append([.sessionEdited(SessionEdited(title: "Login"))]))
        return journal
    }

    @Test func leavesNoByteBehind() async throws {
        let store = try await harness.open()
        var journal = try await fill(store)
        try await store.close()
        #expect(try !files().isEmpty)
        let payloads = journal.entries.compactMap(\.payload).filter { Self.stands(Array(Self.secret.utf8), in: $0) }
        let texts = payloads.suffix(3) + [JournalFixture.evidence(1, key: "k", body: body, summary: summary).bytes]
        for text in texts { #expect(try !files(holdingFormOf: text).isEmpty) }
        let again = try await harness.open()
        let needle = Array(Self.secret.utf8)
        var removals: [Int: Set<RemovablePart>] = [:]
        for entry in journal.entries where entry.payload?.contains(needle) == true {
            removals[entry.sequence] = [.payload]
        }
        removals[journal.head.sequence - 1] = [.payload, .evidence, .body]
        #expect(try await again.append(journal.scrub(removals)) == .appended)
        try await again.wipe()
        // Nothing was closed: the log is as empty as the database is clean.
        #expect(harness.folder.size(of: "casebook.db-wal") == 0)
        #expect(try await again.append(journal.note("it goes on")) == .appended)
        let found = try await again.entries(of: journal.session, after: 0, limit: 200)
        for (entry, wanted) in zip(found, journal.entries) { #expect(entry.hash == wanted.hash) }
        let terms = try await again.inspectWriter { database in
            try database.execute(sql: "CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, search, row)")
            return try String.fetchAll(database, sql: "SELECT term FROM temp.words")
        }
        #expect(terms.contains("filler"))
        #expect(!terms.contains { $0.contains("tr0ub4dor") || $0.contains("zq9") })
        try await again.close()
        #expect(try files().isEmpty)
        for text in texts { #expect(try files(holdingFormOf: text).isEmpty) }
        // An index shortens words by what the one before begins with.
        #expect(try files(holding: "0ub4dor").isEmpty)
    }

    /// A call, the end of its step and the start of the next stand in one row; one of them holds the secret.
    @Test(arguments: [0, 1, 2])
    func leavesNoByteOfARowOfSeveral(_ place: Int) async throws {
        let store = try await harness.open()
        var journal = harness.journal()
        _ = try await store.append(journal.open())
        let run = RunID(from: SeededIdentifierSource())
        let record = JournalFixture.evidence(1, summary: place == 0 ? summary : "found nothing")
        let call = CallFinished(
            call: CallID(from: SeededIdentifierSource()), evidence: record.evidence, cached: false, step: nil)
        let step = StepReference(run: run, path: "a", attempt: 1)
        let ended = StepFinished(step, status: .succeeded, reason: place == 1 ? "by \(Self.secret)" : "by itself")
        let next = StepReference(run: run, path: place == 2 ? Self.secret : "b", attempt: 1)
        let events: [Event] = [.callFinished(call), .stepFinished(ended), .stepStarted(StepStarted(next))]
        let append = journal.append(events, evidence: [2: record])
        _ = try await store.append(append)
        let form = try await store.inspectWriter { database in
            try Data.fetchOne(database, sql: "SELECT payload FROM entry WHERE followers = 2")
        }
        let row = [UInt8](try #require(form))
        func filesHoldTheRow() throws -> Bool {
            try ["", "-wal"].contains { suffix in
                guard let size = harness.folder.size(of: "casebook.db" + suffix), size > 0 else { return false }
                return Self.stands(row, in: try harness.folder.read("casebook.db" + suffix))
            }
        }
        #expect(try filesHoldTheRow())
        let parts: Set<RemovablePart> = place == 0 ? [.payload, .evidence] : [.payload]
        #expect(try await store.append(journal.scrub([2 + place: parts])) == .appended)
        try await store.wipe()
        #expect(try !filesHoldTheRow())
        #expect(try files().isEmpty)
        let found = try await store.entries(of: journal.session, after: 0, limit: 9)
        #expect(found.map(\.hash) == journal.entries.map(\.hash))
        #expect(found.enumerated().allSatisfy { ($1.payload == nil) == ($0 == 1 + place) })
        let kept = try await store.evidence(in: journal.session, at: 2)
        #expect((kept == nil) == (place == 0))
        try await store.close()
        #expect(try files().isEmpty)
        #expect(try !filesHoldTheRow())
    }

    @Test func keepsASessionThatAnotherNeeds() async throws {
        let store = try await harness.open()
        var journals = [harness.journal(1), harness.journal(2)]
        for index in journals.indices { _ = try await store.append(journals[index].open(title: "Kept")) }
        var server = JournalFixture(session: .server)
        try harness.execute(
            """
            CREATE TABLE needed (child INTEGER REFERENCES session, parent INTEGER REFERENCES session);
            INSERT INTO needed SELECT b.id, a.id FROM session a, session b WHERE a.name = '\(journals[0].session)'
            AND b.name = '\(journals[1].session)'
            """)
        let start = server
        for journal in journals {
            server = start
            let deletion = journal.deletion(noting: &server)
            #expect(await StoreHarness.kind { _ = try await store.delete(deletion) } == .inUse)
            #expect(try await store.entries(of: journal.session, after: 0, limit: 9) == journal.entries)
        }
        #expect(try await store.search("kept", limit: 9, cursor: nil).hits.count == 2)
        #expect(try await store.head(of: .server) == nil)
        try await store.close()
    }

    @Test func clearsTheServersJournalToo() async throws {
        let store = try await harness.open()
        var server = JournalFixture(session: .server)
        let record = JournalFixture.evidence(1, summary: "found \(Self.secret)")
        _ = try await store.append(server.call(record, number: 1))
        _ = try await store.append(server.note("with \(Self.secret)"))
        #expect(try await store.append(server.scrub([1: [.payload, .evidence], 2: [.payload]])) == .appended)
        try await store.wipe()
        let check = try await store.inspectWriter { database in
            try database.execute(sql: "INSERT INTO search (search) VALUES ('integrity-check')")
            return try String.fetchOne(database, sql: "PRAGMA integrity_check")
        }
        #expect(check == "ok")
        try await store.close()
        #expect(try files().isEmpty)
    }

    @Test func saysWhenAReaderKeepsAPart() async throws {
        let store = try await harness.open()
        var journal = try await fill(store)
        let reader = try DatabasePool(path: harness.path)
        let snapshot = try reader.makeSnapshot()
        #expect(try await snapshot.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM session") } == 2)
        _ = try await store.inspectWriter { try Int.fetchOne($0, sql: "PRAGMA busy_timeout = 50") }
        let everything = Dictionary(
            uniqueKeysWithValues: (1...journal.head.sequence).map { ($0, Set(RemovablePart.allCases)) })
        #expect(try await store.append(journal.scrub(everything)) == .appended)
        #expect(await StoreHarness.kind { try await store.wipe() } == .busy)
        try snapshot.close()
        try reader.close()
        try await store.wipe()
        try await store.close()
        #expect(try files().isEmpty)
    }
}
