internal import Synchronization

/// A place where a handler waits until a test lets it go, and a test until a handler has come.
package final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var arrivals = 0
        var waiting: [CheckedContinuation<Void, Never>] = []
        var watchers: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    package init() {}

    /// Waits until the gate is open, or the task is cancelled.
    package func pass() async throws {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let (isFree, watchers) = state.withLock { state in
                    state.arrivals += 1
                    let isFree = state.isOpen || Task.isCancelled
                    if !isFree { state.waiting.append(continuation) }
                    defer { state.watchers = [] }
                    return (isFree, state.watchers)
                }
                for watcher in watchers { watcher.resume() }
                if isFree { continuation.resume() }
            }
        } onCancel: {
            release()
        }
        try Task.checkCancellation()
    }

    /// Waits until somebody waits at the gate.
    package func arrival() async {
        await withCheckedContinuation { continuation in
            let hasCome = state.withLock { state in
                if state.arrivals == 0 { state.watchers.append(continuation) }
                return state.arrivals > 0
            }
            if hasCome { continuation.resume() }
        }
    }

    package func open() {
        state.withLock { $0.isOpen = true }
        release()
    }

    private func release() {
        let waiting = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}
