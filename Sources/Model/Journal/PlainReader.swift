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
        text.withUTF8Buffer { wanted in
            let end = position + wanted.count
            guard end <= bytes.count else { return false }
            for index in 0..<wanted.count where unsafe wanted[index] != bytes[position + index] { return false }
            position = end
            return true
        }
    }

    /// Takes the same bytes as before, if they stand here.
    mutating func take(again former: [UInt8]) -> Bool {
        let end = position + former.count
        guard !former.isEmpty, end <= bytes.count else { return false }
        for index in 0..<former.count where former[index] != bytes[position + index] { return false }
        position = end
        return true
    }

    /// What was read since a position.
    func taken(since start: Int) -> [UInt8] { Array(bytes[start..<position]) }

    /// A string between quotes.
    mutating func string() -> String? {
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { return nil }
        var end = position + 1
        while end < bytes.count {
            let byte = bytes[end]
            if byte == UInt8(ascii: "\"") {
                defer { position = end + 1 }
                return String(decoding: bytes[position + 1..<end], as: UTF8.self)
            }
            guard byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "\\") else { return nil }
            end += 1
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
