internal import GRDB
internal import Model
internal import Store

/// The fencing token of a run as the database knows it.
enum RunToken {
    /// The token that appends of the run have to carry; 0 for one that was never driven.
    static func current(of run: RunID, in database: Database) throws -> Int {
        let query = try database.cachedStatement(sql: "SELECT token FROM run WHERE name = ?")
        return try Int.fetchOne(query, arguments: [run.rawValue]) ?? 0
    }

    /// Makes a token the current one; to be called in a write transaction.
    static func set(_ fence: Fence, in database: Database) throws {
        let upsert = try database.cachedStatement(
            sql: """
                INSERT INTO run (name, token) VALUES (?, ?)
                ON CONFLICT (name) DO UPDATE SET token = excluded.token
                """)
        try upsert.execute(arguments: [fence.run.rawValue, fence.token])
    }
}
