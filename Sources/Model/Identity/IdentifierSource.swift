/// Where random identifiers come from; injected, so that a test can have the same ones twice.
package protocol IdentifierSource: Sendable {
    /// The next 128 random bits.
    func next() -> (high: UInt64, low: UInt64)
}

/// The system's cryptographic random numbers.
package struct SystemIdentifierSource: IdentifierSource {
    package init() {}

    package func next() -> (high: UInt64, low: UInt64) {
        var generator = SystemRandomNumberGenerator()
        return (generator.next(), generator.next())
    }
}
