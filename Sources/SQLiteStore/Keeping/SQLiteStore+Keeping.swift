internal import Foundation
internal import GRDB
package import Model
package import Store

extension SQLiteStore {
    package func bodies(of session: SessionID) async throws -> [StoredBody] {
        try await read { database in
            let rows = try Row.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT entry.id, entry.time, blob.sha256, blob.length FROM session
                        JOIN entry ON entry.id > session.id << 24 AND entry.id < (session.id + 1) << 24
                        JOIN blob ON blob.id = entry.body
                        WHERE session.name = ? ORDER BY entry.id
                        """), arguments: [session.rawValue])
            return try rows.map { row in
                StoredBody(
                    sequence: Int((row[0] as Int64) & Int64(JournalWriter.maximumSequence)),
                    time: Timestamp(milliseconds: row[1]), sha256: try Digest(row: row, at: 2), length: row[3])
            }
        }
    }

    package func contains(_ needles: [[UInt8]], in session: SessionID) async throws -> Bool {
        try await read { database in
            let id = "SELECT id FROM session WHERE name = ?"
            guard let number = try Int64.fetchOne(database, sql: id, arguments: [session.rawValue]) else {
                return false
            }
            let rows = "FROM entry WHERE entry.id > ? AND entry.id < ?"
            let range: StatementArguments = [number << 24, (number + 1) << 24]
            let inLine = """
                SELECT EXISTS (
                    SELECT 1 FROM session LEFT JOIN session_mark ON session_mark.session = session.id
                    WHERE session.id = ? AND (instr(title, ?) > 0 OR instr(labels, ?) > 0))
                """
            let inRows = """
                SELECT EXISTS (
                    SELECT 1 \(rows) AND (instr(unpacked(payload), ?) > 0 OR instr(unpacked(evidence), ?) > 0))
                """
            for needle in needles {
                let bytes = Data(needle)
                if try Bool.fetchOne(database, sql: inLine, arguments: [number, bytes, bytes]) == true { return true }
                if try Bool.fetchOne(database, sql: inRows, arguments: range + [bytes, bytes]) == true { return true }
            }
            let bodies = try Int64.fetchAll(
                database, sql: "SELECT DISTINCT body \(rows) AND body IS NOT NULL", arguments: range)
            return try bodies.contains { try Self.contains(needles, inBlob: $0, database) }
        }
    }

    private static func contains(_ needles: [[UInt8]], inBlob blob: Int64, _ database: Database) throws -> Bool {
        let chunks = try Data.fetchCursor(
            database, sql: "SELECT bytes FROM blob_chunk WHERE id >= ? AND id < ? ORDER BY id",
            arguments: [blob << 20, (blob + 1) << 20])
        let overlap = needles.map(\.count).max() ?? 0
        var end: [UInt8] = []
        while let chunk = try chunks.next() {
            let bytes = end + chunk
            if needles.contains(where: { bytes.contains($0) }) { return true }
            end = bytes.suffix(overlap)
        }
        return false
    }

    package func places(ofBody sha256: Digest) async throws -> [EntryPlace] {
        try await read { database in
            let rows = try Row.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT session.name, entry.id FROM blob JOIN entry ON entry.body = blob.id
                        JOIN session ON session.id = entry.id >> 24 WHERE blob.sha256 = ?
                        """), arguments: [Data(sha256.bytes)])
            return rows.compactMap { row in
                SessionID(row[0] as String).map { session in
                    let id: Int64 = row[1]
                    return EntryPlace(session: session, sequence: Int(id & Int64(JournalWriter.maximumSequence)))
                }
            }
            .sorted()
        }
    }

    package func delete(_ deletion: SessionDeletion) async throws -> AppendOutcome {
        let note = try PreparedAppend(deletion.note, texts)
        let queue = try writing()
        return try await queue.write { try queue.writer($0).delete(deletion, noting: note) }
    }

    package func wipe() async throws {
        let queue = try writing()
        let meter = queue.database.meter
        try await clearStages()
        try await queue.maintain { database in
            try Unreferenced(writer: queue.writer(database)).remove()
            try database.inTransaction(.immediate) {
                try SearchIndex(database).compact()
                return .commit
            }
            // Pages that were freed are overwritten, but within pages that are in use stands what was moved about.
            try database.execute(sql: "VACUUM")
            guard meter.empty(database) else {
                throw StoreError(
                    .busy, "somebody still reads the database as it was before",
                    hint: "end the export or backup that is under way, and do this again")
            }
        }
    }
}
