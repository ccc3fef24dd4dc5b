internal import Model
internal import Synchronization

/// Identifiers that look random and are the same in each run; the generator is SplitMix64 (Steele, Lea, Flood 2014).
package final class SeededIdentifierSource: IdentifierSource {
    private let state: Mutex<UInt64>

    package init(seed: UInt64 = 1) { state = Mutex(seed) }

    package func next() -> (high: UInt64, low: UInt64) {
        state.withLock { state in
            let high = Self.step(&state)
            return (high, Self.step(&state))
        }
    }

    private static func step(_ state: inout UInt64) -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
        return word ^ word >> 31
    }
}
