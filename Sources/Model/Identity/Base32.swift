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
        let alphabet = alphabet
        text.append(alphabet[Int(UInt64(bits.top) << 3 | bits.high >> 61)])
        for _ in 1..<length {
            text.append(alphabet[Int(high >> 59)])
            (high, low) = (high << 5 | low >> 59, low << 5)
        }
    }

    /// What `length` characters hold; nil when one is not of the alphabet.
    static func decode(_ text: Span<UInt8>) -> Bits? {
        let values = values
        var (bits, before) = (Bits((0, 0)), 0 as UInt64)
        for index in text.indices {
            let value = values[Int(text[index])]
            guard value < 32 else { return nil }
            before = bits.high >> 59
            bits.high = bits.high << 5 | bits.low >> 59
            bits.low = bits.low << 5 | UInt64(value)
        }
        // Of the bits that have left the upper word, the last two; the others were none.
        bits.top = UInt8(before)
        return bits
    }

    /// What each byte stands for; 32 for one that is not of the alphabet.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 32, count: 256)
        for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }()
}
