/// The grammar of numbers (RFC 8259, 6).
struct JSONNumberScan {
    var index: Int
    var isComplex = false

    init(start: Int) { index = start }

    /// Moves behind the number; false where it may go on in later bytes.
    @inline(__always)
    mutating func run(_ bytes: Span<UInt8>, isFinal: Bool) throws(JSONFault) -> Bool {
        if bytes[index] == UInt8(ascii: "-") { index += 1 }
        guard index < bytes.count else { return try end(isFinal) }
        if bytes[index] == UInt8(ascii: "0") {
            index += 1
            if index < bytes.count, JSONNumber.isDigit(bytes[index]) { throw JSONFault(.leadingZero, at: index - 1) }
        } else {
            guard try digits(bytes, isFinal) else { return false }
        }
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
            isComplex = true
            index += 1
            guard try digits(bytes, isFinal) else { return false }
        }
        if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            isComplex = true
            index += 1
            if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") {
                index += 1
            }
            guard try digits(bytes, isFinal) else { return false }
        }
        return index < bytes.count || isFinal
    }

    /// One digit or more; false where input ends before the first.
    @inline(__always)
    private mutating func digits(_ bytes: Span<UInt8>, _ isFinal: Bool) throws(JSONFault) -> Bool {
        guard index < bytes.count else { return try end(isFinal) }
        guard JSONNumber.isDigit(bytes[index]) else { throw JSONFault(.badNumber, at: index) }
        while index < bytes.count, JSONNumber.isDigit(bytes[index]) { index += 1 }
        return true
    }

    private func end(_ isFinal: Bool) throws(JSONFault) -> Bool {
        guard isFinal else { return false }
        throw JSONFault(.unexpectedEnd, at: index)
    }
}
