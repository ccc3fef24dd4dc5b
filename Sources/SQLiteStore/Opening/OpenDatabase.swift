internal import CSQLite
internal import GRDB
internal import Store

/// A database that was opened and found fit to be written.
struct OpenDatabase: Sendable {
    let location: DatabaseLocation
    let pool: DatabasePool
    let lock: FileLock
    let files: OpenFiles
    let meter: WALMeter
    let head: HeadWatch
    let room: LogRoom
    let texts: TextPacking

    /// How long SQLite itself waits for a lock, in milliseconds.
    static let busyTimeout: Int32 = 5000

    /// Connections that can be read on at the same time.
    static let readers = 4

    /// Opens, and where need be makes, the database at a path; blocks its thread.
    ///
    /// Everything that writes happens under the lock, what GRDB itself writes at opening included. A process that was
    /// stopped in the middle of a commit holds it for as long as it likes: where opening writes nothing, it is not waited
    /// for, so that there can be reading and whoever drives a run can be named.
    init(path: String, create: Bool, lockTimeout: Duration, checkpointPages: Int, texts: TextPacking) throws {
        let location = try DatabaseLocation(path, create: create)
        let lock = FileLock(path: location.lockPath, beside: location.path, timeout: lockTimeout)
        let meter = WALMeter(interval: checkpointPages)
        let writesNothing = try DatabaseProbe.check(location)
        try location.requirePrivacy()
        self.location = location
        self.texts = texts
        self.lock = lock
        self.meter = meter
        let head = HeadWatch(location, lock: lock)
        self.head = head
        let open = {
            let configuration = Self.configuration(location, meter, texts)
            let pool = try DatabasePool(path: location.path, configuration: configuration)
            let pageSize = try pool.writeWithoutTransaction { database in
                try Self.makeDurable(database)
                try head.begin(database, isAlone: !writesNothing)
                return try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 0
            }
            return (pool, try OpenFiles(location), LogRoom(location, pageSize: pageSize))
        }
        (pool, files, room) = writesNothing && lock.isStuck ? try open() : try lock.hold(open)
    }

    private static func configuration(
        _ location: DatabaseLocation, _ meter: WALMeter, _ texts: TextPacking
    ) -> Configuration {
        var configuration = Configuration()
        configuration.label = "casebook.store"
        configuration.maximumReaderCount = readers
        configuration.busyMode = .timeout(Double(busyTimeout) / 1000)
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { database in
            guard let connection = unsafe database.sqliteConnection else { throw StoreError.closed }
            // Both would run a checkpoint outside the lock.
            var result = unsafe casebook_sqlite3_no_checkpoint_on_close(connection)
            if result == SQLITE_OK { result = unsafe sqlite3_wal_autocheckpoint(connection, 0) }
            guard result == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: result)) }
            texts.attach(to: database)
            guard !database.configuration.readonly else { return }
            try database.execute(
                sql: "PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF; PRAGMA secure_delete = ON")
            // Before the journal becomes a WAL, so that the mark in the header is in the file itself from the first.
            try Schema.prepare(database, path: location.path)
            try database.execute(sql: "PRAGMA journal_size_limit = 67108864")
            unsafe meter.attach(to: connection)
        }
        return configuration
    }

    /// Has each commit wait for the disk; GRDB's own opening lowers this to NORMAL, so it comes last.
    static func makeDurable(_ database: Database) throws {
        // SQLite does not tell when the disk failed while it went over to the log, and stays without one; asked again, it
        // goes over. The log's file is made when something is read.
        _ = try String.fetchOne(database, sql: "PRAGMA journal_mode = WAL")
        _ = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema")
        try database.execute(sql: "PRAGMA synchronous = FULL")
        guard try Int.fetchOne(database, sql: "PRAGMA synchronous") == 2 else {
            throw StoreError(.inputOutput, "SQLite does not agree to wait for the disk at each commit")
        }
    }
}
