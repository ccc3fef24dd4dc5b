internal import Glibc

/// Reads canonical JSON in the form that this program writes for what every step leaves, and nothing else.
///
/// It is strict: a blank, an escape, a byte outside ASCII or a member that is not expected ends the reading, and the entry
/// is read in the general way. So what it gives is what the general way gives, and only the time differs.
struct PlainReader {
    private let bytes: [UInt8]
    private(set) var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    var isAtEnd: Bool { position == bytes.count }

    /// Takes these very bytes.
    mutating func take(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { unsafe take(UnsafeRawBufferPointer($0)) }
    }

    /// Takes the same bytes as before, if they stand here.
    mutating func take(again former: [UInt8]) -> Bool {
        guard !former.isEmpty else { return false }
        return unsafe former.withUnsafeBytes { unsafe take($0) }
    }

    private mutating func take(_ wanted: UnsafeRawBufferPointer) -> Bool {
        let stands = unsafe bytes.withUnsafeBytes { bytes in
            guard wanted.count <= bytes.count - position, let here = bytes.baseAddress,
                let start = wanted.baseAddress
            else { return false }
            return unsafe memcmp(here + position, start, wanted.count) == 0
        }
        guard stands else { return false }
        position += wanted.count
        return true
    }

    /// What was read since a position.
    func taken(since start: Int) -> [UInt8] { Array(bytes[start..<position]) }

    /// A string between quotes.
    mutating func string() -> String? {
        guard let text = text() else { return nil }
        return unsafe bytes.span.extracting(text).withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// An identifier between quotes.
    mutating func identifier<Subject>() -> Identifier<Subject>? {
        guard let text = text(ofBytes: Identifier<Subject>.length) else { return nil }
        return Identifier(bytes: bytes.span.extracting(text))
    }

    /// A hash between quotes.
    mutating func digest() -> Digest? {
        guard let text = text(ofBytes: 64) else { return nil }
        return Digest(hex: bytes.span.extracting(text))
    }

    /// Takes a string that is so long and holds nothing but what whoever reads it knows.
    private mutating func text(ofBytes count: Int) -> Range<Int>? {
        let start = position + 1
        guard start + count < bytes.count, bytes[position] == UInt8(ascii: "\""),
            bytes[start + count] == UInt8(ascii: "\"")
        else { return nil }
        position = start + count + 1
        return start..<start + count
    }

    /// Takes a string, and tells where between its quotes it stands.
    private mutating func text() -> Range<Int>? {
        guard let end = endOfText() else { return nil }
        defer { position = end + 1 }
        return position + 1..<end
    }

    /// Where the closing quote of a string stands that begins here.
    private func endOfText() -> Int? {
        let bytes = bytes.span
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return nil }
        for end in position + 1..<bytes.count {
            let byte = bytes[end]
            if byte == UInt8(ascii: "\"") { return end }
            guard byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "\\") else { return nil }
        }
        return nil
    }

    /// A whole number of at most 15 digits, which every reader of JSON holds.
    mutating func integer() -> Int? {
        let start = position
        var value = 0
        while position < bytes.count, case let byte = bytes[position], (48...57).contains(byte), position - start < 15 {
            value = value * 10 + Int(byte - 48)
            position += 1
        }
        let count = position - start
        // No reader takes a zero in front, or one that a fraction or an exponent follows.
        guard count > 0, count == 1 || bytes[start] != 48 else { return nil }
        if position < bytes.count, ![44, 93, 125].contains(bytes[position]) { return nil }
        return value
    }
}
