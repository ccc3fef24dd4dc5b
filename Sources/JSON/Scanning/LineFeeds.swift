/// Counts line feeds 64 bytes at a time: every byte that is dropped is looked at, for the place of a fault behind it.
enum LineFeeds {
    /// How many there are in the first bytes.
    static func count(in bytes: Span<UInt8>, upTo end: Int) -> Int {
        var total = 0
        unsafe bytes.extracting(first: end).withUnsafeBytes { raw in
            let newline = SIMD64<UInt8>(repeating: 0x0A)
            var position = 0
            while raw.count - position >= 64 {
                var lanes = SIMD64<UInt8>(repeating: 0)
                // A lane counts at most 255 before it is added up.
                for _ in 0..<min(255, (raw.count - position) / 64) {
                    let piece = unsafe raw.loadUnaligned(fromByteOffset: position, as: SIMD64<UInt8>.self)
                    // A comparison's mask is all ones, minus one as a byte; bit-casting it is far faster than selecting.
                    lanes &-= unsafe unsafeBitCast(piece .== newline, to: SIMD64<UInt8>.self)
                    position += 64
                }
                total += Int(SIMD64<UInt16>(truncatingIfNeeded: lanes).wrappedSum())
            }
            while position < raw.count {
                if unsafe raw[position] == 0x0A { total += 1 }
                position += 1
            }
        }
        return total
    }
}
