internal import Foundation
internal import GRDB
internal import Model
internal import Store

/// The words of entries, by which they are found; kept in the transaction that changes a journal.
struct SearchIndex {
    /// Entries of a run that may be missing in the index until they are added together.
    static let delay = 256
    /// Sessions of others that a writer brings up to date on its way, such as those of runs whose process died.
    private static let others = 2

    let database: Database

    init(_ database: Database) { self.database = database }

    // MARK: Adding

    /// Takes in what was appended to a session.
    ///
    /// - Parameter from: the sequence after which entries are missing in the index; nil when none was missing.
    func add(_ append: Append, to session: Int64, missingAfter from: Int?) throws {
        let isStepping = append.fence != nil && append.entries.allSatisfy { Self.stepKinds.contains($0.kind) }
        let length = append.expecting + append.entries.count - (from ?? append.expecting)
        if isStepping, length < Self.delay {
            guard from == nil, append.entries.contains(where: { $0.kind == CallFinished.kind }) else { return }
            return try database.cachedStatement(sql: "INSERT INTO unsearched (session, sequence) VALUES (?, ?)")
                .execute(arguments: [session, append.expecting])
        }
        if let from { try catchUp(session, after: from, to: append.expecting) }
        for entry in append.entries {
            try add(SearchableText(entry), at: session << 24 | Int64(entry.sequence))
        }
        if !isStepping { try catchUpOthers() }
    }

    private static let stepKinds: Set = [StepStarted.kind, StepFinished.kind, CallFinished.kind, CallFailed.kind]

    /// Adds entries that are missing in the index.
    func catchUp(_ session: Int64, after first: Int, to last: Int = JournalWriter.maximumSequence) throws {
        try addRows(from: session << 24 | Int64(first), to: session << 24 | Int64(last))
        try database.cachedStatement(sql: "DELETE FROM unsearched WHERE session = ?").execute(arguments: [session])
    }

    private func catchUpOthers() throws {
        let query = try database.cachedStatement(sql: "SELECT session, sequence FROM unsearched LIMIT ?")
        for row in try Row.fetchAll(query, arguments: [Self.others]) { try catchUp(row[0], after: row[1]) }
    }

    /// Fills an empty index, and what lists show of labels and pins, from all journals.
    func addEverything() throws {
        let server = try Int64.fetchOne(
            database, sql: "SELECT id FROM session WHERE name = ?", arguments: [SessionID.server.rawValue])
        try addRows(from: 0, to: .max, except: server)
        try SessionMarks(database).readEverything()
    }

    private func addRows(from first: Int64, to last: Int64, except skipped: Int64? = nil) throws {
        var position = first
        while true {
            let rows = try Row.fetchAll(
                database.cachedStatement(sql: Self.rowsAfter), arguments: [position, last, 500])
            for row in rows {
                position = row[0]
                if position >> 24 == skipped { continue }
                try add(SearchableText(row: row), at: position)
            }
            if rows.count < 500 { return }
        }
    }

    /// Entries in a range that may hold a text that search looks at: id, kind, payload and time.
    static let rowsAfter = """
        SELECT entry.id, word.text, unpacked(entry.payload), entry.time FROM entry JOIN word ON word.id = entry.kind
        WHERE entry.id > ? AND entry.id <= ? ORDER BY entry.id LIMIT ?
        """

    private func add(_ text: SearchableText?, at id: Int64) throws {
        guard let words = text?.indexed else { return }
        try database.cachedStatement(sql: "INSERT INTO search (rowid, words) VALUES (?, ?)")
            .execute(arguments: [id, words])
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
        let missing = try Int.fetchOne(
            database, sql: "SELECT sequence FROM unsearched WHERE session = ?", arguments: [session])
        try database.execute(sql: "DELETE FROM unsearched WHERE session = ?", arguments: [session])
        var position = session << 24
        let last = position | Int64(missing ?? JournalWriter.maximumSequence)
        while true {
            let rows = try Row.fetchAll(
                database.cachedStatement(sql: Self.rowsAfter), arguments: [position, last, 500])
            for row in rows {
                position = row[0]
                guard let payload = row[2] as Data? else { continue }
                try remove(kind: row.kind, payload: [UInt8](payload), at: position)
            }
            if rows.count < 500 { return }
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
    fileprivate var indexed: String? {
        let words = SearchWords.distinct(in: text)
        return words.isEmpty ? nil : words.joined(separator: " ")
    }
}
