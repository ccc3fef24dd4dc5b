/// Counts line feeds 64 bytes at a time.
package enum NewlineCounter {
    /// How many line feeds the bytes hold.
    package static func count(in bytes: Span<UInt8>) -> Int { unsafe count(in: bytes.bytes) }

    /// How many line feeds the bytes hold.
    package static func count(in bytes: RawSpan) -> Int {
        var total = 0
        unsafe bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return }
            let newline = SIMD64<UInt8>(repeating: UInt8(ascii: "\n"))
            var position = 0
            // A lane counts at most 255 before it is added up.
            while buffer.count - position >= 64 {
                var lanes = SIMD64<UInt8>(repeating: 0)
                let rounds = min(255, (buffer.count - position) / 64)
                for _ in 0..<rounds {
                    let piece = unsafe base.loadUnaligned(fromByteOffset: position, as: SIMD64<UInt8>.self)
                    // A comparison's mask is all ones, minus one as a byte; bit-casting it is far faster than selecting.
                    lanes &-= unsafe unsafeBitCast(piece .== newline, to: SIMD64<UInt8>.self)
                    position += 64
                }
                total += sum(lanes)
            }
            while position < buffer.count {
                if unsafe buffer[position] == UInt8(ascii: "\n") { total += 1 }
                position += 1
            }
        }
        return total
    }

    private static func sum(_ lanes: SIMD64<UInt8>) -> Int {
        let wide = SIMD64<UInt16>(truncatingIfNeeded: lanes)
        return Int(wide.wrappedSum())
    }
}
