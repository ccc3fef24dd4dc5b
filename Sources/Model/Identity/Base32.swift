/// Crockford's base 32 in lower case: no `i l o u`, so that nothing is misread.
enum Base32 {
    static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
    private static let isLetter: [Bool] = (0..<256).map { alphabet.contains(UInt8($0)) }

    /// Whether a byte is of the alphabet.
    static func contains(_ byte: UInt8) -> Bool { isLetter[Int(byte)] }

    /// Characters that hold 128 bits.
    static let length = 26

    /// The text after a prefix and an underscore, with both.
    static func encode(_ bits: (high: UInt64, low: UInt64), after prefix: String) -> String {
        var (high, low) = bits
        let start = prefix.utf8.count + 1
        return unsafe String(unsafeUninitializedCapacity: start + length) { text in
            for index in stride(from: start + length - 1, through: start, by: -1) {
                unsafe text[index] = alphabet[Int(low & 31)]
                low = low >> 5 | high << 59
                high >>= 5
            }
            unsafe text[start - 1] = UInt8(ascii: "_")
            for (index, byte) in prefix.utf8.enumerated() { unsafe text[index] = byte }
            return start + length
        }
    }
}
