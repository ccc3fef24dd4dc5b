import Synchronization

/// Begins one task on the thread that makes it, instead of waking another for it.
///
/// Work that ends without ever waiting then costs no change of threads, which takes longer than a small call itself.
/// `Task.immediate` would do the same but for one thing: its handle, by which a deadline cancels the work, is not there
/// before the work first waits.
final class PromptStart: TaskExecutor {
    private enum State {
        case empty
        case holding(UnownedJob)
        case started
    }

    private let state = Mutex(State.empty)

    /// Holds the task's first part until `start`; the others go where any task's go.
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let isHeld = state.withLock { state in
            guard case .empty = state else { return false }
            state = .holding(job)
            return true
        }
        if !isHeld { globalConcurrentExecutor.enqueue(job) }
    }

    /// Runs the task here until it ends or waits for the first time.
    func start() {
        let job = state.withLock { state -> UnownedJob? in
            defer { state = .started }
            guard case .holding(let job) = state else { return nil }
            return job
        }
        unsafe job?.runSynchronously(on: asUnownedTaskExecutor())
    }
}
