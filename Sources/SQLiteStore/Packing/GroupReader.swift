internal import GRDB

/// Reads the parts of a group's text one after the other: bytes, numbers, and texts that say how long they are.
struct GroupReader {
    static var damaged: DatabaseError {
        DatabaseError(
            resultCode: .SQLITE_CORRUPT, message: "a group of entries is not in a form that this version knows")
    }

    private let text: [UInt8]
    private var position = 0

    init(_ text: [UInt8]) { self.text = text }

    var isAtEnd: Bool { position == text.count }

    mutating func byte() throws -> UInt8 {
        guard position < text.count else { throw Self.damaged }
        defer { position += 1 }
        return text[position]
    }

    /// A number in groups of seven bits, the lowest first (LEB128).
    mutating func number() throws -> Int {
        var (value, shift) = (0, 0)
        while true {
            let byte = try byte()
            guard shift < 56 else { throw Self.damaged }
            value |= Int(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
    }

    mutating func counted() throws -> [UInt8] {
        let place = try countedRange()
        return unsafe text.span.extracting(place).withUnsafeBufferPointer { unsafe Array($0) }
    }

    /// Where the text stands that says how long it is.
    mutating func countedRange() throws -> Range<Int> {
        let count = try number()
        guard count <= text.count - position else { throw Self.damaged }
        defer { position += count }
        return position..<position + count
    }
}

extension [UInt8] {
    /// Adds a number of 0 or more, as `GroupReader.number` reads it.
    mutating func append(number: Int) {
        var rest = number
        while rest >= 0x80 {
            append(UInt8(rest & 0x7F) | 0x80)
            rest >>= 7
        }
        append(UInt8(rest))
    }

    mutating func append(counted text: [UInt8]) {
        append(number: text.count)
        append(contentsOf: text)
    }
}
