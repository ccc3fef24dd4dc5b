/// Reads what stands in packed bytes, one after the other: bytes, numbers, names, and what says how long it is.
///
/// Each way to read gives nil where that does not stand there.
package struct PackedReader {
    private let bytes: [UInt8]
    private var position: Int
    private let end: Int

    package init(_ bytes: [UInt8]) { self.init(bytes, bytes.indices) }

    private init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        position = range.lowerBound
        end = range.upperBound
    }

    package var isAtEnd: Bool { position == end }
    var left: Int { end - position }

    package mutating func byte() -> UInt8? {
        guard position < end else { return nil }
        defer { position += 1 }
        return bytes[position]
    }

    /// A number of 0 or more.
    package mutating func number() -> Int? { groups().flatMap { Int(exactly: $0) } }

    /// A number of either sign: the lowest bit tells which (ZigZag, as in Protocol Buffers).
    mutating func signed() -> Int64? {
        groups().map { Int64(bitPattern: $0 >> 1) ^ -Int64(bitPattern: $0 & 1) }
    }

    /// Groups of seven bits, the lowest first (LEB128).
    private mutating func groups() -> UInt64? {
        var (value, shift): (UInt64, UInt64) = (0, 0)
        while let byte = byte() {
            // Of the tenth group there is room for one bit; a last one of none is never written.
            guard shift < 63 || shift == 63 && byte < 2, byte > 0 || shift == 0 else { return nil }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        return nil
    }

    private mutating func skip(_ count: Int) -> Range<Int>? {
        guard count <= left else { return nil }
        defer { position += count }
        return position..<position + count
    }

    /// At once, which is several times as fast as from a slice.
    private func copy(_ place: Range<Int>) -> [UInt8] {
        unsafe bytes.span.extracting(place).withUnsafeBufferPointer { unsafe Array($0) }
    }

    mutating func digest() -> Digest? { skip(32).flatMap { Digest(bytes: copy($0)) } }

    /// A name as it stands behind its prefix.
    mutating func identifier<Subject>() -> Identifier<Subject>? {
        guard let high = word(), let low = word() else { return nil }
        return Identifier(plainBits: (high, low))
    }

    /// Eight bytes, the lowest first.
    private mutating func word() -> UInt64? {
        guard let place = skip(8) else { return nil }
        return place.reversed().reduce(0) { $0 << 8 | UInt64(bytes[$1]) }
    }

    /// Where that stands which follows a number that says how much it is.
    package mutating func countedPlace() -> Range<Int>? { number().flatMap { skip($0) } }

    /// What follows a number that says how much it is.
    package mutating func counted() -> [UInt8]? { countedPlace().map(copy) }

    /// Puts what follows a number that says how much it is behind the first bytes of a list.
    ///
    /// - Parameters:
    ///   - count: at most as many as the list has.
    ///   - limit: of the bytes of both.
    /// - Returns: False, and the list is as it was, where they would be more, or where nothing that is counted stands there.
    mutating func addCounted(to list: inout [UInt8], keeping count: Int, within limit: Int) -> Bool {
        guard let place = countedPlace(), count + place.count <= limit else { return false }
        list.removeLast(list.count - count)
        // Few bytes: copied one by one they need no list of their own.
        for index in place { list.append(bytes[index]) }
        return true
    }

    /// The same, to be read by itself.
    mutating func part() -> PackedReader? { countedPlace().map { PackedReader(bytes, $0) } }
}

/// Writes what `PackedReader` reads.
extension [UInt8] {
    /// - Parameter number: of 0 or more.
    package mutating func append(number: Int) { append(groups: UInt64(number)) }

    mutating func append(signed number: Int64) { append(groups: UInt64(bitPattern: number << 1 ^ number >> 63)) }

    private mutating func append(groups number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        append(UInt8(rest))
    }

    package mutating func append(counted bytes: [UInt8]) {
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
