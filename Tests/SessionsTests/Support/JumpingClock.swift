import Model
import Synchronization
import TestSupport

/// A wall clock that is set anew at every look, by years, forward or back.
final class JumpingClock: WallClock {
    private struct State {
        var last = Timestamp(milliseconds: 1_772_366_400_000)
        var hasGoneBack = false
    }

    private let dice: SeededIdentifierSource
    private let state = Mutex(State())

    init(seed: UInt64) { dice = SeededIdentifierSource(seed: seed) }

    /// Whether a look told an earlier time than the one before.
    var hasGoneBack: Bool { state.withLock { $0.hasGoneBack } }

    var now: Timestamp {
        // Some time between 1995 and 2058.
        let milliseconds = Int64(800_000_000_000 + dice.next().high % 2_000_000_000_000)
        return state.withLock { state in
            let now = Timestamp(milliseconds: milliseconds)
            state.hasGoneBack = state.hasGoneBack || now < state.last
            state.last = now
            return now
        }
    }
}
