internal import Foundation
internal import GRDB
package import JSON
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

    package func contains(_ text: EscapedText, in session: SessionID) async throws -> Bool {
        try await read { [texts] database in
            let line = try Row.fetchOne(
                database,
                sql: """
                    SELECT id, title, labels FROM session LEFT JOIN session_mark ON session_mark.session = id
                    WHERE name = ?
                    """, arguments: [session.rawValue])
            guard let line else { return false }
            let shown = [line[1] as Data?, line[2] as Data?].compactMap { $0 }
            if shown.contains(where: { text.stands(in: [UInt8]($0)) }) { return true }
            let number: Int64 = line[0]
            return try Self.stands(text, inRowsOf: number, database, texts)
                || Self.stands(text, inBodiesOf: number, database)
        }
    }

    private static func stands(
        _ text: EscapedText, inRowsOf session: Int64, _ database: Database, _ texts: TextPacking
    ) throws -> Bool {
        let query = try database.cachedStatement(sql: "SELECT payload, evidence FROM entry WHERE id > ? AND id < ?")
        try query.setArguments([session << 24, (session + 1) << 24])
        let rows = RawRows(query)
        defer { rows.end() }
        while try rows.next() {
            for column in 0...1 as ClosedRange<Int32> {
                if let form = rows.bytes(column), text.stands(in: try texts.unpack(form)) { return true }
            }
        }
        return false
    }

    private static func stands(_ text: EscapedText, inBodiesOf session: Int64, _ database: Database) throws -> Bool {
        let bodies = try Int64.fetchAll(
            database, sql: "SELECT DISTINCT body FROM entry WHERE id > ? AND id < ? AND body IS NOT NULL",
            arguments: [session << 24, (session + 1) << 24])
        return try bodies.contains { body in
            var search = EscapedText.Search(text)
            let chunks = try Data.fetchCursor(
                database, sql: "SELECT bytes FROM blob_chunk WHERE id >= ? AND id < ? ORDER BY id",
                arguments: [body << 20, (body + 1) << 20])
            while let chunk = try chunks.next() {
                if search.finds(in: [UInt8](chunk), isLast: false) { return true }
            }
            return search.finds(in: [], isLast: true)
        }
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
