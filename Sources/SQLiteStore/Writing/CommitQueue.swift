internal import Dispatch
internal import GRDB
internal import Store
internal import Synchronization

/// Gathers what concurrent callers want to write into transactions that share one wait for the disk.
///
/// The work runs on the writer's own thread and never in a caller's task, so that the cancellation of one caller cannot
/// roll back what another was promised. Whatever comes in while a transaction is being committed forms the next one.
final class CommitQueue: Sendable {
    /// Bounds of one transaction: how many wait for it at most, and how many bytes it holds.
    private static let maximumCount = 512
    private static let maximumCost = 16 << 20

    private struct State {
        var pending: [WriteJob] = []
        var isDraining = false
        var isClosed = false
    }

    let database: OpenDatabase
    let words = WordTable()
    private let state = Mutex(State())

    init(_ database: OpenDatabase) { self.database = database }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Runs `work` in a transaction and answers once that is durable.
    ///
    /// - Parameter cost: roughly the bytes that will be written.
    /// - Throws: what `work` throws, and then nothing of it was written.
    func write<Value: Sendable>(
        cost: Int = 0, _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            enqueue(WriteJob(cost: cost, continuation: continuation, work: work))
        }
    }

    private func enqueue(_ job: WriteJob) {
        enum Next { case refuse, wait, drain }
        let next = state.withLock { state -> Next in
            guard !state.isClosed else { return .refuse }
            state.pending.append(job)
            guard !state.isDraining else { return .wait }
            state.isDraining = true
            return .drain
        }
        switch next {
        case .refuse: job.fail(StoreError.closed)
        case .wait: break
        case .drain: database.pool.asyncWriteWithoutTransaction { self.drain($0) }
        }
    }

    private func drain(_ database: Database) {
        while let jobs = takePending() { commit(jobs, database) }
    }

    private func takePending() -> [WriteJob]? {
        state.withLock { state in
            guard !state.pending.isEmpty else {
                state.isDraining = false
                return nil
            }
            var cost = 0
            let count = state.pending.prefix(Self.maximumCount).prefix { job in
                defer { cost += job.cost }
                return cost < Self.maximumCost
            }.count
            let jobs = Array(state.pending.prefix(count))
            state.pending.removeFirst(count)
            return jobs
        }
    }

    /// Refuses further work, finishes what is waiting, and leaves the database tidy; a second call does nothing.
    func close() async throws {
        let isFirst = state.withLock { state in
            defer { state.isClosed = true }
            return !state.isClosed
        }
        guard isFirst else { return }
        let database = database
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            // Closing waits for readers, which is nothing for a thread of the cooperative pool.
            DispatchQueue.global().async {
                continuation.resume(with: Result { try Self.finish(database) })
            }
        }
    }

    private static func finish(_ database: OpenDatabase) throws {
        // What was committed is safe in the log; not having the lock or the room to copy it is no failure.
        try? database.pool.writeWithoutTransaction { connection in
            try database.lock.hold {
                try database.files.check()
                database.meter.finish(connection)
            }
        }
        do {
            try database.pool.close()
        } catch {
            throw StoreError.translated(error)
        }
    }
}
