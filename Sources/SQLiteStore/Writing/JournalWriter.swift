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
    let memory: WriterMemory
    let texts: TextPacking

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
        let place = try memory.place(of: append.session) ?? place(of: append.session)
        guard place.head.sequence == append.expecting else { return .behind(sequence: place.head.sequence) }
        if let fence = append.fence { try check(fence) }
        try Self.check(append.entries, of: append.session, after: place.head)
        for removal in append.removals where !(1...max(append.expecting, 1)).contains(removal.sequence) {
            throw StoreError(.badAppend, "entry \(removal.sequence) is not there to be removed")
        }
        let parent = try prepared.origin.map { try number(of: $0) }
        let session = try line(place, prepared)
        let marks = try marks(place, append, of: session.number)
        try insert(prepared.rows, into: session.number)
        if !prepared.outline.isEmpty {
            try OutlineTable(database: database, texts: texts).add(prepared.outline, of: session.number)
        }
        if let parent, let origin = prepared.origin { try insert(origin, of: parent, into: session.number) }
        if isStepping(prepared, from: place), let last = append.entries.last {
            let missingAfter = try index(append, of: session.number, missingAfter: place.missingAfter)
            memory.remember(
                Place(
                    id: session.number, head: last.head, line: session.line, marks: marks, missingAfter: missingAfter),
                of: append.session)
            return .appended
        }
        memory.forget(append.session)
        if append.session != .server { try addToIndex(append, of: session.number, missingAfter: place.missingAfter) }
        if !append.removals.isEmpty {
            memory.forget()
            try remove(append.removals, of: session.number, isIndexed: append.session != .server)
        }
        return .appended
    }

    /// Adds to the search index at once, what was left for later of this session and of another one with it.
    private func addToIndex(_ append: Append, of session: Int64, missingAfter first: Int?) throws {
        let index = SearchIndex(database)
        let words = first.flatMap { memory.words(of: session, after: $0) }
        // What is read from rows is read to the end.
        if let first { try index.add(words, of: session, after: first) }
        if first == nil || words != nil { try index.add(append, to: session) }
        if let other = try index.someOther(than: session, after: memory.helped) {
            memory.helped = other.session
            try index.add(memory.words(of: other.session, after: other.first), of: other.session, after: other.first)
            memory.forget(number: other.session)
        }
    }

    /// Whether calls and steps are added to a session that is there and nothing else.
    private func isStepping(_ prepared: PreparedAppend, from place: Place) -> Bool {
        prepared.isOfSteps && prepared.append.session != .server && prepared.append.removals.isEmpty && place.id != nil
    }

    /// Adds steps to the search index, or leaves them for later while they are few; returns after which entry the index
    /// holds nothing then.
    private func index(_ append: Append, of session: Int64, missingAfter first: Int?) throws -> Int? {
        let index = SearchIndex(database)
        guard let first = try index.delay(append, of: session, missingAfter: first) else { return nil }
        memory.note(append, of: session, missingAfter: first)
        guard append.expecting + append.entries.count - first >= SearchIndex.delay else { return first }
        try index.add(memory.words(of: session, after: first), of: session, after: first)
        return try index.missing(of: session)
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
        let token = try memory.token(of: fence.run) ?? RunToken.current(of: fence.run, in: database)
        guard token == fence.token else { throw StoreError.fenced(fence.run) }
        memory.remember(token: token, of: fence.run)
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

    /// What the session has of pins and labels, which is brought up to date.
    private func marks(_ place: Place, _ append: Append, of session: Int64) throws -> SessionMarks.Line {
        guard append.session != .server, let summary = append.summary else { return place.marks }
        let marks = SessionMarks.Line(pinned: summary.pinned, labels: summary.labels)
        try SessionMarks(database).change(session, from: place.marks, to: marks)
        return marks
    }

    /// The session's number, and its line for lists, which is brought up to date.
    private func line(_ place: Place, _ prepared: PreparedAppend) throws -> (number: Int64, line: SessionLine?) {
        let append = prepared.append
        let line = append.session == .server ? nil : append.summary.map(SessionLine.init)
        guard let id = place.id else {
            let insert = try database.cachedStatement(
                sql: "INSERT INTO session (title, status, owner, created, updated, name) VALUES (?, ?, ?, ?, ?, ?)")
            let columns = line?.columns ?? [nil, nil, nil, nil, nil]
            try insert.execute(arguments: StatementArguments(columns + [append.session.rawValue]))
            guard database.lastInsertedRowID < Self.maximumSession else {
                throw StoreError(.full, "the database holds as many sessions as it can")
            }
            return (database.lastInsertedRowID, line)
        }
        guard let line else { return (id, place.line) }
        // A call that is all that happened shall not cost two more pages: the list learns of it within a second.
        if prepared.isOfSteps, let old = place.line, line.differsInTimeAlone(from: old, by: Self.listDelay) {
            return (id, old)
        }
        let update = try database.cachedStatement(
            sql: "UPDATE session SET title = ?, status = ?, owner = ?, created = ?, updated = ? WHERE id = ?")
        try update.execute(arguments: StatementArguments(line.columns + [id]))
        return (id, line)
    }

    /// Adds the rows of entries to a journal that is known by its number.
    func insert(_ rows: [PreparedRow], into session: Int64) throws {
        let insert = try database.cachedStatement(
            sql: """
                INSERT INTO entry (id, time, principal, kind, hash, payload, payload_hash, evidence, body, followers)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        var raw = RawStatement(insert, database)
        for row in rows {
            let entry = row.first
            raw.bind(session << 24 | Int64(entry.sequence), at: 1)
            raw.bind(entry.time.milliseconds, at: 2)
            raw.bind(try memory.words.number(of: entry.principal, in: database), at: 3)
            raw.bind(try memory.words.number(of: entry.kind, in: database), at: 4)
            raw.bind(row.hash.bytes, at: 5)
            raw.bind(row.payload, at: 6)
            raw.bind(row.payload == nil ? entry.payloadHash.bytes : nil, at: 7)
            raw.bind(row.record, at: 8)
            raw.bind(try body(of: row), at: 9)
            raw.bind(row.followers.map(Int64.init), at: 10)
            try raw.run()
            if let key = row.key { try self.insert(key: key, of: session, at: entry.sequence) }
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
