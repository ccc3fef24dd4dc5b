internal import CSQLite
internal import GRDB
internal import Store
internal import Synchronization

/// Notices when another file was copied over the database in its place, of which neither its name nor its number tells.
///
/// The head of the file (https://sqlite.org/fileformat2.html#the_database_header) changes when the log is copied into it,
/// and for that every process holds the store's lock; it then leaves in the lock's file what the head is, and with which
/// head the file was first known to those who told of it before (`HeadNote`). A head that this process does not know, and of
/// which nobody has told who began with the same one, is that of another file, unless it is a later one of the database that
/// is known: earlier versions of this program and other programs copy the log and tell nobody. What is not noticed is a
/// copy whose head is the same, an earlier state of the same file since which it has not grown.
final class HeadWatch: Sendable {
    private let path: String
    private let lock: FileLock
    private struct Known {
        /// The head as this process has seen it last, and the first one.
        var note = HeadNote()
        /// The schema cookie as SQLite told it last, which the file may not have yet.
        var form: UInt32?
    }

    private let known = Mutex(Known())

    init(_ location: DatabaseLocation, lock: FileLock) {
        path = location.path
        self.lock = lock
    }

    /// Takes down the head of a database that was just opened.
    ///
    /// - Parameter isAlone: Whether opening may have changed it, and nobody else can be at it.
    func begin(_ database: Database, isAlone: Bool) throws {
        let head = try head(database)
        let told = HeadNote(lock.note)
        // What was copied over another file, which may be in use, begins anew.
        let first = told.flatMap { told in
            let last = told.head.isEmpty ? told.first : told.head
            return last == head || Self.isLater(head, than: last) ? told.first : nil
        }
        let note = HeadNote(first: first ?? head, head: head)
        known.withLock { $0.note = note }
        try learn(database)
        // What another process has told is left as it is while that may be at it.
        if isAlone || told == nil { lock.note = note.bytes }
    }

    /// To be called with the lock held, before anything is written.
    ///
    /// - Throws: `StoreError` of code `replaced`.
    func check(_ database: Database) throws {
        let head = try head(database)
        try known.withLock { known in
            guard known.note.head != head else { return }
            // Who ended in the middle of changing it has not told what it is now.
            let isTold = HeadNote(lock.note).map { told in
                told.first == known.note.first && (told.head.isEmpty || told.head == head)
            }
            guard isTold ?? true || Self.isLater(head, than: known.note.head, form: known.form) else { throw replaced }
            known.note.head = head
        }
    }

    /// Takes down how far the schema is, after a check, when others may have changed it.
    func learn(_ database: Database) throws {
        let form = try Int64.fetchOne(database, sql: "PRAGMA schema_version").map { UInt32(truncatingIfNeeded: $0) }
        known.withLock { $0.form = form }
    }

    /// Whether a head is a later one of the same database: by its schema cookie, which begins at a number by chance, and by
    /// the counter of changes.
    ///
    /// - Parameter form: A cookie that is as good as the known one.
    private static func isLater(_ head: [UInt8], than known: [UInt8], form: UInt32? = nil) -> Bool {
        func number(_ head: [UInt8], at place: Int) -> UInt32 {
            head[place..<place + 4].reduce(0) { $0 << 8 | UInt32($1) }
        }
        guard head.count == HeadNote.length, known.count == HeadNote.length else { return false }
        let found = number(head, at: 40)
        return (found == number(known, at: 40) || found == form) && number(head, at: 24) >= number(known, at: 24)
    }

    /// Runs `body`, which copies the log into the file; with the lock held.
    func changing<Value>(_ database: Database, _ body: () throws -> Value) rethrows -> Value {
        let first = known.withLock { $0.note.first }
        lock.note = HeadNote(first: first).bytes
        defer {
            if let head = try? head(database) {
                known.withLock { $0.note.head = head }
                lock.note = HeadNote(first: first, head: head).bytes
            }
        }
        return try body()
    }

    private func head(_ database: Database) throws -> [UInt8] {
        guard let connection = unsafe database.sqliteConnection else { throw StoreError.closed }
        var result = SQLITE_OK
        let head = unsafe [UInt8](unsafeUninitializedCapacity: HeadNote.length) { head, count in
            unsafe result = casebook_sqlite3_read(connection, head.baseAddress, Int32(HeadNote.length))
            count = result == SQLITE_OK ? HeadNote.length : 0
        }
        let code = ResultCode(rawValue: result)
        if code == .SQLITE_IOERR_SHORT_READ { throw replaced }
        guard code == .SQLITE_OK else { throw DatabaseError(resultCode: code) }
        return head
    }

    private var replaced: StoreError {
        StoreError(
            .replaced, "another file was copied over \(path) while it was in use; nothing was written",
            hint:
                "if nothing was copied there, end every process that has it open and begin again; else go back to a "
                + "backup as docs/retention.md says: the -wal beside it belongs to the file that was there before")
    }
}
