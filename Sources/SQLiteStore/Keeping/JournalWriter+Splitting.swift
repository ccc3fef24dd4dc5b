internal import Foundation
internal import GRDB
internal import Model
internal import Store

extension JournalWriter {
    /// Gives each entry of a row that holds several a row of its own, so that parts of one can be removed.
    ///
    /// - Parameter sequence: that of any of them; where the entry stands by itself, nothing happens.
    /// - Throws: `DatabaseError` when the row does not hold, since its rows would look as if they did.
    func split(rowOf sequence: Int, of session: Int64) throws {
        let query = try database.cachedStatement(
            sql: """
                SELECT entry.id, entry.followers, entry.hash, entry.body, entry_record(payload, followers, evidence),
                       session.name
                FROM entry JOIN session ON session.id = entry.id >> 24
                WHERE entry.id > ? AND entry.id <= ? ORDER BY entry.id DESC LIMIT 1
                """)
        let arguments: StatementArguments = [session << 24, session << 24 | Int64(sequence)]
        guard let row = try Row.fetchOne(query, arguments: arguments),
            let followers = try EntryGroup.followers(row[1])
        else { return }
        guard let journal = SessionID(row[5] as String) else { throw EntryGroup.damaged }
        let id: Int64 = row[0]
        let first = Int(id & Int64(Self.maximumSequence))
        var reader = try EntryReader(session: journal, number: session, database: database, texts: texts)
        let entries = try reader.entries(after: first - 1, limit: followers + 1)
        guard entries.count == followers + 1, entries.last?.hash == (try Digest(row: row, at: 2)) else {
            throw EntryGroup.damaged
        }
        let (record, body) = (row[4] as Data?, row[3] as Int64?)
        try database.cachedStatement(sql: "DELETE FROM entry WHERE id = ?").execute(arguments: [id])
        try insert(
            entries.map { try PreparedRow($0, [], to: $0.hash, nil, texts) }, into: session)
        try database.cachedStatement(sql: "UPDATE entry SET evidence = ?, body = ? WHERE id = ?")
            .execute(arguments: [record.map { Data(texts.pack([UInt8]($0))) }, body, id])
    }
}
