internal import Foundation
internal import GRDB
internal import Model
package import Store

extension SQLiteStore {
    package func holdings(of principal: String, beyond known: Holdings.Stray) async throws -> Holdings {
        try await read { database in
            let name = Data(principal.utf8)
            // The length of a column is known from the head of its row, so that nothing of it is read.
            let bytes = """
                SELECT coalesce(sum(coalesce(length(entry.payload), 0) + coalesce(length(entry.evidence), 0)
                    + coalesce(blob.length, 0)), 0)
                """
            let rows = """
                FROM session CROSS JOIN entry ON entry.id > (session.id << 24 | ?)
                    AND entry.id <= (session.id << 24 | \(JournalWriter.maximumSequence))
                LEFT JOIN blob ON blob.id = entry.body
                """
            let open = try Int.fetchOne(
                database.cachedStatement(
                    sql: "SELECT count(*) FROM session WHERE owner = ? AND updated IS NOT NULL AND status <> 'closed'"),
                arguments: [name])
            let own = try Int.fetchOne(
                database.cachedStatement(
                    sql: "\(bytes) \(rows) WHERE session.owner = ? AND session.updated IS NOT NULL"),
                arguments: [0, name])
            let alone = try Int.fetchOne(
                database.cachedStatement(
                    sql: """
                        \(bytes) \(rows) WHERE session.name = ?
                        AND entry.principal = (SELECT id FROM word WHERE text = ?)
                        """), arguments: [known.through, SessionID.server.rawValue, name])
            let last = try Int.fetchOne(
                database.cachedStatement(
                    sql: """
                        SELECT max(entry.id) & \(JournalWriter.maximumSequence)
                        FROM session CROSS JOIN entry ON entry.id > session.id << 24
                            AND entry.id <= (session.id << 24 | \(JournalWriter.maximumSequence))
                        WHERE session.name = ?
                        """), arguments: [SessionID.server.rawValue])
            let stray = Holdings.Stray(bytes: known.bytes + (alone ?? 0), through: max(known.through, last ?? 0))
            return Holdings(openSessions: open ?? 0, bytes: (own ?? 0) + stray.bytes, stray: stray)
        }
    }
}
