internal import Foundation
internal import GRDB
internal import Model
internal import Store

/// Finds texts in one state of the database.
struct SearchReader {
    struct Found {
        let id: Int64
        let text: SearchableText
        let time: Int64
    }

    let database: Database
    let query: SearchQuery

    func page(before end: SearchPosition, limit: Int) throws -> SearchPage {
        // One more than asked for tells whether there is a next page.
        var found = try newest(before: end.number, limit: limit + 1) ?? all(before: end.number, limit: limit + 1)
        found.sort { $0.id > $1.id }
        let page = found.prefix(limit)
        let next = found.count > limit ? page.last.map { SearchPosition($0.id).cursor } : nil
        return SearchPage(hits: try page.map { try hit($0) }, nextCursor: next)
    }

    private func all(before end: Int64, limit: Int) throws -> [Found] {
        try unindexed(before: end, limit: limit) + indexed(before: end, limit: limit)
    }

    /// From the newest entries themselves; nil when they do not hold as many as wanted.
    ///
    /// For the beginning of a word the index has to merge whatever stands anywhere under a word that begins so. Where that
    /// is much, the newest entries have enough of it, and where it is little it takes no longer than this.
    private func newest(before end: Int64, limit: Int) throws -> [Found]? {
        guard query.endsInPrefix, limit <= Self.most.hits else { return nil }
        let select = try database.cachedStatement(sql: SearchIndex.rowsAfter + " DESC LIMIT ?")
        try select.setArguments([0, end - 1, Self.most.rows])
        let rows = RawRows(select)
        defer { rows.end() }
        var (reader, words, listing) = (EventReader(), WordReader(), Listing(database))
        var found: [Found] = []
        while found.count < limit, try rows.next() {
            guard let payload = rows.bytes(2) else { continue }
            let kind = try words.word(rows.integer(4), in: database)
            guard let text = SearchableText(kind: kind, payload: payload, by: &reader), query.matches(text.text),
                try listing.contains(rows.integer(0) >> 24)
            else { continue }
            found.append(Found(id: rows.integer(0), text: text, time: rows.integer(3)))
        }
        return found.count == limit ? found : nil
    }

    /// What is looked through without the index, at most.
    private static let most = (rows: 3000, hits: 200)

    /// Which journals are those of sessions: not the server's, and none that is only being taken in.
    private struct Listing {
        private let database: Database
        private var last: (session: Int64, isListed: Bool)?

        init(_ database: Database) { self.database = database }

        mutating func contains(_ session: Int64) throws -> Bool {
            if let last, last.session == session { return last.isListed }
            let query = try database.cachedStatement(sql: "SELECT updated IS NOT NULL FROM session WHERE id = ?")
            let isListed = try Bool.fetchOne(query, arguments: [session]) ?? false
            last = (session, isListed)
            return isListed
        }
    }

    /// From the index; each is looked at again, so that what is shown is what stands in the journal.
    private func indexed(before end: Int64, limit: Int) throws -> [Found] {
        let select = try database.cachedStatement(
            sql: "SELECT rowid FROM search WHERE search MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?")
        let entry = try database.cachedStatement(
            sql: """
                SELECT entry.id, word.text, entry_payload(entry.payload, entry.followers), entry.time FROM entry JOIN word ON word.id = entry.kind
                WHERE entry.id = ?
                """)
        var found: [Found] = []
        var end = end
        while found.count < limit {
            let ids = try Int64.fetchAll(select, arguments: [expression, end, limit])
            for id in ids {
                if let row = try Row.fetchOne(entry, arguments: [id]), let hit = match(row) { found.append(hit) }
            }
            guard ids.count == limit, let last = ids.last else { break }
            end = last
        }
        return found
    }

    /// From the sessions whose newest entries are not in the index yet; the newest first, one read after the other.
    private func unindexed(before end: Int64, limit: Int) throws -> [Found] {
        let query = try database.cachedStatement(sql: "SELECT session, sequence FROM unsearched ORDER BY session DESC")
        var found: [Found] = []
        for row in try Row.fetchAll(query) where found.count < limit {
            let session: Int64 = row[0]
            let first = session << 24 | (row[1] as Int64)
            let last = min(session << 24 | Int64(JournalWriter.maximumSequence), end - 1)
            guard first < last else { continue }
            let entries = try Row.fetchCursor(
                database, sql: SearchIndex.rowsAfter + " DESC", arguments: [first, last])
            while found.count < limit, let entry = try entries.next() {
                if let hit = match(entry) { found.append(hit) }
            }
        }
        return found
    }

    private func match(_ row: Row) -> Found? {
        guard let text = SearchableText(row: row), query.matches(text.text) else { return nil }
        return Found(id: row[0], text: text, time: row[3])
    }

    /// Words are letters and digits alone, so that between quotation marks none of them means anything to FTS5.
    private var expression: String {
        query.words.map { "\"\($0)\"" }.joined(separator: " ") + (query.endsInPrefix ? "*" : "")
    }

    private func hit(_ found: Found) throws -> SearchHit {
        let select = try database.cachedStatement(sql: "SELECT name, title FROM session WHERE id = ?")
        guard let row = try Row.fetchOne(select, arguments: [found.id >> 24]), let name = row[0] as String?,
            let session = SessionID(name)
        else { throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "the session of an entry is missing") }
        return SearchHit(
            session: session, title: (row[1] as Data?).map { String(decoding: $0, as: UTF8.self) } ?? "",
            place: found.text.place, snippet: Snippet(of: found.text.text, for: query).text,
            sequence: Int(found.id & Int64(JournalWriter.maximumSequence)),
            time: Timestamp(milliseconds: found.time))
    }
}
