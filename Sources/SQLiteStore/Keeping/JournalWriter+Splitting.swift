internal import Foundation
internal import GRDB
internal import Model
internal import Store

extension JournalWriter {
    /// Gives each entry of a row that holds several a row of its own, so that parts of one can be removed.
    ///
    /// - Parameter sequence: that of any of them; where the entry stands by itself, nothing happens.
    func split(rowOf sequence: Int, of session: Int64) throws {
        let query = try database.cachedStatement(
            sql: """
                SELECT id, followers, evidence, body FROM entry WHERE id > ? AND id <= ? ORDER BY id DESC LIMIT 1
                """)
        let arguments: StatementArguments = [session << 24, session << 24 | Int64(sequence)]
        guard let row = try Row.fetchOne(query, arguments: arguments), let followers = row[1] as Int?,
            let name = try String.fetchOne(
                database.cachedStatement(sql: "SELECT name FROM session WHERE id = ?"), arguments: [session]),
            let journal = SessionID(name)
        else { return }
        let id: Int64 = row[0]
        let first = Int(id & Int64(Self.maximumSequence))
        var reader = try EntryReader(session: journal, number: session, database: database, texts: texts)
        let entries = try reader.entries(after: first - 1, limit: followers + 1)
        let record = try Data.fetchOne(
            database.cachedStatement(sql: "SELECT entry_record(payload, followers, evidence) FROM entry WHERE id = ?"),
            arguments: [id])
        try database.cachedStatement(sql: "DELETE FROM entry WHERE id = ?").execute(arguments: [id])
        let insert = try database.cachedStatement(
            sql: """
                INSERT INTO entry (id, time, principal, kind, hash, payload, evidence, body)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """)
        for entry in entries {
            let isFirst = entry.sequence == first
            try insert.execute(arguments: [
                session << 24 | Int64(entry.sequence), entry.time.milliseconds,
                try memory.words.number(of: entry.principal, in: database),
                try memory.words.number(of: entry.kind, in: database), Data(entry.hash.bytes),
                entry.payload.map { Data(texts.pack($0)) },
                isFirst ? record.map { Data(texts.pack([UInt8]($0))) } : nil,
                isFirst ? row[3] as Int64? : nil,
            ])
        }
    }
}
