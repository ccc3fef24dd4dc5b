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
        let end = position + text.utf8CodeUnitCount
        guard end <= bytes.count, stands(text) else { return false }
        position = end
        return true
    }

    private func stands(_ text: StaticString) -> Bool {
        let here = bytes.span.extracting(position..<position + text.utf8CodeUnitCount)
        return text.withUTF8Buffer { wanted in
            for index in here.indices where unsafe wanted[index] != here[index] { return false }
            return true
        }
    }

    /// Takes the same bytes as before, if they stand here.
    mutating func take(again former: [UInt8]) -> Bool {
        let end = position + former.count
        guard !former.isEmpty, end <= bytes.count, stands(former.span) else { return false }
        position = end
        return true
    }

    private func stands(_ former: Span<UInt8>) -> Bool {
        let here = bytes.span.extracting(position..<position + former.count)
        for index in here.indices where former[index] != here[index] { return false }
        return true
    }

    /// What was read since a position.
    func taken(since start: Int) -> [UInt8] { Array(bytes[start..<position]) }

    /// A string between quotes.
    mutating func string() -> String? {
        guard let text = text() else { return nil }
        return bytes.span.extracting(text).withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// An identifier between quotes.
    mutating func identifier<Subject>() -> Identifier<Subject>? {
        guard let text = text() else { return nil }
        return Identifier(bytes: bytes.span.extracting(text))
    }

    /// A hash between quotes.
    mutating func digest() -> Digest? {
        guard let text = text() else { return nil }
        return Digest(hex: bytes.span.extracting(text))
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
