internal import Foundation
internal import GRDB
internal import Model
internal import Store

/// Adds to one journal inside a transaction; every refusal comes before the first change.
struct JournalWriter {
    /// Entries that one journal can hold.
    static let maximumSequence = 1 << 24 - 1
    private static let maximumSession: Int64 = 1 << 38

    let database: Database
    let words: WordTable

    private struct Place {
        var id: Int64?
        var head: JournalHead
    }

    func perform(_ prepared: PreparedAppend) throws -> AppendOutcome {
        let append = prepared.append
        var place = try place(of: append.session)
        guard place.head.sequence == append.expecting else { return .behind(sequence: place.head.sequence) }
        if let fence = append.fence { try check(fence) }
        let head = try check(append.entries, of: append.session, after: place.head)
        place.head = head
        let session = try store(place, append)
        try insert(append.entries, into: session)
        for row in prepared.evidence { try insert(row, into: session) }
        return .appended
    }

    private func place(of session: SessionID) throws -> Place {
        let query = try database.cachedStatement(sql: "SELECT id, sequence, hash FROM session WHERE name = ?")
        guard let row = try Row.fetchOne(query, arguments: [session.rawValue]) else {
            return Place(id: nil, head: .empty)
        }
        return Place(id: row[0], head: JournalHead(sequence: row[1], hash: try Digest(row: row, at: 2)))
    }

    private func check(_ fence: Fence) throws {
        let query = try database.cachedStatement(sql: "SELECT token FROM run WHERE name = ?")
        let token = try Int.fetchOne(query, arguments: [fence.run.rawValue]) ?? 0
        guard token == fence.token else {
            throw StoreError(.fenced, "run \(fence.run) was taken over by another process; nothing was written")
        }
    }

    private func check(_ entries: [Entry], of session: SessionID, after head: JournalHead) throws -> JournalHead {
        guard entries.count <= Self.maximumSequence - head.sequence else {
            throw StoreError(
                .badAppend, "the journal of \(session) is full at \(Self.maximumSequence) entries",
                hint: "go on in a new session")
        }
        var head = head
        for entry in entries {
            guard entry.session == session, entry.sequence == head.sequence + 1, entry.previousHash == head.hash else {
                throw StoreError(.badAppend, "entry \(entry.sequence) does not follow entry \(head.sequence)")
            }
            head = entry.head
        }
        return head
    }

    private func store(_ place: Place, _ append: Append) throws -> Int64 {
        let hash = Data(place.head.hash.bytes)
        let summary = append.session == .server ? nil : append.summary
        var line: [(any DatabaseValueConvertible)?] = [place.head.sequence, hash]
        line += [
            summary.map { Data($0.title.utf8) }, summary?.status.rawValue, summary.map { Data($0.owner.utf8) },
            summary?.created.nanoseconds, summary?.updated.nanoseconds,
        ]
        guard let id = place.id else {
            let insert = try database.cachedStatement(
                sql: """
                    INSERT INTO session (sequence, hash, title, status, owner, created, updated, name)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                    """)
            try insert.execute(arguments: StatementArguments(line + [append.session.rawValue]))
            guard database.lastInsertedRowID < Self.maximumSession else {
                throw StoreError(.full, "the database holds as many sessions as it can")
            }
            return database.lastInsertedRowID
        }
        if summary != nil {
            let update = try database.cachedStatement(
                sql: """
                    UPDATE session SET sequence = ?, hash = ?, title = ?, status = ?, owner = ?, created = ?, updated = ?
                    WHERE id = ?
                    """)
            try update.execute(arguments: StatementArguments(line + [id]))
        } else {
            let update = try database.cachedStatement(sql: "UPDATE session SET sequence = ?, hash = ? WHERE id = ?")
            try update.execute(arguments: [place.head.sequence, hash, id])
        }
        return id
    }

    private func insert(_ entries: [Entry], into session: Int64) throws {
        let insert = try database.cachedStatement(
            sql: """
                INSERT INTO entry (id, time, principal, kind, hash, payload, payload_hash)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """)
        for entry in entries {
            try insert.execute(arguments: [
                session << 24 | Int64(entry.sequence), entry.time.milliseconds,
                try words.number(of: entry.principal, in: database), try words.number(of: entry.kind, in: database),
                Data(entry.hash.bytes), entry.payload.map { Data($0) },
                entry.payload == nil ? Data(entry.payloadHash.bytes) : nil,
            ])
        }
    }
}

extension Digest {
    /// Reads a column that holds a hash.
    init(row: Row, at index: Int) throws {
        guard let data = row[index] as Data?, let digest = Digest(bytes: [UInt8](data)) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "a hash does not have 32 bytes")
        }
        self = digest
    }
}
