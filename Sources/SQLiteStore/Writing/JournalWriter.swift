internal import Foundation
internal import GRDB
internal import Model
internal import Store

/// Adds to one journal inside a transaction; every refusal comes before the first change.
struct JournalWriter {
    /// Entries that one journal can hold.
    static let maximumSequence = 1 << 24 - 1
    static let maximumSession: Int64 = 1 << 38

    let database: Database
    let words: WordTable

    /// How far a list may be behind a run that adds steps, in nanoseconds.
    private static let listDelay: Int64 = 1_000_000_000

    /// Where a journal stands.
    struct Place {
        var id: Int64?
        var head: JournalHead
        /// The line of lists as it stands.
        var line: SessionLine?
        var marks = SessionMarks.Line.none
        /// After which entry the search index holds nothing; nil when it holds all.
        var missingAfter: Int?
    }

    func perform(_ prepared: PreparedAppend) throws -> AppendOutcome {
        let append = prepared.append
        let place = try place(of: append.session)
        guard place.head.sequence == append.expecting else { return .behind(sequence: place.head.sequence) }
        if let fence = append.fence { try check(fence) }
        try Self.check(append.entries, of: append.session, after: place.head)
        for sequence in prepared.evidence.keys where !append.entries.contains(where: { $0.sequence == sequence }) {
            throw StoreError(.badAppend, "evidence is given for entry \(sequence), which is not among the entries")
        }
        for removal in append.removals where !(1...max(append.expecting, 1)).contains(removal.sequence) {
            throw StoreError(.badAppend, "entry \(removal.sequence) is not there to be removed")
        }
        let parent = try prepared.origin.map { try number(of: $0) }
        let session = try self.session(place, append)
        try insert(prepared, into: session)
        if let parent, let origin = prepared.origin { try insert(origin, of: parent, into: session) }
        if append.session != .server {
            try SearchIndex(database).add(append, to: session, missingAfter: place.missingAfter)
        }
        if !append.removals.isEmpty {
            try remove(append.removals, of: session, isIndexed: append.session != .server)
        }
        return .appended
    }

    func place(of session: SessionID) throws -> Place {
        let query = try database.cachedStatement(
            sql: """
                SELECT id, title, status, owner, created, updated, pinned, labels, sequence FROM session
                LEFT JOIN session_mark ON session_mark.session = id LEFT JOIN unsearched ON unsearched.session = id
                WHERE name = ?
                """)
        guard let row = try Row.fetchOne(query, arguments: [session.rawValue]) else {
            return Place(id: nil, head: .empty)
        }
        let id: Int64 = row[0]
        return Place(
            id: id, head: try JournalHead(ofSession: id, in: database) ?? .empty, line: SessionLine(row: row, from: 1),
            marks: try SessionMarks.Line(row: row, from: 6), missingAfter: row[8])
    }

    private func check(_ fence: Fence) throws {
        guard try RunToken.current(of: fence.run, in: database) == fence.token else {
            throw StoreError.fenced(fence.run)
        }
    }

    /// Refuses entries that do not follow a journal's head and each other.
    static func check(_ entries: [Entry], of session: SessionID, after head: JournalHead) throws {
        guard entries.count <= maximumSequence - head.sequence else {
            throw StoreError(
                .badAppend, "the journal of \(session) is full at \(maximumSequence) entries",
                hint: "go on in a new session")
        }
        var head = head
        for entry in entries {
            guard entry.session == session, entry.sequence == head.sequence + 1, entry.previousHash == head.hash else {
                throw StoreError(.badAppend, "entry \(entry.sequence) does not follow entry \(head.sequence)")
            }
            head = entry.head
        }
    }

    /// The session's number; its line for lists is brought up to date.
    private func session(_ place: Place, _ append: Append) throws -> Int64 {
        let id = try line(place, append)
        if append.session != .server, let summary = append.summary {
            let marks = SessionMarks.Line(pinned: summary.pinned, labels: summary.labels)
            try SessionMarks(database).change(id, from: place.marks, to: marks)
        }
        return id
    }

    private func line(_ place: Place, _ append: Append) throws -> Int64 {
        let line = append.session == .server ? nil : append.summary.map(SessionLine.init)
        guard let id = place.id else {
            let insert = try database.cachedStatement(
                sql: "INSERT INTO session (title, status, owner, created, updated, name) VALUES (?, ?, ?, ?, ?, ?)")
            let columns = line?.columns ?? [nil, nil, nil, nil, nil]
            try insert.execute(arguments: StatementArguments(columns + [append.session.rawValue]))
            guard database.lastInsertedRowID < Self.maximumSession else {
                throw StoreError(.full, "the database holds as many sessions as it can")
            }
            return database.lastInsertedRowID
        }
        guard let line else { return id }
        // A step that is all that happened shall not cost two more pages: the list learns of it within a second.
        if append.fence != nil, let old = place.line, line.differsInTimeAlone(from: old, by: Self.listDelay) {
            return id
        }
        let update = try database.cachedStatement(
            sql: "UPDATE session SET title = ?, status = ?, owner = ?, created = ?, updated = ? WHERE id = ?")
        try update.execute(arguments: StatementArguments(line.columns + [id]))
        return id
    }

    /// Adds the rows of entries to a journal that is known by its number.
    func insert(_ prepared: PreparedAppend, into session: Int64) throws {
        let insert = try database.cachedStatement(
            sql: """
                INSERT INTO entry (id, time, principal, kind, hash, payload, payload_hash, evidence, body)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        for (entry, payload) in zip(prepared.append.entries, prepared.payloads) {
            let evidence = prepared.evidence[entry.sequence]
            try insert.execute(arguments: [
                session << 24 | Int64(entry.sequence), entry.time.milliseconds,
                try words.number(of: entry.principal, in: database), try words.number(of: entry.kind, in: database),
                Data(entry.hash.bytes), payload,
                payload == nil ? Data(entry.payloadHash.bytes) : nil, evidence?.record,
                try evidence.flatMap { try body(of: $0) },
            ])
            if let key = evidence?.key { try self.insert(key: key, of: session, at: entry.sequence) }
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
