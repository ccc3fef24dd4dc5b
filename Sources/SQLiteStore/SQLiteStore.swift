internal import Dispatch
internal import Foundation
internal import GRDB
package import Model
package import Store

/// Sessions in an SQLite database, which any number of processes of one host may use at the same time.
///
/// What was answered is on the disk: each commit waits for it, and commits of concurrent callers share the wait. Readers
/// never wait for a writer. Write transactions and checkpoints of all processes are kept apart by a lock of the store's
/// own, in a file beside the database, which must stay there.
package final class SQLiteStore: SessionStore {
    private let queue: CommitQueue
    private let runs: RunFiles
    private let identifiers: any IdentifierSource

    /// Opens the database at a path.
    ///
    /// Folder and file are made for their owner alone. A file that is not a Casebook database, or was written by a newer
    /// version, is left as it is.
    /// - Parameters:
    ///   - path: absolute or relative to the current folder.
    ///   - create: whether a database that is not there is made.
    ///   - lockTimeout: how long a write waits for other processes before it fails as `busy`.
    ///   - checkpointPages: pages of the write-ahead log after which it is copied into the database.
    ///   - identifiers: where the randomness of redaction keys comes from.
    package init(
        path: String, create: Bool = true, lockTimeout: Duration = .seconds(10), checkpointPages: Int = 1000,
        identifiers: any IdentifierSource = SystemIdentifierSource()
    ) async throws {
        let database = try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global(qos: .userInitiated).async {
                let result = Result {
                    try OpenDatabase(
                        path: path, create: create, lockTimeout: lockTimeout, checkpointPages: checkpointPages)
                }
                continuation.resume(with: result.mapError(StoreError.translated))
            }
        }
        queue = CommitQueue(database)
        runs = RunFiles(database.location)
        self.identifiers = identifiers
    }

    package func append(_ append: Append) async throws -> AppendOutcome {
        let prepared = try PreparedAppend(append)
        let words = queue.words
        return try await queue.write(cost: prepared.cost) { database in
            try JournalWriter(database: database, words: words).perform(prepared)
        }
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
        return try await queue.write { database in
            let last = Fence(run: run, token: try RunToken.current(of: run, in: database))
            if unlessDriven, try runs.isLocked(last) { return nil }
            let next = Fence(run: run, token: last.token + 1)
            guard let file = try runs.lock(next) else { return nil }
            try RunToken.set(next, in: database)
            if try !runs.isLocked(last) { runs.remove(last) }
            return SQLiteRunLease(run: run, token: next.token, file: file)
        }
    }

    package func isDriven(_ run: RunID) async throws -> Bool {
        let runs = runs
        return try await read { try runs.isLocked(Fence(run: run, token: RunToken.current(of: run, in: $0))) }
    }

    package func holder(of run: RunID) async throws -> HoldingProcess? {
        let runs = runs
        return try await read { runs.holder(of: Fence(run: run, token: try RunToken.current(of: run, in: $0))) }
    }

    package func redactionKey(of session: SessionID) async throws -> [UInt8] {
        let select = "SELECT key FROM redaction_key WHERE session = ?"
        let known = try await read { try Data.fetchOne($0, sql: select, arguments: [session.rawValue]) }
        if let known { return [UInt8](known) }
        let words = [identifiers.next(), identifiers.next()].flatMap { [$0.high, $0.low] }
        let fresh = Data(words.flatMap { word in (0..<8).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) } })
        return try await queue.write { database in
            // Another process may have been first.
            try database.execute(
                sql: "INSERT INTO redaction_key (session, key) VALUES (?, ?) ON CONFLICT DO NOTHING",
                arguments: [session.rawValue, fresh])
            return try Data.fetchOne(database, sql: select, arguments: [session.rawValue]).map { [UInt8]($0) } ?? []
        }
    }

    package func close() async throws { try await queue.close() }

    /// Reads from one state of the database, on a connection of its own.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        guard !queue.isClosed else { throw StoreError.closed }
        do {
            return try await queue.database.pool.read(body)
        } catch {
            throw StoreError.translated(error)
        }
    }

    /// Runs `body` on the connection that writes, outside a transaction.
    func inspectWriter<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        try await queue.database.pool.writeWithoutTransaction(body)
    }
}
