internal import GRDB
package import Store

extension SQLiteStore {
    package func sessionsWithBodies(limit: Int, cursor: String?) async throws -> SessionPage {
        guard let first = cursor.map({ Int64($0) }) ?? 0, 0..<JournalWriter.maximumSession ~= first else {
            throw StoreError.badCursor
        }
        guard limit > 0 else { return SessionPage(sessions: [], nextCursor: nil) }
        return try await read { database in
            // The index knows who refers to bodies, and no entry is read for it.
            let numbers = try Int64.fetchAll(
                database.cachedStatement(
                    sql: """
                        SELECT DISTINCT id >> 24 FROM entry INDEXED BY entry_by_body
                        WHERE body IS NOT NULL AND id >= ? ORDER BY 1 LIMIT ?
                        """), arguments: [first << 24, min(limit, 1 << 30)])
            let lines = try SessionList(database: database).summaries(of: numbers)
            let next = numbers.count < limit ? nil : numbers.last.map { "\($0 + 1)" }
            return SessionPage(sessions: lines, nextCursor: next)
        }
    }
}
