import Glibc
import Synchronization

/// Where random identifiers come from; injected, so that a test can have the same ones twice.
package protocol IdentifierSource: Sendable {
    /// The next 128 random bits.
    func next() -> (high: UInt64, low: UInt64)
}

/// The system's cryptographic random numbers, fetched for several identifiers at once.
///
/// A step names two things, and asking the kernel takes longer than everything else about a name.
package final class SystemIdentifierSource: IdentifierSource {
    /// Random words that were not given out yet.
    private let words = Mutex<[UInt64]>([])
    /// `getentropy` gives at most 256 bytes at a time (getentropy(3)).
    private static let fetched = 32

    package init() {}

    package func next() -> (high: UInt64, low: UInt64) {
        words.withLock { words in
            if words.count < 2 { words = Self.fetch() }
            return (words.removeLast(), words.removeLast())
        }
    }

    private static func fetch() -> [UInt64] {
        var words = [UInt64](repeating: 0, count: fetched)
        let isFetched = unsafe words.withUnsafeMutableBytes { bytes in
            guard let start = bytes.baseAddress else { return false }
            return unsafe getentropy(start, bytes.count) == 0
        }
        guard !isFetched else { return words }
        // A kernel without the call: the standard library knows other ways.
        var generator = SystemRandomNumberGenerator()
        return (0..<Self.fetched).map { _ in generator.next() }
    }
}
