/// The grammar of strings (RFC 8259, 7), well-formed UTF-8 included (Unicode 15, table 3-7).
struct JSONStringScan {
    /// The next byte to look at; behind a complete string, its closing quote.
    var index: Int
    /// Whether there are escapes.
    var isComplex = false
    private let start: Int
    private let limit: Int

    init(start: Int, limit: Int) {
        self.start = start
        self.limit = limit
        index = start
    }

    /// Moves to the closing quote; false where the string goes on in later bytes.
    @inline(__always)
    mutating func run(_ bytes: Span<UInt8>, isFinal: Bool) throws(JSONFault) -> Bool {
        while true {
            skipPlain(bytes)
            guard index < bytes.count else { break }
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                try checkLength()
                return true
            }
            let complete = try byte == UInt8(ascii: "\\") ? escape(bytes) : other(bytes, byte)
            guard complete else { break }
        }
        try checkLength()
        guard !isFinal else { throw JSONFault(.unexpectedEnd, at: bytes.count) }
        return false
    }

    @inline(__always)
    private mutating func skipPlain(_ bytes: Span<UInt8>) {
        var index = index
        let raw = unsafe bytes.bytes
        while index + 8 <= bytes.count {
            let word = unsafe raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
            let marks = Self.marks(UInt64(littleEndian: word))
            guard marks == 0 else {
                self.index = index + (marks.trailingZeroBitCount >> 3)
                return
            }
            index += 8
        }
        while index < bytes.count {
            let byte = bytes[index]
            guard byte >= 0x20, byte < 0x80, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") else { break }
            index += 1
        }
        self.index = index
    }

    /// The highest bit of each byte that is a quote, a backslash, a control character or beyond ASCII.
    ///
    /// What stands above the first such byte may be marked wrongly.
    @inline(__always)
    static func marks(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quote = word ^ (ones &* 0x22)
        let slash = word ^ (ones &* 0x5C)
        let found = (quote &- ones) & ~quote | (slash &- ones) & ~slash | (word &- ones &* 0x20) & ~word | word
        return found & (ones &* 0x80)
    }

    private func checkLength() throws(JSONFault) {
        guard index - start <= limit else { throw JSONFault(.tooLong(what: "A string", limit: limit), at: start) }
    }

    /// A control character or a character of several bytes; false where its bytes are not all there.
    private mutating func other(_ bytes: Span<UInt8>, _ byte: UInt8) throws(JSONFault) -> Bool {
        guard byte >= 0x80 else { throw JSONFault(.controlCharacter, at: index) }
        let (length, low, high): (Int, UInt8, UInt8)
        switch byte {
        case 0xC2...0xDF: (length, low, high) = (2, 0x80, 0xBF)
        case 0xE0: (length, low, high) = (3, 0xA0, 0xBF)
        case 0xED: (length, low, high) = (3, 0x80, 0x9F)
        case 0xE1...0xEF: (length, low, high) = (3, 0x80, 0xBF)
        case 0xF0: (length, low, high) = (4, 0x90, 0xBF)
        case 0xF1...0xF3: (length, low, high) = (4, 0x80, 0xBF)
        case 0xF4: (length, low, high) = (4, 0x80, 0x8F)
        default: throw JSONFault(.badUTF8, at: index)
        }
        for offset in 1..<length {
            guard index + offset < bytes.count else { return false }
            let next = bytes[index + offset]
            guard offset == 1 ? next >= low && next <= high : next & 0xC0 == 0x80 else {
                throw JSONFault(.badUTF8, at: index)
            }
        }
        index += length
        return true
    }

    /// An escape; false where its bytes are not all there.
    private mutating func escape(_ bytes: Span<UInt8>) throws(JSONFault) -> Bool {
        isComplex = true
        guard index + 1 < bytes.count else { return false }
        switch bytes[index + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            index += 2
            return true
        case UInt8(ascii: "u"):
            break
        default:
            throw JSONFault(.badEscape, at: index)
        }
        guard let unit = try hex(bytes, index + 2) else { return false }
        guard unit & 0xF800 == 0xD800 else {
            index += 6
            return true
        }
        guard unit < 0xDC00 else { throw JSONFault(.loneSurrogate, at: index) }
        for (offset, expected) in [(6, UInt8(ascii: "\\")), (7, UInt8(ascii: "u"))] {
            guard index + offset < bytes.count else { return false }
            guard bytes[index + offset] == expected else { throw JSONFault(.loneSurrogate, at: index) }
        }
        guard let second = try hex(bytes, index + 8) else { return false }
        guard second & 0xFC00 == 0xDC00 else { throw JSONFault(.loneSurrogate, at: index) }
        index += 12
        return true
    }

    private func hex(_ bytes: Span<UInt8>, _ start: Int) throws(JSONFault) -> UInt16? {
        var value: UInt16 = 0
        for position in start..<start + 4 {
            guard position < bytes.count else { return nil }
            guard let digit = JSONText.hexDigit(bytes[position]) else { throw JSONFault(.badEscape, at: index) }
            value = value << 4 | UInt16(digit)
        }
        return value
    }
}
