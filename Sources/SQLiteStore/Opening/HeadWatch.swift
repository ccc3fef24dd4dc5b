internal import CSQLite
internal import GRDB
internal import Store
internal import Synchronization

/// Notices when another file was copied over the database in its place, of which neither its name nor its number tells.
///
/// The head of the file (https://sqlite.org/fileformat2.html#the_database_header) changes when the log is copied into it,
/// and for that every process holds the store's lock; it then leaves in the lock's file what the head is. A head that this
/// process does not know, and of which nobody has told, is that of another file, unless it is a later one of the database
/// that is known: earlier versions of this program and other programs copy the log and tell nobody. What is not noticed is a
/// copy whose head is the same, an earlier state of the same file since which it has not grown, and one after which another
/// process has opened the file.
final class HeadWatch: Sendable {
    private static let length = 100

    private let path: String
    private let lock: FileLock
    private struct Known {
        /// The head as this process has seen it last.
        var head: [UInt8] = []
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
        known.withLock { $0.head = head }
        try learn(database)
        // What another process has told is left as it is: should this be another file, that one is to notice.
        if isAlone || lock.note.isEmpty { lock.note = head }
    }

    /// To be called with the lock held, before anything is written.
    ///
    /// - Throws: `StoreError` of code `replaced`.
    func check(_ database: Database) throws {
        let head = try head(database)
        try known.withLock { known in
            guard known.head != head else { return }
            let told = lock.note
            // Who ended in the middle of changing it has told nothing.
            guard told == head || told.isEmpty || Self.isLater(head, than: known) else { throw replaced }
            known.head = head
        }
    }

    /// Takes down how far the schema is, after a check, when others may have changed it.
    func learn(_ database: Database) throws {
        let form = try Int64.fetchOne(database, sql: "PRAGMA schema_version").map { UInt32(truncatingIfNeeded: $0) }
        known.withLock { $0.form = form }
    }

    /// Whether a head is a later one of the same database: by its schema cookie, which begins at a number by chance, and by
    /// the counter of changes.
    private static func isLater(_ head: [UInt8], than known: Known) -> Bool {
        func number(_ head: [UInt8], at place: Int) -> UInt32 {
            head[place..<place + 4].reduce(0) { $0 << 8 | UInt32($1) }
        }
        guard head.count == length, known.head.count == length else { return false }
        let form = number(head, at: 40)
        return (form == number(known.head, at: 40) || form == known.form)
            && number(head, at: 24) >= number(known.head, at: 24)
    }

    /// Runs `body`, which copies the log into the file; with the lock held.
    func changing<Value>(_ database: Database, _ body: () throws -> Value) rethrows -> Value {
        lock.note = []
        defer {
            if let head = try? head(database) {
                known.withLock { $0.head = head }
                lock.note = head
            }
        }
        return try body()
    }

    private func head(_ database: Database) throws -> [UInt8] {
        guard let connection = unsafe database.sqliteConnection else { throw StoreError.closed }
        var result = SQLITE_OK
        let head = unsafe [UInt8](unsafeUninitializedCapacity: Self.length) { head, count in
            unsafe result = casebook_sqlite3_read(connection, head.baseAddress, Int32(Self.length))
            count = result == SQLITE_OK ? Self.length : 0
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
