internal import Foundation
internal import GRDB
package import Model
package import Store

extension SQLiteStore {
    package func sessions(limit: Int, cursor: String?) async throws -> SessionPage {
        let position = try cursor.map { try SessionCursor($0) }
        guard limit > 0 else { return SessionPage(sessions: [], nextCursor: nil) }
        // One more than asked for tells whether there is a next page.
        let count = min(limit, 1 << 30)
        var sessions = try await read { database in
            let columns = "SELECT name, title, status, owner, created, updated FROM session WHERE updated IS NOT NULL"
            let order = "ORDER BY updated DESC, name DESC LIMIT ?"
            guard let position else {
                return try Self.summaries(database, "\(columns) \(order)", [count + 1])
            }
            return try Self.summaries(
                database, "\(columns) AND (updated, name) < (?, ?) \(order)",
                [position.updated.nanoseconds, position.session.rawValue, count + 1])
        }
        guard sessions.count > count else { return SessionPage(sessions: sessions, nextCursor: nil) }
        sessions.removeLast(sessions.count - count)
        return SessionPage(sessions: sessions, nextCursor: sessions.last.map { SessionCursor(after: $0).text })
    }

    package func sessions(withPrefix prefix: String, limit: Int) async throws -> [SessionID] {
        // Whatever else stands in a prefix cannot begin an identifier, and must not reach the end of a text early.
        guard limit > 0, prefix.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else { return [] }
        let names = try await read { database in
            try String.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT name FROM session WHERE name >= ? AND name < ? AND updated IS NOT NULL
                        ORDER BY updated DESC, name DESC LIMIT ?
                        """), arguments: [prefix, prefix + "\u{7f}", min(limit, 1 << 30)])
        }
        return names.compactMap(SessionID.init)
    }

    private static func summaries(
        _ database: Database, _ sql: String, _ arguments: StatementArguments
    ) throws -> [SessionSummary] {
        try Row.fetchAll(database.cachedStatement(sql: sql), arguments: arguments).map { row in
            guard let name = row[0] as String?, let id = SessionID(name), let status = row[2] as String?,
                let title = row[1] as Data?, let owner = row[3] as Data?
            else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a line of the list cannot be read") }
            return SessionSummary(
                id: id, title: String(decoding: title, as: UTF8.self),
                // A status of a newer version; the journal knows better.
                status: SessionStatus(rawValue: status) ?? .open, owner: String(decoding: owner, as: UTF8.self),
                created: Timestamp(nanoseconds: row[4]), updated: Timestamp(nanoseconds: row[5]))
        }
    }
}
