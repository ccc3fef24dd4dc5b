/// Crockford's base 32 in lower case: no `i l o u`, so that nothing is misread.
enum Base32 {
    private static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)

    /// Characters that hold 128 bits.
    static let length = 26

    /// What `length` characters hold: two bits more than an identifier of ours uses, which others may.
    struct Bits: Hashable, Sendable, Comparable {
        fileprivate var high: UInt64
        fileprivate var low: UInt64
        fileprivate var top: UInt8 = 0

        init(_ bits: (high: UInt64, low: UInt64)) { (high, low) = bits }

        static func < (left: Self, right: Self) -> Bool {
            (left.top, left.high, left.low) < (right.top, right.high, right.low)
        }

        /// The two bits that ours do not use are not worth the time.
        func hash(into hasher: inout Hasher) {
            hasher.combine(high)
            hasher.combine(low)
        }
    }

    /// Adds the characters that hold the bits.
    static func append(_ bits: Bits, to text: inout OutputSpan<UInt8>) {
        var (high, low) = (bits.high << 3 | bits.low >> 61, bits.low << 3)
        text.append(alphabet[Int(UInt64(bits.top) << 3 | bits.high >> 61)])
        for _ in 1..<length {
            text.append(alphabet[Int(high >> 59)])
            (high, low) = (high << 5 | low >> 59, low << 5)
        }
    }

    /// What `length` characters hold; nil when one is not of the alphabet.
    static func decode(_ text: Span<UInt8>) -> Bits? {
        var (bits, before) = (Bits((0, 0)), 0 as UInt64)
        for index in text.indices {
            guard let value = value(of: text[index]) else { return nil }
            before = bits.high >> 59
            bits.high = bits.high << 5 | bits.low >> 59
            bits.low = bits.low << 5 | UInt64(value)
        }
        // Of the bits that have left the upper word, the last two; the others were none.
        bits.top = UInt8(before)
        return bits
    }

    private static func value(of character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "h"): character - UInt8(ascii: "a") + 10
        case UInt8(ascii: "j")...UInt8(ascii: "k"): character - UInt8(ascii: "j") + 18
        case UInt8(ascii: "m")...UInt8(ascii: "n"): character - UInt8(ascii: "m") + 20
        case UInt8(ascii: "p")...UInt8(ascii: "t"): character - UInt8(ascii: "p") + 22
        case UInt8(ascii: "v")...UInt8(ascii: "z"): character - UInt8(ascii: "v") + 27
        default: nil
        }
    }
}
