/// The content of strings, from escaped to plain.
enum JSONText {
    /// The text of a checked string's content.
    static func decode(_ bytes: Span<UInt8>, isComplex: Bool) -> String {
        guard isComplex else { return copy(bytes) }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            guard byte == UInt8(ascii: "\\"), index + 1 < bytes.count else {
                result.append(byte)
                index += 1
                continue
            }
            let letter = bytes[index + 1]
            if letter == UInt8(ascii: "u") {
                index += unicode(bytes, at: index, into: &result)
            } else {
                result.append(meaning(of: letter) ?? letter)
                index += 2
            }
        }
        return copy(result.span)
    }

    static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }

    private static func copy(_ bytes: Span<UInt8>) -> String {
        unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// What a letter behind a backslash stands for, unless it begins a number; nil when the two are no escape.
    static func meaning(of letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: nil
        }
    }

    /// Appends an escape by number and returns its length, 12 for a surrogate pair.
    private static func unicode(_ bytes: Span<UInt8>, at index: Int, into result: inout [UInt8]) -> Int {
        let first = unit(bytes, index + 2)
        var value = first
        var length = 6
        if first & 0xFC00 == 0xD800 {
            value = 0x10000 + (first & 0x3FF) << 10 + unit(bytes, index + 8) & 0x3FF
            length = 12
        }
        let scalar = Unicode.Scalar(value) ?? "\u{FFFD}"
        result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        return length
    }

    private static func unit(_ bytes: Span<UInt8>, _ start: Int) -> UInt32 {
        var value: UInt32 = 0
        for index in start..<min(start + 4, bytes.count) {
            value = value << 4 | UInt32(hexDigit(bytes[index]) ?? 0)
        }
        return value
    }
}
