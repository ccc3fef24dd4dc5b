internal import Foundation
internal import GRDB
package import Model
internal import Store

extension SQLiteStore {
    package func entries(of session: SessionID, after sequence: Int, limit: Int) async throws -> [Entry] {
        let first = max(sequence, 0)
        let count = min(max(limit, 0), JournalWriter.maximumSequence)
        guard count > 0, first < JournalWriter.maximumSequence else { return [] }
        return try await read { database in
            let query = try database.cachedStatement(sql: "SELECT id FROM session WHERE name = ?")
            guard let id = try Int64.fetchOne(query, arguments: [session.rawValue]) else { return [] }
            var reader = try EntryReader(session: session, number: id, database: database)
            return try reader.entries(after: first, limit: count)
        }
    }

    package func head(of session: SessionID) async throws -> JournalHead? {
        try await read { database in
            let query = try database.cachedStatement(
                sql: "SELECT sequence, hash FROM session WHERE name = ? AND sequence > 0")
            guard let row = try Row.fetchOne(query, arguments: [session.rawValue]) else { return nil }
            return JournalHead(sequence: row[0], hash: try Digest(row: row, at: 1))
        }
    }

    package func evidence(_ id: EvidenceID) async throws -> Evidence? {
        let record = try await read { database in
            try Data.fetchOne(
                database.cachedStatement(sql: "SELECT record FROM evidence WHERE name = ?"), arguments: [id.rawValue])
        }
        guard let record else { return nil }
        do {
            return try Evidence(record: [UInt8](record))
        } catch {
            throw StoreError(
                .corrupt, "the record of evidence \(id) cannot be read",
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
            let (chunk, offset) = position.quotientAndRemainder(dividingBy: PreparedAppend.chunk)
            let count = min(PreparedAppend.chunk - offset, range.upperBound - position)
            let arguments: StatementArguments = [offset + 1, count, blob << 20 | Int64(chunk)]
            guard let piece = try Data.fetchOne(query, arguments: arguments), piece.count == count else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a piece of a blob is missing")
            }
            bytes.append(contentsOf: piece)
            position += count
        }
        return bytes
    }

    package func newestEvidence(in session: SessionID, key: Digest) async throws -> EvidenceID? {
        let name = try await read { database in
            try String.fetchOne(
                database.cachedStatement(
                    sql: """
                        SELECT evidence.name FROM evidence_key
                        JOIN session ON session.id = evidence_key.session
                        JOIN evidence ON evidence.id = evidence_key.evidence
                        WHERE session.name = ? AND evidence_key.key = ?
                        """), arguments: [session.rawValue, Data(key.bytes)])
        }
        return name.flatMap(EvidenceID.init)
    }
}
