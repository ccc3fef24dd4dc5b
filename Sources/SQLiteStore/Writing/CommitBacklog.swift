internal import Model

/// What waits to be committed, and who is to begin the next transaction.
struct CommitBacklog {
    /// Bounds of one transaction: how many wait for it at most, and how many bytes it holds.
    private static let maximumCount = 512
    private static let maximumCost = 16 << 20

    enum Turn {
        case refused
        /// Somebody else commits it.
        case waiting
        /// Whoever came commits, on its own thread.
        case due
    }

    private var pending: [WriteJob] = []
    private var writers = RecentWriters()
    /// Whether somebody commits, or is to.
    private var isDraining = false
    /// Whether a task that has not begun yet is to.
    private var isAwaited = false
    private(set) var isClosed = false

    /// Adds what is to be written.
    ///
    /// Whoever is the first commits. While a task is to do it, and half of those who write wait for it, there is nothing
    /// more to wait for: the other half can go on beside the disk, and fill the next transaction.
    mutating func add(_ job: WriteJob) -> Turn {
        guard !isClosed else { return .refused }
        pending.append(job)
        guard isDraining else {
            isDraining = true
            return .due
        }
        return isAwaited && pending.count * 2 >= writers.count && begin() ? .due : .waiting
    }

    /// Takes what the next transaction holds; nil when nothing waits, and then nobody is to commit any more.
    mutating func take() -> [WriteJob]? {
        guard !pending.isEmpty else {
            (isDraining, isAwaited) = (false, false)
            return nil
        }
        var cost = 0
        let count = pending.prefix(Self.maximumCount).prefix { job in
            defer { cost += job.cost }
            return cost < Self.maximumCost
        }.count
        let jobs = Array(pending.prefix(count))
        pending.removeFirst(count)
        writers.note(jobs.lazy.compactMap(\.writer))
        return jobs
    }

    /// What was taken is committed; whether there is more to commit.
    ///
    /// - Parameter isHeld: Whether a task is to do that; otherwise nobody who comes meanwhile can.
    mutating func goOn(isHeld: Bool) -> Bool {
        (isDraining, isAwaited) = (!pending.isEmpty, !pending.isEmpty && isHeld)
        return isDraining
    }

    /// Whether who was to commit still is to; somebody may have come first.
    mutating func begin() -> Bool {
        defer { isAwaited = false }
        return isAwaited
    }

    /// Refuses what comes from now on; whether nobody did so before.
    mutating func close() -> Bool {
        defer { isClosed = true }
        return !isClosed
    }
}
