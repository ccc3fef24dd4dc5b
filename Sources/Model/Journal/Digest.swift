import Crypto

/// A SHA-256 value.
package struct Digest: Hashable, Sendable, CustomStringConvertible {
    // Words of its memory, since an array would be an object of its own for each hash of a journal.
    private var first: UInt64 = 0
    private var second: UInt64 = 0
    private var third: UInt64 = 0
    private var fourth: UInt64 = 0

    /// The previous hash of a journal's first entry.
    package static let zero = Digest()

    private init() {}

    /// Takes 32 bytes; nil for any other count.
    package init?(bytes: some Collection<UInt8>) {
        guard bytes.count == 32 else { return nil }
        self.init()
        unsafe withBytes { unsafe $0.copyBytes(from: bytes) }
    }

    /// Computes the SHA-256 of `content`.
    package init(of content: [UInt8]) { self.init(of: unsafe content.span.bytes) }

    init(of content: RawSpan) {
        self.init()
        var hasher = SHA256()
        unsafe content.withUnsafeBytes { unsafe hasher.update(bufferPointer: $0) }
        let hash = hasher.finalize()
        unsafe hash.withUnsafeBytes { hash in unsafe withBytes { unsafe $0.copyMemory(from: hash) } }
    }

    private mutating func withBytes(_ body: (UnsafeMutableRawBufferPointer) -> Void) {
        unsafe withUnsafeMutableBytes(of: &self) { unsafe body($0) }
    }

    /// The 32 bytes.
    package var bytes: [UInt8] { unsafe withUnsafeBytes(of: self) { unsafe Array($0) } }

    /// Reads 64 lower-case hexadecimal digits.
    package init?(hex: String) {
        var hex = hex
        guard let digest = hex.withUTF8({ Self(hex: unsafe $0.span) }) else { return nil }
        self = digest
    }

    /// Reads 64 lower-case hexadecimal digits.
    init?(hex: Span<UInt8>) {
        guard hex.count == 64, let first = Self.word(hex, 0), let second = Self.word(hex, 16),
            let third = Self.word(hex, 32), let fourth = Self.word(hex, 48)
        else { return nil }
        (self.first, self.second, self.third, self.fourth) = (first, second, third, fourth)
    }

    /// The eight bytes that sixteen digits stand for.
    private static func word(_ digits: Span<UInt8>, _ start: Int) -> UInt64? {
        guard let lower = four(digits, start), let upper = four(digits, start + 8) else { return nil }
        return UInt64(littleEndian: lower | upper << 32)
    }

    /// The four bytes that eight digits stand for, the first the lowest.
    private static func four(_ digits: Span<UInt8>, _ start: Int) -> UInt64? {
        let text = unsafe UInt64(littleEndian: digits.bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self))
        // Of what is a digit, only a letter has this bit.
        let letters = text >> 6 & 0x0101_0101_0101_0101
        let nibbles = (text & 0x0F0F_0F0F_0F0F_0F0F) + letters * 9
        var pairs = (nibbles << 4 & 0x00F0_00F0_00F0_00F0) | (nibbles >> 8 & 0x000F_000F_000F_000F)
        pairs = (pairs | pairs >> 8) & 0x0000_FFFF_0000_FFFF
        let bytes = (pairs | pairs >> 16) & 0xFFFF_FFFF
        // Whatever else stood there is not what these bytes are written as.
        return self.digits(ofFour: bytes) == text ? bytes : nil
    }

    /// Lower-case hexadecimal.
    package var hex: String { String(ofBytes: 64) { appendHex(to: &$0) } }

    /// Adds the 64 hexadecimal digits to a text, at once: a journal is read at the speed of its hashes.
    func appendHex(to text: inout OutputSpan<UInt8>) {
        let digits = (
            Self.digits(of: first), Self.digits(of: second), Self.digits(of: third), Self.digits(of: fourth)
        )
        unsafe withUnsafeBytes(of: digits) { unsafe text.append(contentsOf: $0) }
    }

    /// The digits of eight bytes, in the order in which they stand in memory.
    private static func digits(of word: UInt64) -> (UInt64, UInt64) {
        let word = word.littleEndian
        return (digits(ofFour: word & 0xFFFF_FFFF).littleEndian, digits(ofFour: word >> 32).littleEndian)
    }

    /// The eight digits of four bytes, the first the lowest.
    private static func digits(ofFour bytes: UInt64) -> UInt64 {
        // Each byte in two of its own, of which the first takes the upper four bits.
        var pairs = (bytes | bytes << 16) & 0x0000_FFFF_0000_FFFF
        pairs = (pairs | pairs << 8) & 0x00FF_00FF_00FF_00FF
        let nibbles = (pairs >> 4 & 0x000F_000F_000F_000F) | ((pairs & 0x000F_000F_000F_000F) << 8)
        // Six more than a letter's value carries into the upper bits.
        let letters = ((nibbles + 0x0606_0606_0606_0606) >> 4) & 0x0101_0101_0101_0101
        let distance = UInt64(UInt8(ascii: "a") - UInt8(ascii: "0") - 10)
        return nibbles + 0x3030_3030_3030_3030 + letters * distance
    }

    package var description: String { hex }

    /// Whether both are the same, found in a time that does not tell how much of them is.
    package func matches(_ other: Digest) -> Bool {
        (first ^ other.first) | (second ^ other.second) | (third ^ other.third) | (fourth ^ other.fourth) == 0
    }
}

extension Digest: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = Self(hex: try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a hexadecimal SHA-256")
        }
        self = value
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(hex)
    }
}
