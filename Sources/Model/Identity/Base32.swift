/// Crockford's base 32 in lower case: no `i l o u`, so that nothing is misread.
enum Base32 {
    static let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz".utf8)
    private static let isLetter: [Bool] = (0..<256).map { alphabet.contains(UInt8($0)) }

    /// Whether a byte is of the alphabet.
    static func contains(_ byte: UInt8) -> Bool { isLetter[Int(byte)] }

    /// Characters that hold 128 bits.
    static let length = 26

    static func encode(_ bits: (high: UInt64, low: UInt64)) -> String {
        var (high, low) = bits
        var characters = [UInt8](repeating: 0, count: length)
        for index in stride(from: length - 1, through: 0, by: -1) {
            characters[index] = alphabet[Int(low & 31)]
            low = low >> 5 | high << 59
            high >>= 5
        }
        return String(decoding: characters, as: UTF8.self)
    }
}
