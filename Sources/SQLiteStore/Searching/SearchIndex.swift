internal import Foundation
internal import GRDB
internal import Model
internal import Store

/// The words of entries, by which they are found; kept in the transaction that changes a journal.
struct SearchIndex {
    /// Entries of a run that may be missing in the index until they are added together.
    static let delay = 256
    /// What one transaction adds of entries that are missing: so many, or so many bytes of them.
    private static let part = (count: 1000, bytes: 4 << 20)

    let database: Database

    init(_ database: Database) { self.database = database }

    // MARK: Adding

    /// Leaves for later what a run added to a session.
    ///
    /// - Parameter from: the sequence after which entries are missing in the index; nil when none was missing.
    /// - Returns: the same after the append.
    func delay(_ append: Append, of session: Int64, missingAfter from: Int?) throws -> Int? {
        guard from == nil, append.entries.contains(where: { $0.kind == CallFinished.kind }) else { return from }
        try database.cachedStatement(sql: "INSERT INTO unsearched (session, sequence) VALUES (?, ?)")
            .execute(arguments: [session, append.expecting])
        return append.expecting
    }

    /// Takes in what was appended to a session.
    func add(_ append: Append, to session: Int64) throws {
        for entry in append.entries { try add(SearchableText(entry), at: session << 24 | Int64(entry.sequence)) }
    }

    /// Adds what was left for later: all of it where the words are known, else what rows hold, a part where it is much.
    ///
    /// - Parameter words: those of all entries after a sequence; nil when their rows have to be read.
    func add(_ words: [IndexedWords]?, of session: Int64, after first: Int) throws {
        guard let words else {
            _ = try catchUp(session, after: first)
            return
        }
        for words in words { try add(words: words.text, at: session << 24 | Int64(words.sequence)) }
        try database.cachedStatement(sql: "DELETE FROM unsearched WHERE session = ?").execute(arguments: [session])
    }

    /// Adds entries that are missing in the index, a part of them where they are many; whether none is missing now.
    func catchUp(_ session: Int64, after first: Int) throws -> Bool {
        let end = session << 24 | Int64(JournalWriter.maximumSequence)
        let reached = try addRows(from: session << 24 | Int64(first), to: end, part: Self.part)
        if let reached {
            try database.cachedStatement(sql: "UPDATE unsearched SET sequence = ? WHERE session = ?")
                .execute(arguments: [reached & Int64(JournalWriter.maximumSequence), session])
        } else {
            try database.cachedStatement(sql: "DELETE FROM unsearched WHERE session = ?").execute(arguments: [session])
        }
        return reached == nil
    }

    /// A session that a writer can bring up to date on its way, such as that of a run whose process died, and the sequence
    /// after which entries of it are missing.
    ///
    /// - Parameter last: the one that was brought up to date before; the others take their turns after it.
    func someOther(than session: Int64, after last: Int64) throws -> (session: Int64, first: Int)? {
        let query = try database.cachedStatement(
            sql: "SELECT session, sequence FROM unsearched WHERE session > ? AND session <> ? ORDER BY session LIMIT 1")
        let row = try Row.fetchOne(query, arguments: [last, session]) ?? Row.fetchOne(query, arguments: [0, session])
        return row.map { ($0[0], $0[1]) }
    }

    /// Goes a part of the way in a session; whether none of its entries is missing now.
    func goOn(with session: Int64) throws -> Bool {
        guard let first = try missing(of: session) else { return true }
        return try catchUp(session, after: first)
    }

    /// The sequence after which entries of a session are missing; nil when none is.
    func missing(of session: Int64) throws -> Int? {
        try Int.fetchOne(
            database.cachedStatement(sql: "SELECT sequence FROM unsearched WHERE session = ?"), arguments: [session])
    }

    /// Fills an empty index, and what lists show of labels and pins, from all journals.
    func addEverything() throws {
        let server = try Int64.fetchOne(
            database, sql: "SELECT id FROM session WHERE name = ?", arguments: [SessionID.server.rawValue])
        _ = try addRows(from: 0, to: .max, except: server)
        try SessionMarks(database).readEverything()
    }

