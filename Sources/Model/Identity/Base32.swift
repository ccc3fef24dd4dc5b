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

        /// Without the two more, where they are not set.
        var plain: (high: UInt64, low: UInt64)? { top == 0 ? (high, low) : nil }

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
        text.append(alphabet[Int(UInt64(bits.top) << 3 | bits.high >> 61)])
        text.append(alphabet[Int(bits.high >> 56 & 31)])
        let eights = (
            characters(of: bits.high >> 16), characters(of: bits.high << 24 | bits.low >> 40), characters(of: bits.low)
        )
        unsafe withUnsafeBytes(of: eights) { unsafe text.append(contentsOf: $0) }
    }

    /// What `length` characters hold; nil when one is not of the alphabet.
    static func decode(_ text: Span<UInt8>) -> Bits? {
        guard text.count == length else { return nil }
        let (first, second) = (values[Int(text[0])], values[Int(text[1])])
        guard first < 32, second < 32, let upper = bits(of: text, 2), let middle = bits(of: text, 10),
            let lower = bits(of: text, 18)
        else { return nil }
        var bits = Bits((UInt64(first) << 61 | UInt64(second) << 56 | upper << 16 | middle >> 24, middle << 40 | lower))
        bits.top = first >> 3
        return bits
    }

    /// What each byte stands for; 32 for one that is not of the alphabet.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 32, count: 256)
        for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }()
}

/// Eight characters at a time, each in a byte of a word, the first in the lowest: identifiers are most of what a journal
/// says.
extension Base32 {
    /// The characters of the lowest 40 bits, in the order in which they stand in memory.
    private static func characters(of bits: UInt64) -> UInt64 {
        var parts = bits >> 20 & 0xF_FFFF | (bits & 0xF_FFFF) << 32
        parts = parts >> 10 & 0x3FF_0000_03FF | (parts & 0x3FF_0000_03FF) << 16
        parts = parts >> 5 & 0x001F_001F_001F_001F | (parts & 0x001F_001F_001F_001F) << 8
        return characters(ofEach: parts).littleEndian
    }

    /// The characters of eight values below 32: digits, then letters, of which four are left out.
    private static func characters(ofEach values: UInt64) -> UInt64 {
        let letters = ones(in: values, from: 10)
        let later =
            ones(in: values, from: 18) + ones(in: values, from: 20) + ones(in: values, from: 22)
            + ones(in: values, from: 27)
        return values + each(UInt8(ascii: "0")) + letters * UInt64(UInt8(ascii: "a") - UInt8(ascii: "0") - 10) + later
    }

    /// The 40 bits that eight characters hold; nil when one is not of the alphabet.
    private static func bits(of text: Span<UInt8>, _ start: Int) -> UInt64? {
        let word = unsafe UInt64(
            littleEndian: text.bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self))
        guard word & each(0x80) == 0 else { return nil }
        let letters = ones(in: word, from: UInt8(ascii: "a"))
        let later =
            ones(in: word, from: UInt8(ascii: "j")) + ones(in: word, from: UInt8(ascii: "m"))
            + ones(in: word, from: UInt8(ascii: "p")) + ones(in: word, from: UInt8(ascii: "v"))
        let lowered = letters * UInt64(UInt8(ascii: "a") - UInt8(ascii: "0") - 10) + later
        let values = (word &- each(UInt8(ascii: "0")) &- lowered) & each(31)
        // Whatever else stood there is not what these values are written as.
        guard characters(ofEach: values) == word else { return nil }
        var parts = (values & 0x001F_001F_001F_001F) << 5 | values >> 8 & 0x001F_001F_001F_001F
        parts = (parts & 0x3FF_0000_03FF) << 10 | parts >> 16 & 0x3FF_0000_03FF
        return (parts & 0xF_FFFF) << 20 | parts >> 32 & 0xF_FFFF
    }

    /// The byte in each place of a word.
    private static func each(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

    /// A one in each place whose byte, below 128, is no less than another one.
    private static func ones(in bytes: UInt64, from least: UInt8) -> UInt64 {
        (bytes + each(0x80 - least)) >> 7 & each(1)
    }
}
