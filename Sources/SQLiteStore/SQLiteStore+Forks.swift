internal import GRDB
package import Model
package import Store

extension SQLiteStore {
    package func forks(of session: SessionID) async throws -> [Fork] {
        try await read { database in
            let query = try database.cachedStatement(
                sql: """
                    SELECT session.name, fork.sequence FROM fork JOIN session ON session.id = fork.child
                    WHERE fork.parent = (SELECT id FROM session WHERE name = ?) ORDER BY fork.child
                    """)
            return try Row.fetchAll(query, arguments: [session.rawValue]).compactMap { row in
                SessionID(row[0] as String).map { Fork(session: $0, sequence: row[1]) }
            }
        }
    }

    /// The session at the beginning of a lineage; the name itself where it is no fork, or not there.
    static func root(of session: SessionID, in database: Database) throws -> String {
        let query = try database.cachedStatement(
            sql: """
                WITH RECURSIVE line (id, depth) AS (
                    SELECT id, 0 FROM session WHERE name = ?
                    UNION ALL SELECT fork.parent, line.depth + 1 FROM fork JOIN line ON fork.child = line.id
                )
                SELECT session.name FROM line JOIN session ON session.id = line.id ORDER BY depth DESC LIMIT 1
                """)
        return try String.fetchOne(query, arguments: [session.rawValue]) ?? session.rawValue
    }
}
