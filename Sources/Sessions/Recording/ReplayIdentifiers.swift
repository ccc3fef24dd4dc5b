import Model
import Synchronization

/// Identifiers of a replay: first those of the recorded run and its session, which expressions can see, then a series
/// that is the same in each replay (SplitMix64, Steele, Lea, Flood 2014).
final class ReplayIdentifiers: IdentifierSource {
    private struct State {
        var first: [(high: UInt64, low: UInt64)]
        var seed: UInt64
    }

    private let state: Mutex<State>

    /// - Parameters:
    ///   - run: The runner names the run first.
    ///   - session: Then its session is named.
    init(run: RunID, session: SessionID) {
        let own = [run.bits, session.bits]
        state = Mutex(State(first: own, seed: own[0].low))
    }

    func next() -> (high: UInt64, low: UInt64) {
        state.withLock { state in
            guard state.first.isEmpty else { return state.first.removeFirst() }
            let high = Self.step(&state.seed)
            return (high, Self.step(&state.seed))
        }
    }

    private static func step(_ state: inout UInt64) -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }
}

extension Identifier {
    /// The random bits of the name (Crockford's base 32).
    fileprivate var bits: (high: UInt64, low: UInt64) {
        let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
        var (high, low): (UInt64, UInt64) = (0, 0)
        for byte in rawValue.utf8.dropFirst(Subject.prefix.utf8.count + 1) {
            high = high << 5 | low >> 59
            low = low << 5 | UInt64(alphabet.firstIndex(of: byte) ?? 0)
        }
        return (high, low)
    }
}
