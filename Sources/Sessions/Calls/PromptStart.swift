import Synchronization

/// Runs one task on the thread that makes it for as long as it has something to do, instead of waking another for it.
///
/// Work that ends without ever waiting then costs no change of threads, which takes longer than a small call itself.
/// `Task.immediate` would do the same but for one thing: its handle, by which a deadline cancels the work, is not there
/// before the work first waits.
final class PromptStart: TaskExecutor {
    private enum State {
        /// What is to be run by `start`, in order.
        case holding([UnownedJob])
        case passingOn
    }

    private let state = Mutex(State.holding([]))
    private let rest: any TaskExecutor

    /// - Parameter rest: Where the task goes on once it has waited for something; nil for where any task does.
    init(rest: (any TaskExecutor)? = nil) { self.rest = rest ?? globalConcurrentExecutor }

    /// Holds the task's next part while `start` is not over; later ones go to `rest`.
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let isHeld = state.withLock { state in
            guard case .holding(let jobs) = state else { return false }
            state = .holding(jobs + [job])
            return true
        }
        if !isHeld { rest.enqueue(job) }
    }

    /// Runs the task here until it ends or waits for something.
    func start() {
        while let job = next() { unsafe job.runSynchronously(on: asUnownedTaskExecutor()) }
    }

    private func next() -> UnownedJob? {
        state.withLock { state in
            guard case .holding(var jobs) = state, !jobs.isEmpty else {
                state = .passingOn
                return nil
            }
            let job = jobs.removeFirst()
            state = .holding(jobs)
            return job
        }
    }
}
