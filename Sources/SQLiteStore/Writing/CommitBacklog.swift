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
        /// Whoever came commits, or has it done elsewhere.
        case due
    }

    /// What becomes of those who have come during a commit.
    enum Next {
        /// There are none, or a task is under way already.
        case nothing
        /// A task is to be put behind all that is ready.
        case task
        /// Whoever holds the lock is to be waited for, and everything is committed then.
        case drain
    }

    /// What a task does that has begun.
    enum Start {
        case commits
        /// Another transaction has ended since it was put there: it is put behind all that is ready now, unless there is
        /// enough for one.
        case again
        /// Somebody came first.
        case nothing
    }

    private var pending: [WriteJob] = []
    /// Of these, those that add to a session, which is rarely the same twice, and what all of them cost.
    private var (adding, cost) = (0, 0)
    private var writers = RecentWriters()
    /// Rounds that have ended, each a transaction where nobody else held the lock.
    private var ended = 0
    /// Whether somebody commits, or is to.
    private var isDraining = false
    /// Whether that is a task that has not begun.
    private var isAwaited = false
    /// Behind which transaction the one task that there is was put; nil where there is none.
    private var task: Int?
    private(set) var isClosed = false
    private var awake: AwakeWait

    init(processors: Int) { awake = AwakeWait(processors: processors) }

    /// Whether what is to be added now is to be waited for awake: the transactions of late are all of one session, and
    /// nobody commits or waits.
    mutating func waitsAwake() -> Bool { awake.next(isAlone: writers.count == 1 && !isDraining) }

    /// Takes in whether a commit that was waited for awake took longer than it could.
    mutating func note(wasLate: Bool) { awake.note(wasLate: wasLate) }

    /// Adds what is to be written.
    ///
    /// Whoever is the first commits. While a task is to do it, and half of those who write wait for it, there is nothing
    /// more to wait for: the other half can go on beside the disk, and fill the next transaction. With all of them in one,
    /// the processors would have nothing to do but it.
    mutating func add(_ job: WriteJob) -> Turn {
        guard !isClosed else { return .refused }
        pending.append(job)
        adding += job.writer == nil ? 0 : 1
        cost += job.cost
        guard isDraining else {
            isDraining = true
            return .due
        }
        guard isAwaited, isEnough else { return .waiting }
        isAwaited = false
        return .due
    }

    private var isEnough: Bool {
        pending.count >= Self.maximumCount || cost >= Self.maximumCost || adding > 0 && adding * 2 >= writers.count
    }

    /// Takes what the next transaction holds; nil when nothing waits, and then nobody is to commit any more.
    mutating func take() -> [WriteJob]? {
        guard !pending.isEmpty else {
            (isDraining, isAwaited) = (false, false)
            return nil
        }
        var size = 0
        let count = pending.prefix(Self.maximumCount).prefix { job in
            defer { size += job.cost }
            return size < Self.maximumCost
        }.count
        let jobs = Array(pending.prefix(count))
        pending.removeFirst(count)
        adding -= jobs.count { $0.writer != nil }
        cost -= jobs.reduce(0) { $0 + $1.cost }
        writers.note(jobs.compactMap(\.writer))
        return jobs
    }

    /// A round has ended: what was taken is committed.
    ///
    /// - Parameter isLocked: Whether another process holds the lock, so that nothing was taken.
    mutating func end(isLocked: Bool) -> Next {
        ended += 1
        isDraining = !pending.isEmpty
        isAwaited = isDraining && !isLocked
        guard isAwaited else { return isDraining ? .drain : .nothing }
        guard task == nil else { return .nothing }
        task = ended
        return .task
    }

    /// The task has begun.
    mutating func begin() -> Start {
        guard isAwaited else {
            task = nil
            return .nothing
        }
        guard task == ended || isEnough else {
            task = ended
            return .again
        }
        (task, isAwaited) = (nil, false)
        return .commits
    }

    /// Refuses what comes from now on; whether nobody did so before.
    mutating func close() -> Bool {
        defer { isClosed = true }
        return !isClosed
    }
}
