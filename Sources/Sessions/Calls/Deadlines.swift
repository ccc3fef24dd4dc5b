import Synchronization

/// Cancels work that takes too long, with one sleeper for all the calls that are under way.
///
/// A sleeper of its own for each call would cost more than a small call itself.
final class Deadlines: Sendable {
    private struct Entry {
        let due: Duration
        let cancel: @Sendable () -> Void
    }

    private struct State {
        var next = 0
        var entries: [Int: Entry] = [:]
        /// When the sleeper wakes; nil when there is none.
        var waking: Duration?
    }

    private let state = Mutex(State())
    /// Time since this was made.
    private let elapsed: @Sendable () -> Duration
    private let sleep: @Sendable (Duration) async throws -> Void
    private let tasks: (any TaskExecutor)?

    /// - Parameter tasks: Where the work and the sleeper run; nil for where any task does.
    init(clock: some Clock<Duration>, tasks: (any TaskExecutor)? = nil) {
        self.tasks = tasks
        let start = clock.now
        elapsed = { start.duration(to: clock.now) }
        sleep = { try await clock.sleep(for: $0) }
    }

    /// Tells, from now on, whether no more than a fifth of a time is left, in which what was found can be put together.
    func isNearlyOver(_ timeout: Duration) -> @Sendable () -> Bool {
        let due = elapsed() + timeout * 4 / 5
        return { [elapsed] in elapsed() >= due }
    }

    /// Runs `work` in a task of its own, which is cancelled with the caller, by `cancellation`, or when the time is over.
    ///
    /// Work that does not look whether it was cancelled is waited for all the same.
    /// - Throws: what `work` throws, or `late` when its time was over.
    func run<T: Sendable>(
        within timeout: Duration, cancellation: CallCancellation?, else late: @autoclosure () -> any Error,
        _ work: @escaping @Sendable () async throws -> T
    ) async throws -> T {
        let executor = PromptStart(rest: tasks)
        let task = Task(executorPreference: executor) { try await work() }
        let number = add(Entry(due: elapsed() + timeout) { task.cancel() })
        let registration = cancellation?.add { task.cancel() }
        defer { if let registration { cancellation?.remove(registration) } }
        executor.start()
        let result = await withTaskCancellationHandler {
            await task.result
        } onCancel: {
            task.cancel()
        }
        guard state.withLock({ $0.entries.removeValue(forKey: number) }) == nil else { return try result.get() }
        throw late()
    }

    private func add(_ entry: Entry) -> Int {
        let (number, isFirst) = state.withLock { state in
            state.next += 1
            state.entries[state.next] = entry
            let isFirst = state.waking.map { entry.due < $0 } ?? true
            if isFirst { state.waking = entry.due }
            return (state.next, isFirst)
        }
        if isFirst { Task(executorPreference: tasks) { await self.watch(until: entry.due) } }
        return number
    }

    /// Sleeps from one deadline to the next, unless another sleeper wakes before.
    private func watch(until due: Duration) async {
        var due = due
        while true {
            // Only the end of the process ends this sleep before its time.
            guard (try? await sleep(max(.zero, due - elapsed()))) != nil else { return }
            let now = elapsed()
            let (late, next) = state.withLock { state -> ([Entry], Duration?) in
                // In the order in which the work began, as the order of a dictionary differs each time.
                let overdue = state.entries.filter { $0.value.due <= now }.sorted { $0.key < $1.key }
                for (number, _) in overdue { state.entries[number] = nil }
                let late = overdue.map(\.value)
                guard state.waking == due else { return (late, nil) }
                state.waking = state.entries.values.map(\.due).min()
                return (late, state.waking)
            }
            for entry in late { entry.cancel() }
            guard let next else { return }
            due = next
        }
    }
}
