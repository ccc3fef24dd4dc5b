package import Model
internal import Synchronization

/// A wall clock that stands still until a test moves it.
package final class ManualClock: WallClock {
    private let instant: Mutex<Timestamp>

    /// Starts at 2026-03-01T12:00:00Z unless told otherwise.
    package init(_ start: Timestamp = Timestamp(milliseconds: 1_772_366_400_000)) { instant = Mutex(start) }

    package var now: Timestamp { instant.withLock { $0 } }

    /// Moves the clock on, or back by a negative number.
    package func advance(milliseconds: Int64) {
        instant.withLock { instant in
            let (nanoseconds, overflow) = milliseconds.multipliedReportingOverflow(by: 1_000_000)
            instant = instant.advanced(byNanoseconds: overflow ? .max : nanoseconds)
        }
    }
}
