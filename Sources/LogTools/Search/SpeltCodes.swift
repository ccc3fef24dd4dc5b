/// Tells of many lines of a block, from the first to the last, whether codes for colours may be spelt out in them.
///
/// Where lines follow one another they are looked at together: a search that begins anew for each costs more than it reads.
struct SpeltCodes {
    /// In bytes; a few dozen lines.
    private static let stretch = 4 << 10

    /// So far none stands from there on, and up to there.
    private var clear = 0..<0

    /// Whether one may stand in a part of the block.
    mutating func mayStand(in range: Range<Int>, of bytes: Span<UInt8>) -> Bool {
        if clear.lowerBound <= range.lowerBound, range.upperBound <= clear.upperBound { return false }
        let end = min(bytes.count, max(range.upperBound, range.lowerBound + Self.stretch))
        guard ColourCode.mayBeSpelt(in: bytes.extracting(range.lowerBound..<end)) else {
            clear = range.lowerBound..<end
            return false
        }
        return ColourCode.mayBeSpelt(in: bytes.extracting(range))
    }
}
