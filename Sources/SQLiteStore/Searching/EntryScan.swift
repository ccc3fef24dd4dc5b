internal import GRDB
internal import Model
internal import Store

/// Finds entries of all journals in one state of the database, going through their rows.
struct EntryScan {
    /// How much later than the first entry of a row one that was appended with it may have been written, in milliseconds.
    private static let delay: Int64 = 3_600_000

    struct Batch: Sendable {
        let entries: [Entry]
        /// Before which row the next batch begins; nil when there is none.
        let next: Int64?
    }

    let database: Database
    let texts: TextPacking
    let filter: EntryFilter
    let bounds: ScanBounds

    /// The entries of the rows before one, the last ones first.
    func batch(before end: Int64) throws -> Batch {
        let first = max(0, (end - 1) >> 24 + 1 - Int64(bounds.journals)) << 24
        let next = first > 0 ? first : nil
        guard let condition = try condition() else { return Batch(entries: [], next: nil) }
        let query = try database.makeStatement(
            sql: """
                SELECT id, time, principal, kind, payload, payload_hash, followers FROM entry
                WHERE id >= ? AND id < ? AND \(condition) ORDER BY id DESC LIMIT ?
                """)
        try query.setArguments([first, end, bounds.rows])
        let rows = RawRows(query)
        defer { rows.end() }
        var (words, journals, entries) = (WordReader(), JournalReader(database: database), [] as [Entry])
        var (count, bytes, last) = (0, 0, end)
        while bytes < bounds.bytes, try rows.next() {
            count += 1
            last = rows.integer(0)
            bytes += rows.length(4)
            guard let journal = try journals.journal(last >> 24) else { continue }
            try read(rows, of: journal, &words, into: &entries)
        }
        let isWhole = count < bounds.rows && bytes < bounds.bytes
        return Batch(entries: entries, next: isWhole ? next : last)
    }

    /// What SQLite can tell of a row without reading its texts; nil when nothing fits.
    ///
    /// A row of several entries goes by the kind and time of the first, so that the others are looked for in it.
    private func condition() throws -> String? {
        let kinds = try filter.kinds.compactMap { try number(of: $0) }.sorted().map(String.init)
        var parts = ["(kind IN (\(kinds.joined(separator: ", "))) OR followers IS NOT NULL)"]
        if let principal = filter.principal {
            guard let number = try number(of: principal) else { return nil }
            parts.append("principal = \(number)")
        }
        if let since = filter.since {
            parts.append("time >= \(since.milliseconds) - CASE WHEN followers IS NULL THEN 0 ELSE \(Self.delay) END")
        }
        if let until = filter.until { parts.append("time <= \(until.milliseconds)") }
        return parts.joined(separator: " AND ")
    }

    private func number(of word: String) throws -> Int64? {
        try Int64.fetchOne(
            database.cachedStatement(sql: "SELECT id FROM word WHERE text = CAST(? AS BLOB)"), arguments: [word])
    }

    private func read(
        _ rows: RawRows, of journal: JournalReader.Journal, _ words: inout WordReader, into entries: inout [Entry]
    ) throws {
        let sequence = Int(rows.integer(0) & Int64(JournalWriter.maximumSequence))
        let (payload, group) = try texts.content(of: rows, payload: 4, followers: 6)
        let principal = try words.word(rows.integer(2), in: database)
        func add(_ place: Int, _ kind: String, _ delay: Int, _ payload: [UInt8]?) {
            guard filter.kinds.contains(kind) else { return }
            let entry = Entry(
                session: journal.session, sequence: sequence + place,
                time: Timestamp(milliseconds: rows.integer(1) + Int64(delay)), principal: principal, kind: kind,
                payload: payload, previousHash: .zero, isImported: journal.isImported(sequence))
            if filter.admits(entry) { entries.append(entry) }
        }
        add(0, try words.word(rows.integer(3), in: database), 0, payload)
        for (place, follower) in (group?.followers ?? []).enumerated() {
            add(place + 1, follower.kind.name, follower.delay, follower.payload)
        }
    }

    /// Journals by their numbers, one after the other.
    private struct JournalReader {
        struct Journal {
            let session: SessionID
            let imported: [ClosedRange<Int>]

            func isImported(_ sequence: Int) -> Bool { imported.contains { $0.contains(sequence) } }
        }

        let database: Database
        private var last: (number: Int64, journal: Journal?)?

        init(database: Database) { self.database = database }

        /// Nil for what is only being taken in.
        mutating func journal(_ number: Int64) throws -> Journal? {
            if let last, last.number == number { return last.journal }
            let query = try database.cachedStatement(sql: "SELECT name FROM session WHERE id = ?")
            let session = try String.fetchOne(query, arguments: [number]).flatMap { SessionID($0) }
            let journal = try session.map {
                Journal(session: $0, imported: try ImportTable(database: database).ranges(of: number))
            }
            last = (number, journal)
            return journal
        }
    }
}