    /// Adds the entries of a range, or the first ones of it; the last that was added where some are left, else nil.
    private func addRows(
        from first: Int64, to last: Int64, except skipped: Int64? = nil, part: (count: Int, bytes: Int)? = nil
    ) throws -> Int64? {
        var (count, bytes) = (0, 0)
        var reader = EventReader()
        var words = WordReader()
        let query = try database.cachedStatement(sql: Self.rowsAfter)
        try query.setArguments([first, last])
        // One after the other, since payloads that came with a case file are large.
        let rows = RawRows(query)
        defer { rows.end() }
        while try rows.next() {
            let id = rows.integer(0)
            if id >> 24 == skipped { continue }
            let payload = rows.bytes(2)
            let kind = try words.word(rows.integer(4), in: database)
            try add(SearchableText(kind: kind, payload: payload, by: &reader), at: id)
            count += 1
            bytes += payload?.count ?? 0
            if let part, count >= part.count || bytes >= part.bytes, id < last { return id }
        }
        return nil
    }

    /// Entries in a range: id, kind, time, and the payload of those that may hold a text that search looks at.
    static let rowsAfter = """
        SELECT entry.id, word.text, CASE WHEN word.text IN (\(kinds)) THEN entry_payload(entry.payload, entry.followers) END, entry.time,
               entry.kind
        FROM entry JOIN word ON word.id = entry.kind WHERE entry.id > ? AND entry.id <= ? ORDER BY entry.id
        """

    /// Most entries are of other kinds, and need not be unpacked.
    private static let kinds = SearchableText.kinds.sorted().map { "CAST('\($0)' AS BLOB)" }.joined(separator: ", ")

    private func add(_ text: SearchableText?, at id: Int64) throws {
        if let words = text?.indexed { try add(words: words, at: id) }
    }

    private func add(words: String, at id: Int64) throws {
        var raw = RawStatement(
            try database.cachedStatement(sql: "INSERT INTO search (rowid, words) VALUES (?, ?)"), database)
        raw.bind(id, at: 1)
        raw.bind(text: words, at: 2)
        try raw.run()
    }

    // MARK: Removing

    /// Takes an entry out whose payload is about to be removed; it has to be in the index.
    func remove(kind: String, payload: [UInt8], at id: Int64) throws {
        guard let words = SearchableText(kind: kind, payload: payload)?.indexed else { return }
        // The index holds no text, so it has to be told what it is to forget.
        try database.cachedStatement(sql: "INSERT INTO search (search, rowid, words) VALUES ('delete', ?, ?)")
            .execute(arguments: [id, words])
    }

    /// Takes all entries of a session out.
    func removeAll(of session: Int64) throws {
        let missing = try missing(of: session)
        try database.execute(sql: "DELETE FROM unsearched WHERE session = ?", arguments: [session])
        let last = session << 24 | Int64(missing ?? JournalWriter.maximumSequence)
        let rows = try Row.fetchCursor(database, sql: Self.rowsAfter, arguments: [session << 24, last])
        while let row = try rows.next() {
            guard let payload = row[2] as Data? else { continue }
            try remove(kind: row.kind, payload: [UInt8](payload), at: row[0])
        }
    }

    /// Writes the index anew as one piece, so that nothing of what was taken out is left in it.
    func compact() throws { try database.execute(sql: "INSERT INTO search (search) VALUES ('optimize')") }
}

extension Row {
    /// The kind in a row of `SearchIndex.rowsAfter`.
    fileprivate var kind: String { String(decoding: self[1] as Data, as: UTF8.self) }
}

extension SearchableText {
    /// Reads a row of `SearchIndex.rowsAfter`.
    init?(row: Row) {
        guard let payload = row[2] as Data? else { return nil }
        self.init(kind: row.kind, payload: [UInt8](payload))
    }

    /// The words as the index takes them; nil when there is none.
    var indexed: String? {
        let words = SearchWords.distinct(in: text)
        return words.isEmpty ? nil : words.joined(separator: " ")
    }
}
