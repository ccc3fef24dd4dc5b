internal import Dispatch
internal import Foundation
internal import GRDB
package import Model
package import Store
internal import Synchronization

/// Sessions in an SQLite database, which any number of processes of one host may use at the same time.
///
/// What was answered is on the disk: each commit waits for it, and commits of concurrent callers share the wait. Readers
/// never wait for a writer. Write transactions and checkpoints of all processes are kept apart by a lock of the store's
/// own, in a file beside the database, which must stay there.
package final class SQLiteStore: KeepingStore {
    /// What the store stands on.
    private enum Ground {
        case live(CommitQueue)
        case frozen(FrozenDatabase)
    }

    /// What a database is opened for.
    package enum Purpose: Sendable {
        case writing
        /// One that cannot be written is read as it is, and whatever would write fails.
        case reading
    }

    private let ground: Ground
    private let isEnded = Mutex(false)
    /// Connections that are being read on.
    private let reading = Mutex(0)
    let runs: RunFiles
    let texts: TextPacking
    let scanBounds: ScanBounds
    let identifiers: any IdentifierSource

    /// Opens the database at a path.
    ///
    /// Folder and file are made for their owner alone. A file that is not a Casebook database, or was written by a newer
    /// version, is left as it is.
    /// - Parameters:
    ///   - path: absolute or relative to the current folder.
    ///   - purpose: whether a database that cannot be written is good enough.
    ///   - create: whether a database that is not there is made.
    ///   - lockTimeout: how long a write waits for other processes before it fails as `busy`.
    ///   - checkpointPages: pages of the write-ahead log after which it is copied into the database.
    ///   - scanBounds: how much of all journals is looked through at a time.
    ///   - identifiers: where the randomness of redaction keys comes from.
    package init(
        path: String, for purpose: Purpose = .writing, create: Bool = true, lockTimeout: Duration = .seconds(10),
        checkpointPages: Int = 4000, scanBounds: ScanBounds = ScanBounds(),
        identifiers: any IdentifierSource = SystemIdentifierSource()
    ) async throws {
        let texts = TextPacking()
        self.texts = texts
        self.scanBounds = scanBounds
        (ground, runs) = try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global(qos: .userInitiated).async {
                let result = Result { () throws -> (Ground, RunFiles) in
                    if purpose == .reading, let location = try? DatabaseLocation(path, create: false),
                        !location.isWritable
                    {
                        return (.frozen(try FrozenDatabase(location, texts)), RunFiles(location))
                    }
                    let database = try OpenDatabase(
                        path: path, create: create, lockTimeout: lockTimeout, checkpointPages: checkpointPages,
                        texts: texts)
                    return (.live(CommitQueue(database)), RunFiles(database.location))
                }
                continuation.resume(with: result.mapError(StoreError.translated))
            }
        }
        self.identifiers = identifiers
    }

    package func append(_ append: Append) async throws -> AppendOutcome {
        try await writing().append(append)
    }

    package func lease(_ run: RunID) async throws -> (any RunLease)? {
        // Asked before as well, so that a driver which was stopped in the middle of a commit need not be waited for.
        guard try await !isDriven(run) else { return nil }
        return try await take(run, unlessDriven: true)
    }

    package func takeOver(_ run: RunID) async throws -> any RunLease {
        guard let lease = try await take(run, unlessDriven: false) else {
            throw StoreError(.busy, "run \(run) is being taken by another process", hint: "try again")
        }
        return lease
    }

    /// Locks the run's next token and makes it the current one, in one transaction: whoever held the token before can
    /// write no more, should it still be there.
    private func take(_ run: RunID, unlessDriven: Bool) async throws -> (any RunLease)? {
        let runs = runs
        return try await writing().writeBeside { database, memory in
            defer { memory.forget(tokenOf: run) }
            let last = Fence(run: run, token: try RunToken.current(of: run, in: database))
            if unlessDriven, try runs.isLocked(last) { return nil }
            let next = Fence(run: run, token: last.token + 1)
            guard let file = try runs.lock(next) else { return nil }
            try RunToken.set(next, in: database)
            if try !runs.isLocked(last) { runs.remove(last) }
            return SQLiteRunLease(run: run, token: next.token, file: file)
        }
    }

    package func token(of run: RunID) async throws -> Int {
        try await look { try RunToken.current(of: run, in: $0) }
    }

    package func isDriven(_ run: RunID) async throws -> Bool {
        let runs = runs
        return try await look { try runs.isLocked(Fence(run: run, token: RunToken.current(of: run, in: $0))) }
    }

    package func holder(of run: RunID) async throws -> HoldingProcess? {
        let runs = runs
        return try await read { runs.holder(of: Fence(run: run, token: try RunToken.current(of: run, in: $0))) }
    }

    package func redactionKey(of session: SessionID) async throws -> [UInt8] {
        let select = "SELECT key FROM redaction_key WHERE session = ?"
        // Whether a session is a fork is decided when it comes into being, and before that it has no lineage.
        let (root, known) = try await read { database in
            let root = try Self.root(of: session, in: database)
            return (root, try Data.fetchOne(database, sql: select, arguments: [root]))
        }
        if let known { return [UInt8](known) }
        let words = [identifiers.next(), identifiers.next()].flatMap { [$0.high, $0.low] }
        let fresh = Data(words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } })
        return try await writing().writeBeside { database, _ in
            // Another process may have been first.
            try database.execute(
                sql: "INSERT INTO redaction_key (session, key) VALUES (?, ?) ON CONFLICT DO NOTHING",
                arguments: [root, fresh])
            return try Data.fetchOne(database, sql: select, arguments: [root]).map { [UInt8]($0) } ?? []
        }
    }

    package func close() async throws {
        switch ground {
        case .live(let queue): try await queue.close()
        case .frozen(let database):
            let isFirst = isEnded.withLock { isEnded in
                defer { isEnded = true }
                return !isEnded
            }
            if isFirst { try database.close() }
        }
    }

    /// Whether it takes writes.
    package var isWritable: Bool {
        switch ground {
        case .live: true
        case .frozen: false
        }
    }

    private func requireOpen() throws(StoreError) {
        let isClosed =
            switch ground {
            case .live(let queue): queue.isClosed
            case .frozen: isEnded.withLock { $0 }
            }
        if isClosed { throw .closed }
    }

    /// What takes writes.
    func writing() throws(StoreError) -> CommitQueue {
        try requireOpen()
        guard case .live(let queue) = ground else {
            throw StoreError(
                .readOnly, "the database cannot be written; it was opened to be read",
                hint: "check the permissions of the file and of its folder")
        }
        return queue
    }

    /// What a backup is made of: where it is, whether it can be written, and a look at whether it is still the same.
    func backupSource() throws(StoreError) -> (
        location: DatabaseLocation, isFrozen: Bool, check: @Sendable () throws -> Void
    ) {
        try requireOpen()
        switch ground {
        case .live(let queue): return (queue.database.location, false, { try queue.database.files.check() })
        case .frozen(let database): return (database.location, true, { try database.requireUnchanged() })
        }
    }

    /// Reads from one state of the database, on a connection of its own.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        try requireOpen()
        reading.withLock { $0 += 1 }
        defer { reading.withLock { $0 -= 1 } }
        do {
            return switch ground {
            case .live(let queue): try await queue.database.pool.read(body)
            case .frozen(let database): try await database.read(body)
            }
        } catch {
            throw told(error)
        }
    }

    /// What went wrong while reading: where a file cannot be opened it may not be there any more.
    private func told(_ error: any Error) -> any Error {
        guard (error as? DatabaseError)?.resultCode == .SQLITE_CANTOPEN, case .live(let queue) = ground else {
            return StoreError.translated(error)
        }
        do { try queue.database.files.check() } catch { return error }
        return StoreError.translated(error)
    }

    /// Reads a few rows that are found by their key: on this thread while there is a connection free, since waking
    /// another one takes longer than that.
    ///
    /// - Parameter isOne: whether it is one statement, which sees one state of the database by itself.
    func look<Value: Sendable>(
        byOneStatement isOne: Bool = false, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        try requireOpen()
        guard case .live(let queue) = ground else { return try await read(body) }
        let isFree = reading.withLock { reading in
            guard reading < OpenDatabase.readers else { return false }
            reading += 1
            return true
        }
        guard isFree else { return try await read(body) }
        defer { reading.withLock { $0 -= 1 } }
        do {
            return try isOne ? Self.readAlone(queue.database.pool, body) : Self.readAtOnce(queue.database.pool, body)
        } catch {
            throw told(error)
        }
    }

    private static func readAtOnce<Value>(_ pool: DatabasePool, _ body: (Database) throws -> Value) throws -> Value {
        try pool.read(body)
    }

    /// Without a transaction around it, which takes as long as the statement does.
    private static func readAlone<Value>(_ pool: DatabasePool, _ body: (Database) throws -> Value) throws -> Value {
        try pool.unsafeRead(body)
    }

    /// Runs `body` on the connection that writes, outside a transaction.
    func inspectWriter<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        try await writing().database.pool.writeWithoutTransaction(body)
    }
}
