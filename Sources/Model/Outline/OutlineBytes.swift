/// Reads what stands in the text of a page, one after the other; nil where it is not what a page says.
struct OutlineBytes {
    private let bytes: [UInt8]
    private var position: Int
    private let end: Int

    init(_ bytes: [UInt8]) { self.init(bytes, bytes.indices) }

    private init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    var isAtEnd: Bool { position == end }
    var left: Int { end - position }

    mutating func byte() -> UInt8? {
        guard position < end else { return nil }
        defer { position += 1 }
        return bytes[position]
    }

    /// A number of 0 or more in groups of seven bits, the lowest first (LEB128).
    mutating func number() -> Int? {
        var (value, shift): (UInt64, UInt64) = (0, 0)
        while let byte = byte() {
            guard shift < 63 else { return nil }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return Int(exactly: value) }
            shift += 7
        }
        return nil
    }

    /// A number of either sign: the lowest bit tells which (ZigZag, as in Protocol Buffers).
    mutating func signed() -> Int64? {
        var (value, shift): (UInt64, UInt64) = (0, 0)
        while let byte = byte() {
            guard shift < 64 else { return nil }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1) }
            shift += 7
        }
        return nil
    }

    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count <= left else { return nil }
        defer { position += count }
        return bytes[position..<position + count]
    }

    mutating func digest() -> Digest? { take(32).flatMap { Digest(bytes: $0) } }

    /// A name as it stands behind its prefix.
    mutating func identifier<Subject>() -> Identifier<Subject>? {
        guard let bytes = take(16) else { return nil }
        let words = [bytes.prefix(8), bytes.suffix(8)].map { $0.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
        return Identifier(plainBits: (words[0], words[1]))
    }

    /// What follows a number that says how much it is.
    mutating func counted() -> OutlineBytes? {
        guard let count = number(), count <= left else { return nil }
        defer { position += count }
        return OutlineBytes(bytes, position..<position + count)
    }
}

extension [UInt8] {
    mutating func append(number: Int) {
        var rest = UInt64(number)
        while rest >= 0x80 {
            append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        append(UInt8(rest))
    }

    mutating func append(signed number: Int64) {
        var rest = UInt64(bitPattern: number << 1 ^ number >> 63)
        while rest >= 0x80 {
            append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        append(UInt8(rest))
    }

    mutating func append(counted bytes: [UInt8]) {
        append(number: bytes.count)
        append(contentsOf: bytes)
    }

    /// The 128 bits of a name, the lowest byte of each word first.
    mutating func append(_ bits: (high: UInt64, low: UInt64)) {
        for word in [bits.high, bits.low] {
            for place in 0..<8 { append(UInt8(truncatingIfNeeded: word >> (8 * UInt64(place)))) }
        }
    }
}
