internal import Foundation
internal import GRDB
internal import Model
internal import Store

/// Reads one journal's rows as entries.
struct EntryReader {
    private let session: SessionID
    private let number: Int64
    private let database: Database
    private var words = WordReader()
    /// What was made elsewhere.
    private let imported: [ClosedRange<Int>]

    init(session: SessionID, number: Int64, database: Database) throws {
        imported = try ImportTable(database: database).ranges(of: number)
        self.session = session
        self.number = number
        self.database = database
    }

    /// At most `limit` entries after a sequence.
    ///
    /// Hashes are computed from the stored bytes, and each entry names as the one before it what the row before says of
    /// itself: an entry that was tampered with therefore shows as one that its successor does not follow.
    mutating func entries(after sequence: Int, limit: Int) throws -> [Entry] {
        var previous: Digest = .zero
        if sequence > 0 {
            let query = try database.cachedStatement(sql: "SELECT hash FROM entry WHERE id = ?")
            guard let row = try Row.fetchOne(query, arguments: [id(sequence)]) else { return [] }
            previous = try Digest(row: row, at: 0)
        }
        let query = try database.cachedStatement(
            sql: """
                SELECT id, time, principal, kind, hash, payload, payload_hash FROM entry
                WHERE id > ? AND id <= ? ORDER BY id LIMIT ?
                """)
        let rows = try Row.fetchCursor(
            query, arguments: [id(sequence), id(JournalWriter.maximumSequence), limit])
        var entries: [Entry] = []
        while let row = try rows.next() {
            let hash = try Digest(row: row, at: 4)
            entries.append(try entry(row, after: previous))
            previous = hash
        }
        return entries
    }

    private func id(_ sequence: Int) -> Int64 { number << 24 | Int64(sequence) }

    private mutating func entry(_ row: Row, after previous: Digest) throws -> Entry {
        let id: Int64 = row[0]
        let payload: Data? = row[5]
        let sequence = Int(id & Int64(JournalWriter.maximumSequence))
        return Entry(
            session: session, sequence: sequence,
            time: Timestamp(milliseconds: row[1]), principal: try words.word(row[2], in: database),
            kind: try words.word(row[3], in: database), payload: payload.map { [UInt8]($0) },
            payloadHash: row.hasNull(atIndex: 6) ? nil : try Digest(row: row, at: 6), previousHash: previous,
            isImported: imported.contains { $0.contains(sequence) })
    }
}
