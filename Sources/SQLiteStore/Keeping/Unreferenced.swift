internal import GRDB

/// Bodies and words to which no entry refers: what an older version left behind, and names in journals that are gone.
struct Unreferenced {
    let writer: JournalWriter

    private var database: Database { writer.database }

    /// Removes them in a transaction of its own.
    func remove() throws {
        // Each word would be looked for in all entries once more.
        try database.execute(sql: "PRAGMA foreign_keys = OFF")
        defer { try? database.execute(sql: "PRAGMA foreign_keys = ON") }
        try database.inTransaction(.immediate) {
            try removeBodies()
            try removeWords()
            return .commit
        }
    }

    private func removeBodies() throws {
        let bodies = try Int64.fetchAll(
            database, sql: "SELECT id FROM blob WHERE id NOT IN (SELECT body FROM entry WHERE body IS NOT NULL)")
        for body in bodies { try writer.forget(body) }
    }

    private func removeWords() throws {
        try database.execute(
            sql: "DELETE FROM word WHERE id NOT IN (SELECT principal FROM entry UNION SELECT kind FROM entry)")
        guard database.changesCount > 0 else { return }
        // Their numbers will be given to others: whoever remembers them has to forget, see WriterMemory.
        let form = try Int32.fetchOne(database, sql: "PRAGMA schema_version") ?? 0
        try database.execute(sql: "PRAGMA schema_version = \(form &+ 1)")
    }
}
