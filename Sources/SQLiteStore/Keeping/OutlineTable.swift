internal import Foundation
internal import GRDB
internal import Model

/// The pages of outlines: readings of journals, of which any can be missing.
struct OutlineTable {
    let database: Database
    let texts: TextPacking

    /// Pages of one session at most, which is more than its entries can fill.
    private static let maximumPages = 1 << 24 - 1

    /// A page in the form of its row.
    struct PreparedPage: Sendable {
        let number: Int
        let text: [UInt8]
        let evidence: [UInt8]

        init(_ page: OutlinePage, _ texts: TextPacking) {
            number = page.number
            text = texts.pack(page.text)
            evidence = page.evidence
        }
    }

    /// Bytes of the text of a page, which those of ours are far below.
    private static let maximumText = 1 << 20

    /// Adds pages; one of the same number goes, which was damaged if it is another one.
    func add(_ pages: [PreparedPage], of session: Int64) throws {
        let insert = try database.cachedStatement(
            sql: """
                INSERT INTO outline (id, text, evidence) VALUES (?, ?, ?)
                ON CONFLICT (id) DO UPDATE SET text = excluded.text, evidence = excluded.evidence
                WHERE text <> excluded.text OR evidence <> excluded.evidence
                """)
        for page in pages where 0...Self.maximumPages ~= page.number {
            try insert.execute(arguments: [
                session << 24 | Int64(page.number), Data(page.text), Data(page.evidence),
            ])
        }
    }

    /// The pages from the first on, as far as each can be read.
    func pages(of session: Int64) throws -> [OutlinePage] {
        let query = try database.cachedStatement(
            sql: "SELECT id, text, evidence FROM outline WHERE id >= ? AND id <= ? ORDER BY id")
        let rows = try Row.fetchCursor(
            query, arguments: [session << 24, session << 24 | Int64(Self.maximumPages)])
        var pages: [OutlinePage] = []
        while let row = try rows.next() {
            // One that was damaged is as good as none.
            guard let text = try? texts.unpack([UInt8](row[1] as Data)), text.count <= Self.maximumText else { break }
            let number = Int((row[0] as Int64) & Int64(Self.maximumPages))
            pages.append(OutlinePage(number: number, text: text, evidence: [UInt8](row[2] as Data)))
        }
        return pages
    }

    func remove(of session: Int64) throws {
        try database.cachedStatement(sql: "DELETE FROM outline WHERE id >= ? AND id <= ?")
            .execute(arguments: [session << 24, session << 24 | Int64(Self.maximumPages)])
    }
}
