internal import Foundation
internal import GRDB
internal import Model
internal import Store

/// Reads lines of the list of sessions, the newest updated first.
struct SessionList {
    /// Up to so many sessions are sorted; of more, those that fit are picked while the list is walked in its order.
    static let few = 2000

    /// The states that the index `session_at_work` is of, and how it says so: SQLite compares the words.
    private static let working: (states: Set<String>, condition: String) = (
        [SessionStatus.running.rawValue, SessionStatus.waiting.rawValue], "status IN ('running', 'waiting')"
    )

    let database: Database
    /// What the sessions have to bear, by name and value.
    var labels: [(key: String, value: String)] = []
    /// The states that they may be in; nil for any.
    var states: [String]?

    func summaries(after position: SessionCursor?, limit: Int) throws -> [SessionSummary] {
        var arguments = StatementArguments()
        var (from, conditions) = ("session", ["updated IS NOT NULL"])
        var order = "updated DESC, session.name DESC"
        let rarest = try rarest()
        if let rarest {
            from = "session_label AS rarest CROSS JOIN session ON session.id = rarest.session"
            conditions.append("rarest.name = ? AND rarest.value = ?")
            order = "+updated DESC, session.name DESC"
            arguments += [Data(rarest.key.utf8), Data(rarest.value.utf8)]
        }
        for label in labels where label.key != rarest?.key {
            conditions.append(
                "EXISTS (SELECT 1 FROM session_label WHERE name = ? AND value = ? AND session = session.id)")
            arguments += [Data(label.key.utf8), Data(label.value.utf8)]
        }
        if let states {
            // An empty list fits nothing.
            conditions.append("status IN (\(states.map { _ in "?" }.joined(separator: ", ")))")
            for state in states { arguments += [state] }
            if !states.isEmpty, Self.working.states.isSuperset(of: states) {
                from = "session INDEXED BY session_at_work"
                conditions.append(Self.working.condition)
            }
        }
        if let position {
            conditions.append("(updated, session.name) < (?, ?)")
            arguments += [position.updated.nanoseconds, position.session.rawValue]
        }
        // What is shown is read of those alone that are.
        let sql = """
            SELECT \(Self.columns)
            FROM session LEFT JOIN session_mark ON session_mark.session = session.id
            WHERE session.id IN (
                SELECT session.id FROM \(from) WHERE \(conditions.joined(separator: " AND ")) ORDER BY \(order) LIMIT ?
            ) ORDER BY +updated DESC, session.name DESC
            """
        return try Row.fetchAll(database.cachedStatement(sql: sql), arguments: arguments + [limit]).map(Self.summary)
    }

    /// The lines of sessions that are known by their numbers, in that order; what is not listed is left out.
    func summaries(of numbers: [Int64]) throws -> [SessionSummary] {
        let query = try database.cachedStatement(
            sql: """
                SELECT \(Self.columns) FROM session LEFT JOIN session_mark ON session_mark.session = session.id
                WHERE session.id = ? AND updated IS NOT NULL
                """)
        return try numbers.compactMap { try Row.fetchOne(query, arguments: [$0]).map(Self.summary) }
    }

    private static let columns = "session.name, title, status, owner, created, updated, pinned, session_mark.labels"

    /// The label that fewest bear, when those are few enough to be sorted.
    private func rarest() throws -> (key: String, value: String)? {
        let query = try database.cachedStatement(
            sql: "SELECT count(*) FROM (SELECT 1 FROM session_label WHERE name = ? AND value = ? LIMIT ?)")
        var best: (label: (key: String, value: String), count: Int)?
        for label in labels {
            let count = try Int.fetchOne(
                query, arguments: [Data(label.key.utf8), Data(label.value.utf8), Self.few])
            if let count, count < best?.count ?? Self.few { best = (label, count) }
        }
        return best?.label
    }

    private static func summary(_ row: Row) throws -> SessionSummary {
        guard let name = row[0] as String?, let id = SessionID(name), let status = row[2] as String?,
            let title = row[1] as Data?, let owner = row[3] as Data?
        else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a line of the list cannot be read") }
        let marks = try SessionMarks.Line(row: row, from: 6)
        return SessionSummary(
            id: id, title: String(decoding: title, as: UTF8.self),
            // A status of a newer version; the journal knows better.
            status: SessionStatus(rawValue: status) ?? .open, owner: String(decoding: owner, as: UTF8.self),
            created: Timestamp(nanoseconds: row[4]), updated: Timestamp(nanoseconds: row[5]),
            labels: marks.labels, pinned: marks.pinned)
    }
}
