/// What a text says in base 64 or by percent signs, so that a secret is found in the forms in which others need it.
enum EncodedText {
    /// Shorter pieces hold no secret that is looked for within others.
    private static let shortest = 11
    private static let maximumText = 1 << 20

    /// What parts of a text say once they are decoded; empty for a plain text.
    static func decoded(_ text: [UInt8]) -> [[UInt8]] {
        guard text.count >= shortest, text.count <= maximumText else { return [] }
        var found: [[UInt8]] = []
        if let plain = withoutPercents(text) { found.append(plain) }
        var start = 0
        while start < text.count {
            var end = start
            while end < text.count, digit(text[end]) != nil { end += 1 }
            // What stands before a piece, such as a folder, may be of the same signs: it may begin at any of four places.
            if end - start >= shortest {
                for offset in 0..<4 { found.append(bytes(of: text[(start + offset)..<end])) }
            }
            start = end + 1
        }
        return found
    }

    /// The text with `%2F` and its like as what they stand for; nil for one that has none.
    private static func withoutPercents(_ text: [UInt8]) -> [UInt8]? {
        guard text.contains(UInt8(ascii: "%")) else { return nil }
        var result: [UInt8] = []
        var place = 0
        while place < text.count {
            if text[place] == UInt8(ascii: "%"), place + 2 < text.count, let high = hex(text[place + 1]),
                let low = hex(text[place + 2])
            {
                result.append(high << 4 | low)
                place += 3
            } else {
                result.append(text[place])
                place += 1
            }
        }
        return result.count < text.count ? result : nil
    }

    /// The bytes that digits of base 64 stand for; what is left over at the end is dropped.
    private static func bytes(of digits: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(digits.count * 3 / 4)
        var bits: UInt32 = 0
        var count = 0
        for byte in digits {
            bits = bits << 6 | UInt32(digit(byte) ?? 0)
            count += 6
            guard count >= 8 else { continue }
            count -= 8
            result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
        }
        return result
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x41...0x5A: byte - 0x41
        case 0x61...0x7A: byte - 0x61 + 26
        case 0x30...0x39: byte - 0x30 + 52
        case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
        case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
        default: nil
        }
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}
