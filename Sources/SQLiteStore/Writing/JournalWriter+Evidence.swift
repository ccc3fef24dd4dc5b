internal import Foundation
internal import GRDB
internal import Store

extension JournalWriter {
    /// The number of the body of a row's evidence, which is stored unless it is there; nil without a body.
    func body(of row: PreparedRow) throws -> Int64? {
        if let bytes = row.body { return try blob(bytes) }
        return try row.knownBody.flatMap { try number(ofBlob: $0) }
    }

    /// Lets the evidence of an entry be found under its key.
    func insert(key: [UInt8], of session: Int64, at sequence: Int) throws {
        let upsert = try database.cachedStatement(
            sql: """
                INSERT INTO evidence_key (session, key, sequence) VALUES (?, ?, ?)
                ON CONFLICT (session, key) DO UPDATE SET sequence = excluded.sequence
                """)
        var raw = RawStatement(upsert, database)
        raw.bind(session, at: 1)
        raw.bind(key, at: 2)
        raw.bind(Int64(sequence), at: 3)
        try raw.run()
    }

    private func number(ofBlob sha256: Data) throws -> Int64? {
        let query = try database.cachedStatement(sql: "SELECT id FROM blob WHERE sha256 = ?")
        return try Int64.fetchOne(query, arguments: [sha256])
    }

    /// The number of a blob, which is stored unless it is there.
    private func blob(_ body: PreparedRow.Body) throws -> Int64 {
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
