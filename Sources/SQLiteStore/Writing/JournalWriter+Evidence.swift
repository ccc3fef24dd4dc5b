internal import Foundation
internal import GRDB
internal import Store

extension JournalWriter {
    /// Stores one evidence, its body and its place under its key.
    func insert(_ row: PreparedAppend.Row, into session: Int64) throws {
        var body: Int64?
        if let bytes = row.body { body = try blob(bytes) }
        if let hash = row.knownBody { body = try number(ofBlob: hash) }
        let insert = try database.cachedStatement(
            sql: "INSERT INTO evidence (name, session, body, record) VALUES (?, ?, ?, ?)")
        do {
            try insert.execute(arguments: [row.name, session, body, row.record])
        } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE {
            throw StoreError(.badAppend, "evidence \(row.name) is there already; evidence never changes")
        }
        guard let key = row.key else { return }
        let evidence = database.lastInsertedRowID
        let upsert = try database.cachedStatement(
            sql: """
                INSERT INTO evidence_key (session, key, evidence) VALUES (?, ?, ?)
                ON CONFLICT (session, key) DO UPDATE SET evidence = excluded.evidence
                """)
        try upsert.execute(arguments: [session, key, evidence])
    }

    private func number(ofBlob sha256: Data) throws -> Int64? {
        let query = try database.cachedStatement(sql: "SELECT id FROM blob WHERE sha256 = ?")
        return try Int64.fetchOne(query, arguments: [sha256])
    }

    /// The number of a blob, which is stored unless it is there.
    private func blob(_ body: PreparedAppend.Body) throws -> Int64 {
        if let id = try number(ofBlob: body.sha256) { return id }
        let insert = try database.cachedStatement(sql: "INSERT INTO blob (sha256, length) VALUES (?, ?)")
        try insert.execute(arguments: [body.sha256, body.length])
        let id = database.lastInsertedRowID
        let add = try database.cachedStatement(sql: "INSERT INTO blob_chunk (id, bytes) VALUES (?, ?)")
        for (number, chunk) in body.chunks.enumerated() {
            try add.execute(arguments: [id << 20 | Int64(number), chunk])
        }
        return id
    }
}
