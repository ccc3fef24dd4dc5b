internal import Model
internal import Synchronization

/// Identifiers that look random and are the same in each run.
package final class SeededIdentifierSource: IdentifierSource {
    private let generator: Mutex<SeededGenerator>

    package init(seed: UInt64 = 1) { generator = Mutex(SeededGenerator(seed: seed)) }

    package func next() -> (high: UInt64, low: UInt64) {
        generator.withLock { generator in
            let high = generator.next()
            return (high, generator.next())
        }
    }
}
