internal import Dispatch
internal import GRDB
internal import Store
internal import Synchronization

/// Gathers what concurrent callers want to write into transactions that share one wait for the disk.
///
/// Whoever finds the queue empty and the lock free commits at once on its own thread, since waking another one takes as
/// long as the disk; for who writes alone and often another thread does it, which is mostly awake (`AwakeWait`,
/// `Elsewhere`). Whatever comes in meanwhile forms the next transaction, and that is committed by a task behind all
/// that the pool of threads has ready by then, some of which is about to write too: a thread for it alone would only take
/// a processor from those who make what it waits for. As soon as half of those who write wait for it, whoever is the last
/// of them commits, so that the others go on meanwhile (`CommitBacklog`). Where another process holds the lock, the
/// writer's own thread waits for it.
/// Nothing here looks at the cancellation of a task: one caller's cannot roll back what another was promised.
final class CommitQueue: Sendable {
    let database: OpenDatabase
    let memory = WriterMemory()
    private let backlog = Mutex(CommitBacklog(processors: Processors.count))

    init(_ database: OpenDatabase) { self.database = database }

    var isClosed: Bool { backlog.withLock { $0.isClosed } }

    /// Runs `work` in a transaction and answers once that is durable.
    ///
    /// - Parameter cost: roughly the bytes that will be written.
    /// - Throws: what `work` throws, and then nothing of it was written.
    func write<Value: Sendable>(
        cost: Int = 0, _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        let memory = memory
        return try await withCheckedThrowingContinuation { continuation in
            let job = WriteJob(cost: cost, continuation: continuation) { database in
                // Whatever it changes, nothing that was learnt before counts.
                defer { memory.forget() }
                return try work(database)
            }
            enqueue(job)
        }
    }

    /// The same for what changes no journal: what was learnt of them goes on to count.
    ///
    /// - Parameter work: makes the memory forget what it changes.
    func writeBeside<Value: Sendable>(
        _ work: @escaping @Sendable (Database, WriterMemory) throws -> Value
    ) async throws -> Value {
        let memory = memory
        return try await withCheckedThrowingContinuation { continuation in
            enqueue(WriteJob(cost: 0, continuation: continuation) { try work($0, memory) })
        }
    }

    /// Adds to a journal in a transaction and answers once that is durable.
    ///
    /// - Throws: what refuses the append, and then nothing of it was written.
    func append(_ append: Append) async throws -> AppendOutcome {
        guard backlog.withLock({ $0.waitsAwake() }), append.isSmall else {
            let prepared = try PreparedAppend(append, database.texts)
            append.meanwhile?()
            return try await withCheckedThrowingContinuation { continuation in
                enqueue(job(prepared.cost, append, continuation) { prepared })
            }
        }
        let prepared = Promised<PreparedAppend>()
        return try await withCheckedThrowingContinuation { continuation in
            let job = job(Append.small, append, isLookedFor: true, continuation) { try prepared.value() }
            commitElsewhere(job) { [self] in
                prepared.make { try PreparedAppend(append, database.texts) }
                append.meanwhile?()
                memory.readTexts()
            }
        }
    }

    private func job(
        _ cost: Int, _ append: Append, isLookedFor: Bool = false,
        _ continuation: CheckedContinuation<AppendOutcome, any Error>,
        _ prepared: @escaping @Sendable () throws -> PreparedAppend
    ) -> WriteJob {
        WriteJob(cost: cost, writer: append.session, isLookedFor: isLookedFor, continuation: continuation) {
            [self] database in try writer(database).perform(try prepared())
        }
    }

    /// What writes in an open transaction.
    func writer(_ connection: Database) -> JournalWriter {
        JournalWriter(database: connection, memory: memory, texts: database.texts)
    }

    /// Runs `work` outside a transaction, with the store's lock held, on the connection that writes.
    func maintain<Value: Sendable>(_ work: @escaping @Sendable (Database) throws -> Value) async throws -> Value {
        guard !isClosed else { throw StoreError.closed }
        let (database, memory) = (database, memory)
        return try await withCheckedThrowingContinuation { continuation in
            database.pool.asyncWriteWithoutTransaction { connection in
                let result = Result {
                    try database.lock.hold {
                        defer { memory.forgetEverything() }
                        try database.files.check()
                        try database.head.check(connection)
                        try Schema.checkVersion(connection, path: database.location.path)
                        return try database.head.changing(connection) { try work(connection) }
                    }
                }
                continuation.resume(with: result.mapError(StoreError.translated))
            }
        }
    }

    private func enqueue(_ job: WriteJob) {
        switch backlog.withLock({ $0.add(job) }) {
        case .refused: job.fail(StoreError.closed)
        case .waiting: break
        case .due: commitPending()
        }
    }

    /// Has another thread commit a job and looks for the end of it.
    ///
    /// - Parameter meanwhile: makes what the job waits for first, and then what nobody need wait for.
    private func commitElsewhere(_ job: WriteJob, meanwhile: @escaping @Sendable () -> Void) {
        switch backlog.withLock({ $0.add(job) }) {
        case .refused: job.fail(StoreError.closed)
        case .waiting: meanwhile()
        case .due:
            let wait = Elsewhere.perform({ self.commitPending() }, meanwhile: meanwhile, lookingFor: AwakeWait.limit)
            if wait != .here { backlog.withLock { $0.note(wasLate: wait == .late) } }
        }
    }

    /// Commits what is there, and leaves what has come in meanwhile to a task.
    ///
    /// It waits for the disk, and for another process only behind maintenance that does. The task waits for a thread of
    /// the pool, as do most who wait to be told; whoever runs elsewhere, such as a request over HTTP, waits for that too.
    private func commitPending() {
        let isHeld = database.pool.writeWithoutTransaction { connection in
            database.lock.holdIfFree {
                if let jobs = takePending() { commitUnderLock(jobs, connection) }
            }
        }
        switch backlog.withLock({ $0.end(isLocked: !isHeld) }) {
        case .nothing: break
        case .task: commitLater()
        case .drain: database.pool.asyncWriteWithoutTransaction { self.drain($0) }
        }
    }

    /// Puts a task that commits behind all that the pool of threads has ready.
    private func commitLater() {
        Task.detached {
            switch self.backlog.withLock({ $0.begin() }) {
            case .commits: self.commitPending()
            case .again: self.commitLater()
            case .nothing: break
            }
        }
    }

    private func drain(_ database: Database) {
        while let jobs = takePending() { commit(jobs, database) }
    }

    private func takePending() -> [WriteJob]? { backlog.withLock { $0.take() } }

    /// Refuses further work, finishes what is waiting, and leaves the database tidy; a second call does nothing.
    func close() async throws {
        guard backlog.withLock({ $0.close() }) else { return }
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            // Closing waits for readers, which is nothing for a thread of the cooperative pool.
            DispatchQueue.global().async {
                continuation.resume(with: Result { try self.finish() })
            }
        }
    }

    private func finish() throws {
        // Before anything is closed: the task that would commit it may not have begun.
        database.pool.writeWithoutTransaction { drain($0) }
        // What was committed is safe in the log; not having the lock or the room to copy it is no failure.
        try? database.pool.writeWithoutTransaction { connection in
            guard !database.lock.isStuck else { return }
            try database.lock.hold {
                try database.files.check()
                try database.head.check(connection)
                database.head.changing(connection) { database.meter.finish(connection) }
            }
        }
        do {
            try database.pool.close()
        } catch {
            throw StoreError.translated(error)
        }
    }
}
