internal import GRDB

/// Reads the parts of a group's text one after the other: bytes, numbers, and texts that say how long they are.
struct GroupReader {
    static var damaged: DatabaseError {
        DatabaseError(
            resultCode: .SQLITE_CORRUPT, message: "a group of entries is not in a form that this version knows")
    }

    private var rest: ArraySlice<UInt8>

    init(_ text: [UInt8]) { rest = text[...] }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func byte() throws -> UInt8 {
        guard let byte = rest.popFirst() else { throw Self.damaged }
        return byte
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
        let count = try number()
        guard count <= rest.count else { throw Self.damaged }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
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
