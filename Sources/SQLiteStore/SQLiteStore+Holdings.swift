internal import Foundation
internal import GRDB
package import Model
package import Store

extension SQLiteStore {
    package func holdings(of principal: String) async throws -> Holdings {
        try await read { database in
            let name = Data(principal.utf8)
            // The length of a column is known from the head of its row, so that no evidence is read.
            let bytes = """
                SELECT coalesce(sum(
                    coalesce(length(entry.evidence), 0) + coalesce(blob.length, 0)
                    + CASE WHEN entry.followers IS NULL OR entry.kind <> call.id THEN 0 ELSE length(entry.payload) END), 0)
                FROM session CROSS JOIN entry ON entry.id > session.id << 24
                    AND entry.id <= (session.id << 24 | \(JournalWriter.maximumSequence))
                LEFT JOIN blob ON blob.id = entry.body
                LEFT JOIN word AS call ON call.text = CAST('\(CallFinished.kind)' AS BLOB)
                """
            let open = try Int.fetchOne(
                database.cachedStatement(
                    sql: "SELECT count(*) FROM session WHERE owner = ? AND updated IS NOT NULL AND status <> 'closed'"),
                arguments: [name])
            let own = try Int.fetchOne(
                database.cachedStatement(sql: "\(bytes) WHERE session.owner = ? AND session.updated IS NOT NULL"),
                arguments: [name])
            let alone = try Int.fetchOne(
                database.cachedStatement(
                    sql: """
                        \(bytes) WHERE session.name = ?
                        AND entry.principal = (SELECT id FROM word WHERE text = ?)
                        """), arguments: [SessionID.server.rawValue, name])
            return Holdings(openSessions: open ?? 0, bytes: (own ?? 0) + (alone ?? 0))
        }
    }
}
