import Glibc
import Synchronization

/// Tells on a terminal how far a long search through the database is; in a pipe nothing is said.
final class SearchProgress: Sendable {
    private struct State {
        var lastShown = ContinuousClock.now
        var isShown = false
    }

    private static let pause = Duration.milliseconds(200)
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let state = Mutex(State())

    /// Shows a line in place of the one before, unless that one is too young to have been read.
    func show(_ line: @autoclosure () -> String) {
        guard isTerminal else { return }
        state.withLock { state in
            guard ContinuousClock.now - state.lastShown >= Self.pause else { return }
            state.lastShown = .now
            state.isShown = true
            Stream.errors.write("\r\u{1B}[K" + line())
        }
    }

    /// Takes the line away.
    func finish() {
        state.withLock { if $0.isShown { Stream.errors.write("\r\u{1B}[K") } }
    }
}
