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
    /// Hashes are computed from the stored bytes, and the first entry of each row names as the one before it what the row
    /// before says of itself: an entry that was tampered with therefore shows as one that its successor does not follow.
    mutating func entries(after sequence: Int, limit: Int) throws -> [Entry] {
        guard let start = try start(after: sequence) else { return [] }
        let query = try database.cachedStatement(
            sql: """
                SELECT id, time, principal, kind, hash, payload, payload_hash, followers FROM entry
                WHERE id >= ? AND id <= ? ORDER BY id LIMIT ?
                """)
        try query.setArguments([id(start.sequence + 1), id(JournalWriter.maximumSequence), limit])
        let rows = RawRows(query)
        defer { rows.end() }
        var (entries, previous): ([Entry], Digest) = ([], start.hash)
        entries.reserveCapacity(min(limit, 4096))
        // The first row may begin before what was asked for, and the last may go on beyond it.
        let skipped = sequence - start.sequence
        while entries.count < limit + skipped, try rows.next() {
            let hash = try Digest(rows, at: 4)
            try read(rows, from: previous, to: hash, into: &entries)
            previous = hash
        }
        entries.removeFirst(min(skipped, entries.count))
        return entries.count > limit ? Array(entries.prefix(limit)) : entries
    }

    /// Where the journal stands before the row in which the entry after a sequence stands; nil when that is beyond its
    /// end.
    private func start(after sequence: Int) throws -> JournalHead? {
        guard sequence > 0 else { return .empty }
        let query = try database.cachedStatement(
            sql: "SELECT id, hash, followers FROM entry WHERE id > ? AND id <= ? ORDER BY id DESC LIMIT 2")
        let rows = try Row.fetchAll(query, arguments: [id(0), id(sequence)])
        guard let row = rows.first else { return nil }
        let first = Int((row[0] as Int64) & Int64(JournalWriter.maximumSequence))
        let last = first + (try EntryGroup.followers(row[2]) ?? 0)
        guard last >= sequence else { return nil }
        if last == sequence { return JournalHead(sequence: last, hash: try Digest(row: row, at: 1)) }
        let hash = try rows.count > 1 ? Digest(row: rows[1], at: 1) : .zero
        return JournalHead(sequence: first - 1, hash: hash)
    }

    private func id(_ sequence: Int) -> Int64 { number << 24 | Int64(sequence) }

    /// Adds the entries of a row.
    ///
    /// Which of several was tampered with cannot be told from the one hash that is kept of them: then the second is one
    /// that does not follow the first.
    private mutating func read(
        _ rows: RawRows, from previous: Digest, to hash: Digest, into entries: inout [Entry]
    ) throws {
        let sequence = Int(rows.integer(0) & Int64(JournalWriter.maximumSequence))
        let (payload, group) = try texts.content(of: rows, payload: 5, followers: 7)
        let isImported = imported.contains { $0.contains(sequence) }
        let first = Entry(
            session: session, sequence: sequence,
            time: Timestamp(milliseconds: rows.integer(1)), principal: try words.word(rows.integer(2), in: database),
            kind: try words.word(rows.integer(3), in: database),
            payload: payload, payloadHash: rows.isNull(6) ? nil : try Digest(rows, at: 6), previousHash: previous,
            isImported: isImported)
        entries.append(first)
        guard let group else { return }
        let count = entries.count
        guard follow(first, with: group, from: first.hash, into: &entries) != hash else { return }
        entries.removeSubrange(count...)
        follow(first, with: group, from: .zero, into: &entries)
    }

    /// Adds the entries that stand in the row of another one; returns the hash of the last.
    @discardableResult
    private func follow(
        _ first: Entry, with group: EntryGroup, from hash: Digest, into entries: inout [Entry]
    ) -> Digest {
        var previous = hash
        for (place, follower) in group.followers.enumerated() {
            let entry = Entry(
                session: session, sequence: first.sequence + place + 1,
                time: Timestamp(milliseconds: first.time.milliseconds + Int64(follower.delay)),
                principal: first.principal, kind: follower.kind.name, payload: follower.payload, previousHash: previous,
                isImported: first.isImported)
            entries.append(entry)
            previous = entry.hash
        }
        return previous
    }
}

extension Digest {
    /// Reads a column that holds a hash.
    fileprivate init(_ rows: RawRows, at index: Int32) throws {
        let digest = unsafe rows.withBytes(index) { bytes in unsafe bytes.flatMap { unsafe Digest(bytes: $0) } }
        guard let digest else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a hash does not have 32 bytes")
        }
        self = digest
    }
}
