internal import GRDB
internal import Model
internal import Store

/// Reads one journal's rows as entries.
struct EntryReader {
    private let session: SessionID
    private let number: Int64
    private let database: Database
    private let texts: TextPacking
    private var words = WordReader()
    /// What was made elsewhere.
    private let imported: [ClosedRange<Int>]

    init(session: SessionID, number: Int64, database: Database, texts: TextPacking) throws {
        imported = try ImportTable(database: database).ranges(of: number)
        self.session = session
        self.texts = texts
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
        try query.setArguments([id(sequence), id(JournalWriter.maximumSequence), limit])
        let rows = RawRows(query)
        defer { rows.end() }
        var entries: [Entry] = []
        while try rows.next() {
            let hash = try Digest(rows, at: 4)
            entries.append(try entry(rows, after: previous))
            previous = hash
        }
        return entries
    }

    private func id(_ sequence: Int) -> Int64 { number << 24 | Int64(sequence) }

    private mutating func entry(_ rows: RawRows, after previous: Digest) throws -> Entry {
        let sequence = Int(rows.integer(0) & Int64(JournalWriter.maximumSequence))
        return Entry(
            session: session, sequence: sequence,
            time: Timestamp(milliseconds: rows.integer(1)), principal: try words.word(rows.integer(2), in: database),
            kind: try words.word(rows.integer(3), in: database), payload: try rows.bytes(5).map(texts.unpack),
            payloadHash: rows.isNull(6) ? nil : try Digest(rows, at: 6), previousHash: previous,
            isImported: imported.contains { $0.contains(sequence) })
    }
}

extension Digest {
    /// Reads a column that holds a hash.
    fileprivate init(_ rows: RawRows, at index: Int32) throws {
        guard let digest = rows.bytes(index).flatMap({ Digest(bytes: $0) }) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a hash does not have 32 bytes")
        }
        self = digest
    }
}
