internal import CScan

/// Counts line feeds at the speed of memory.
package enum NewlineCounter {
    /// How many line feeds the bytes hold.
    package static func count(in bytes: Span<UInt8>) -> Int { unsafe count(in: bytes.bytes) }

    /// How many lines the bytes hold: the end of a file ends one, too, and so does what was cut.
    static func lines(in bytes: Span<UInt8>) -> Int {
        guard bytes.count > 0 else { return 0 }
        return count(in: bytes) + (bytes[bytes.count - 1] == UInt8(ascii: "\n") ? 0 : 1)
    }

    /// How many line feeds the bytes hold.
    package static func count(in bytes: RawSpan) -> Int {
        unsafe bytes.withUnsafeBytes { raw in
            guard let base = raw.baseAddress else { return 0 }
            return unsafe cscan_newlines(base.assumingMemoryBound(to: UInt8.self), raw.count)
        }
    }
}
