internal import GRDB
internal import Model
internal import Store

/// Which entries were made elsewhere, and what was withheld of them.
struct ImportTable {
    let database: Database

    /// The parts of a journal that came with case files, in order.
    func ranges(of session: Int64) throws -> [ClosedRange<Int>] {
        let query = try database.cachedStatement(
            sql: "SELECT first, last FROM import WHERE session = ? ORDER BY first")
        return try Row.fetchAll(query, arguments: [session]).map { row in
            let (first, last): (Int, Int) = (row[0], row[1])
            guard 1...JournalWriter.maximumSequence ~= first, first <= last else {
                throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a part of a journal ends before it begins")
            }
            return first...last
        }
    }

    func withheld(of session: Int64) throws -> [Int: WithheldParts] {
        let query = try database.cachedStatement(sql: "SELECT id, parts FROM withheld WHERE id > ? AND id <= ?")
        let first = session << 24
        let rows = try Row.fetchAll(query, arguments: [first, first | Int64(JournalWriter.maximumSequence)])
        let parts = rows.map { row -> (Int, WithheldParts) in
            let id: Int64 = row[0]
            return (Int(id & Int64(JournalWriter.maximumSequence)), WithheldParts(rawValue: row[1]))
        }
        return Dictionary(parts, uniquingKeysWith: { first, _ in first })
    }

    func add(_ journal: ImportedJournal, to session: Int64) throws {
        try database.execute(
            sql: "INSERT INTO import (session, first, last) VALUES (?, ?, ?)",
            arguments: [session, journal.base.sequence + 1, journal.last])
        let insert = try database.cachedStatement(sql: "INSERT INTO withheld (id, parts) VALUES (?, ?)")
        for (sequence, parts) in journal.withheld {
            try insert.execute(arguments: [session << 24 | Int64(sequence), parts.rawValue])
        }
    }
}
