internal import Foundation
internal import GRDB
package import Model
package import Store

extension SQLiteStore {
    package func sessions(limit: Int, cursor: String?) async throws -> SessionPage {
        try await sessions(limit: limit, cursor: cursor) { SessionList(database: $0) }
    }

    package func sessions(
        labelled labels: [String: String], limit: Int, cursor: String?
    ) async throws -> SessionPage {
        let labels = labels.sorted { $0.key < $1.key }
        return try await sessions(limit: limit, cursor: cursor) { SessionList(database: $0, labels: labels) }
    }

    package func sessions(in states: Set<SessionStatus>, limit: Int, cursor: String?) async throws -> SessionPage {
        let states = states.map(\.rawValue).sorted()
        return try await sessions(limit: limit, cursor: cursor) { SessionList(database: $0, states: states) }
    }

    private func sessions(
        limit: Int, cursor: String?, of list: @escaping @Sendable (Database) -> SessionList
    ) async throws -> SessionPage {
        let position = try cursor.map { try SessionCursor($0) }
        guard limit > 0 else { return SessionPage(sessions: [], nextCursor: nil) }
        // One more than asked for tells whether there is a next page.
        let count = min(limit, 1 << 30)
        var sessions = try await read { database in
            try list(database).summaries(after: position, limit: count + 1)
        }
        guard sessions.count > count else { return SessionPage(sessions: sessions, nextCursor: nil) }
        sessions.removeLast(sessions.count - count)
        return SessionPage(sessions: sessions, nextCursor: sessions.last.map { SessionCursor(after: $0).text })
    }

    package func sessions(withPrefix prefix: String, limit: Int) async throws -> [SessionID] {
        // Whatever else stands in a prefix cannot begin an identifier, and must not reach the end of a text early.
        guard limit > 0, prefix.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else { return [] }
        let names = try await read { database in
            // Few are sorted; of many, which a short prefix fits, the newest are met soon in the order of the list.
            let fitting = "FROM session WHERE name >= ? AND name < ? AND updated IS NOT NULL"
            let bounds: StatementArguments = [prefix, prefix + "\u{7f}"]
            let count = try Int.fetchOne(
                database.cachedStatement(
                    sql: "SELECT count(*) FROM (SELECT 1 FROM session WHERE name >= ? AND name < ? LIMIT ?)"),
                arguments: bounds + [SessionList.few])
            let isFew = count ?? 0 < SessionList.few
            let order = isFew ? "ORDER BY +updated DESC, name DESC" : "ORDER BY updated DESC, name DESC"
            let source = isFew ? fitting : fitting.replacing("session", with: "session INDEXED BY session_by_update")
            return try String.fetchAll(
                database.cachedStatement(sql: "SELECT name \(source) \(order) LIMIT ?"),
                arguments: bounds + [min(limit, 1 << 30)])
        }
        return names.compactMap(SessionID.init)
    }
}
