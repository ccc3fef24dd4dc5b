import Glibc

/// A lock with a condition to wait for, for threads that may block; `Mutex` has no such condition.
///
/// Unchecked: `state` is only ever touched with `lock` held.
@safe final class Monitor<State>: @unchecked Sendable {
    private var state: State
    private let lock: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>

    init(_ state: State) {
        self.state = state
        unsafe lock = .allocate(capacity: 1)
        unsafe condition = .allocate(capacity: 1)
        unsafe lock.initialize(to: pthread_mutex_t())
        unsafe condition.initialize(to: pthread_cond_t())
        unsafe pthread_mutex_init(lock, nil)
        unsafe pthread_cond_init(condition, nil)
    }

    deinit {
        unsafe pthread_cond_destroy(condition)
        unsafe pthread_mutex_destroy(lock)
        unsafe condition.deallocate()
        unsafe lock.deallocate()
    }

    func withLock<Result>(_ body: (inout State) -> Result) -> Result {
        unsafe pthread_mutex_lock(lock)
        defer { unsafe pthread_mutex_unlock(lock) }
        return body(&state)
    }

    /// Blocks this thread until the state is right.
    func wait<Result>(until isRight: (State) -> Bool, then body: (inout State) -> Result) -> Result {
        unsafe pthread_mutex_lock(lock)
        defer { unsafe pthread_mutex_unlock(lock) }
        while !isRight(state) { unsafe pthread_cond_wait(condition, lock) }
        return body(&state)
    }

    /// Blocks this thread until the state is right, but no longer than so many seconds.
    func wait(until isRight: (State) -> Bool, forSeconds seconds: Int) {
        unsafe pthread_mutex_lock(lock)
        defer { unsafe pthread_mutex_unlock(lock) }
        var deadline = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &deadline)
        deadline.tv_sec += seconds
        while !isRight(state) {
            guard unsafe pthread_cond_timedwait(condition, lock, &deadline) == 0 else { return }
        }
    }

    /// Wakes whoever waits, after a change under the lock.
    func signal() { unsafe pthread_cond_broadcast(condition) }
}
