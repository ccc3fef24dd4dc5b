internal import Foundation
internal import GRDB
package import Model
internal import Store

extension SQLiteStore {
    package func entries(of session: SessionID, after sequence: Int, limit: Int) async throws -> [Entry] {
        let first = max(sequence, 0)
        let count = min(max(limit, 0), JournalWriter.maximumSequence)
        guard count > 0, first < JournalWriter.maximumSequence else { return [] }
        let work = { @Sendable [texts] (database: Database) in
            let query = try database.cachedStatement(sql: "SELECT id FROM session WHERE name = ?")
            guard let id = try Int64.fetchOne(query, arguments: [session.rawValue]) else { return [] as [Entry] }
            var reader = try EntryReader(session: session, number: id, database: database, texts: texts)
            return try reader.entries(after: first, limit: count)
        }
        // Who knows the beginning wants what is new, which is little, or the next page, which keeps a thread for a moment.
        return first > 0 ? try await look(work) : try await read(work)
    }

    package func entries(of session: SessionID, at sequences: [Int]) async throws -> [Entry] {
        let places = Set(sequences).filter { (1...JournalWriter.maximumSequence).contains($0) }.sorted()
        return try await read { [texts] database in
            let query = try database.cachedStatement(sql: "SELECT id FROM session WHERE name = ?")
            guard let id = try Int64.fetchOne(query, arguments: [session.rawValue]) else { return [] }
            var reader = try EntryReader(session: session, number: id, database: database, texts: texts)
            return try places.flatMap { place in
                try reader.entries(after: place - 1, limit: 1).filter { $0.sequence == place }
            }
        }
    }

    package func outline(of session: SessionID) async throws -> [OutlinePage] {
        try await read { [texts] database in
            let query = try database.cachedStatement(sql: "SELECT id FROM session WHERE name = ?")
            guard let id = try Int64.fetchOne(query, arguments: [session.rawValue]) else { return [] }
            return try OutlineTable(database: database, texts: texts).pages(of: id)
        }
    }

    package func head(of session: SessionID) async throws -> JournalHead? {
        try await look(byOneStatement: true) { database in
            let query = try database.cachedStatement(
                sql: """
                    SELECT entry.id, entry.hash, entry.followers FROM session
                    JOIN entry ON entry.id > session.id << 24 AND entry.id <= (session.id << 24) + ?
                    WHERE session.name = ? ORDER BY entry.id DESC LIMIT 1
                    """)
            let row = try Row.fetchOne(query, arguments: [JournalWriter.maximumSequence, session.rawValue])
            return try row.map { try JournalHead(ofLast: $0) }
        }
    }

    package func evidenceRecord(in session: SessionID, at sequence: Int) async throws -> [UInt8]? {
        guard (1...JournalWriter.maximumSequence).contains(sequence) else { return nil }
        let record = try await look(byOneStatement: true) { database in
            try Data.fetchOne(
                database.cachedStatement(
                    sql: """
                        SELECT entry_record(payload, followers, evidence) FROM entry
                        WHERE id = (SELECT id FROM session WHERE name = ?) << 24 | ?
                        """), arguments: [session.rawValue, sequence])
        }
        return record.map { [UInt8]($0) }
    }

    package func evidence(in session: SessionID, at sequence: Int) async throws -> Evidence? {
        guard let record = try await evidenceRecord(in: session, at: sequence) else { return nil }
        do {
            return try Evidence(record: record)
        } catch {
            throw StoreError(
                .corrupt, "the evidence at entry \(sequence) of \(session) cannot be read",
                hint: "bring the database back from a backup; it was changed from outside")
        }
    }

    package func blob(_ sha256: Digest, range: Range<Int>) async throws -> [UInt8]? {
        try await read { database in
            let query = try database.cachedStatement(sql: "SELECT id, length FROM blob WHERE sha256 = ?")
            guard let row = try Row.fetchOne(query, arguments: [Data(sha256.bytes)]) else { return nil }
            let range = range.clamped(to: 0..<max(row[1] as Int, 0))
            return try Self.bytes(of: row[0], range, database)
        }
    }

    private static func bytes(of blob: Int64, _ range: Range<Int>, _ database: Database) throws -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        let query = try database.cachedStatement(sql: "SELECT substr(bytes, ?, ?) FROM blob_chunk WHERE id = ?")
        var position = range.lowerBound
        while position < range.upperBound {
            let (chunk, offset) = position.quotientAndRemainder(dividingBy: PreparedRow.chunk)
            let count = min(PreparedRow.chunk - offset, range.upperBound - position)
            let arguments: StatementArguments = [offset + 1, count, blob << 20 | Int64(chunk)]
            guard let piece = try Data.fetchOne(query, arguments: arguments), piece.count == count else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a piece of a blob is missing")
            }
            bytes.append(contentsOf: piece)
            position += count
        }
        return bytes
    }

    package func newestEvidence(in session: SessionID, key: Digest) async throws -> Int? {
        try await look(byOneStatement: true) { database in
            try Int.fetchOne(
                database.cachedStatement(
                    sql: """
                        SELECT evidence_key.sequence FROM evidence_key
                        JOIN session ON session.id = evidence_key.session
                        WHERE session.name = ? AND evidence_key.key = ?
                        """), arguments: [session.rawValue, Data(key.bytes)])
        }
    }
}

extension JournalHead {
    /// Where the journal of a session ends, which is known by its number; nil when it holds nothing.
    init?(ofSession number: Int64, in database: Database) throws {
        let query = try database.cachedStatement(
            sql: "SELECT id, hash, followers FROM entry WHERE id > ? AND id <= ? ORDER BY id DESC LIMIT 1")
        let first = number << 24
        let last = first | Int64(JournalWriter.maximumSequence)
        guard let row = try Row.fetchOne(query, arguments: [first, last]) else { return nil }
        try self.init(ofLast: row)
    }

    /// - Parameter row: the number, the hash and the followers of the last row of a journal.
    fileprivate init(ofLast row: Row) throws {
        let id: Int64 = row[0]
        let sequence = Int(id & Int64(JournalWriter.maximumSequence)) + (try EntryGroup.followers(row[2]) ?? 0)
        self.init(sequence: sequence, hash: try Digest(row: row, at: 1))
    }
}
