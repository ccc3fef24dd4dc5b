import Synchronization

/// Ends the calls of a run that somebody wants to end, or that must not go on, without ending the task that drives it.
package final class CallCancellation: Sendable {
    private struct State {
        var isCancelled = false
        var fault: (any Error)?
        var next = 0
        var actions: [Int: @Sendable () -> Void] = [:]
    }

    private let state = Mutex(State())

    package init() {}

    /// True once `cancel` was called.
    package var isCancelled: Bool { state.withLock { $0.isCancelled } }

    /// Why the run must not go on: whatever its calls come to, nothing of it is to be written.
    var fault: (any Error)? { state.withLock { $0.fault } }

    /// Cancels everything because the run must not go on.
    func fail(_ error: any Error) {
        state.withLock { $0.fault = $0.fault ?? error }
        cancel()
    }

    /// Cancels what is under way and whatever begins later.
    package func cancel() {
        let actions = state.withLock { state in
            state.isCancelled = true
            defer { state.actions = [:] }
            // In the order in which the work began, as the order of a dictionary differs each time.
            return state.actions.sorted { $0.key < $1.key }.map(\.value)
        }
        for action in actions { action() }
    }

    /// Has `action` called at cancellation, at once if that was before; gives a number for `remove`.
    func add(_ action: @escaping @Sendable () -> Void) -> Int {
        let number = state.withLock { state -> Int? in
            guard !state.isCancelled else { return nil }
            state.next += 1
            state.actions[state.next] = action
            return state.next
        }
        if number == nil { action() }
        return number ?? 0
    }

    /// Forgets an action whose work has ended.
    func remove(_ number: Int) { state.withLock { $0.actions[number] = nil } }
}
