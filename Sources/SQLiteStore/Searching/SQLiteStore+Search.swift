internal import Foundation
internal import GRDB
internal import Model
package import Store

extension SQLiteStore {
    package func search(_ text: String, limit: Int, cursor: String?) async throws -> SearchPage {
        let query = try SearchQuery(text)
        let end = try cursor.map { try SearchPosition(cursor: $0) } ?? .end
        guard limit > 0 else { return SearchPage(hits: [], nextCursor: nil) }
        return try await read { database in
            try SearchReader(database: database, query: query).page(before: end, limit: min(limit, 1 << 20))
        }
    }
}

/// Finds texts in one state of the database.
private struct SearchReader {
    private struct Found {
        let id: Int64
        let text: SearchableText
        let time: Int64
    }

    let database: Database
    let query: SearchQuery

    func page(before end: SearchPosition, limit: Int) throws -> SearchPage {
        // One more than asked for tells whether there is a next page.
        var found = try unindexed(before: end.number, limit: limit + 1) + indexed(before: end.number, limit: limit + 1)
        found.sort { $0.id > $1.id }
        let page = found.prefix(limit)
        let next = found.count > limit ? page.last.map { SearchPosition($0.id).cursor } : nil
        return SearchPage(hits: try page.map { try hit($0) }, nextCursor: next)
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
