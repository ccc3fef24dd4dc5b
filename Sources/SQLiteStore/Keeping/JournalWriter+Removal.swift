internal import Foundation
internal import GRDB
internal import Model
internal import Store

extension JournalWriter {
    /// Takes parts out of the rows of a session's entries.
    ///
    /// - Parameter isIndexed: Whether the session is searched, as all are but the server's own journal.
    func remove(_ removals: [Removal], of session: Int64, isIndexed: Bool) throws {
        let index = isIndexed ? SearchIndex(database) : nil
        let missing = try index?.missing(of: session) ?? .max
        if removals.contains(where: { $0.parts.contains(.payload) }) {
            try OutlineTable(database: database, texts: texts).remove(of: session)
        }
        for removal in removals {
            // A body is a column of its own.
            if removal.parts != [.body] { try split(rowOf: removal.sequence, of: session) }
            let id = session << 24 | Int64(removal.sequence)
            if removal.parts.contains(.payload) {
                // What is not in the index cannot be taken out of it, and does not come in any more.
                try removePayload(at: id, removal.sequence <= missing ? index : nil)
            }
            if removal.parts.contains(.evidence) {
                try database.cachedStatement(sql: "UPDATE entry SET evidence = NULL WHERE id = ?")
                    .execute(arguments: [id])
            }
            if removal.parts.contains(.body) { try removeBody(at: id) }
            guard removal.parts != [.payload] else { continue }
            // What has lost a part is not used again.
            try database.cachedStatement(sql: "DELETE FROM evidence_key WHERE session = ? AND sequence = ?")
                .execute(arguments: [session, removal.sequence])
        }
    }

    private func removePayload(at id: Int64, _ index: SearchIndex?) throws {
        let query = try database.cachedStatement(
            sql: "SELECT word.text, unpacked(payload) FROM entry JOIN word ON word.id = entry.kind WHERE entry.id = ?")
        guard let row = try Row.fetchOne(query, arguments: [id]), let payload = row[1] as Data? else { return }
        let bytes = [UInt8](payload)
        try index?.remove(kind: String(decoding: row[0] as Data, as: UTF8.self), payload: bytes, at: id)
        try database.cachedStatement(sql: "UPDATE entry SET payload = NULL, payload_hash = ? WHERE id = ?")
            .execute(arguments: [Data(Digest(of: bytes).bytes), id])
    }

    private func removeBody(at id: Int64) throws {
        let query = try database.cachedStatement(sql: "SELECT body FROM entry WHERE id = ?")
        guard let blob = try Int64.fetchOne(query, arguments: [id]) else { return }
        try database.cachedStatement(sql: "UPDATE entry SET body = NULL WHERE id = ?").execute(arguments: [id])
        try forget(blob)
    }

    /// Removes a blob to which no entry refers any more.
    func forget(_ blob: Int64) throws {
        let query = try database.cachedStatement(sql: "SELECT 1 FROM entry WHERE body = ? LIMIT 1")
        guard try Int.fetchOne(query, arguments: [blob]) == nil else { return }
        try database.cachedStatement(sql: "DELETE FROM blob_chunk WHERE id >= ? AND id < ?")
            .execute(arguments: [blob << 20, (blob + 1) << 20])
        try database.cachedStatement(sql: "DELETE FROM blob WHERE id = ?").execute(arguments: [blob])
    }
}
