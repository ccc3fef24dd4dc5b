/// Judges what stands where a secret could.
enum SecretText {
    private static let harmless: Set<String> = [
        "null", "nil", "none", "true", "false", "undefined", "redacted", "[redacted]", "<redacted>", "masked", "hidden",
        "sensitive", "(sensitive", "required", "optional", "empty",
    ]

    /// Whether it is no secret: a placeholder, or a word for nothing.
    static func isHarmless(_ bytes: some Collection<UInt8>) -> Bool {
        guard bytes.count <= 64 else { return false }
        let text = String(decoding: bytes, as: UTF8.self).lowercased()
        if harmless.contains(text) || text.allSatisfy({ !$0.isLetter && !$0.isNumber || $0 == "x" }) { return true }
        return isReference(text, as: bytes)
    }

    /// `${NAME}`, `$NAME`, `%NAME%`, `{{ name }}`, `<name>`: where the secret is, not what it is.
    private static func isReference(_ text: String, as bytes: some Collection<UInt8>) -> Bool {
        let pairs = [("${", "}"), ("$(", ")"), ("{{", "}}"), ("<", ">"), ("((", "))")]
        if pairs.contains(where: { text.hasPrefix($0) && text.hasSuffix($1) }) { return true }
        guard bytes.count > 2, let first = bytes.first else { return false }
        let name = bytes.dropFirst()
        if first == UInt8(ascii: "$") {
            return name.allSatisfy { isUpper($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
        }
        guard first == UInt8(ascii: "%"), text.hasSuffix("%") else { return false }
        return name.dropLast().allSatisfy { isUpper($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
    }

    /// Whether it looks like the work of chance: letters of both cases and digits, well mixed; or a long hexadecimal
    /// number, but no name with words in it.
    static func looksRandom(_ bytes: ArraySlice<UInt8>) -> Bool {
        var (upper, lower, digits, dashes, changes) = (0, 0, 0, 0, 0)
        var last = 0
        for byte in bytes {
            let kind = isUpper(byte) ? 1 : isLower(byte) ? 2 : isDigit(byte) ? 3 : 4
            switch kind {
            case 1: upper += 1
            case 2: lower += 1
            case 3: digits += 1
            default: dashes += 1
            }
            if last != 0, kind != last { changes += 1 }
            last = kind
        }
        guard upper > 1, lower > 1, digits > 0, dashes * 8 <= bytes.count else { return false }
        return changes * 4 >= bytes.count
    }

    /// Whether a line consists of nothing but what the inner lines of a key do: PEM has 64 signs of base 64 in each
    /// (RFC 7468), OpenSSH 70.
    static func isKeyLine(_ line: ArraySlice<UInt8>) -> Bool {
        let text = trimmed(line)
        guard text.count == 64 || text.count == 70, text.allSatisfy(isBase64) else { return false }
        return text.contains(where: isUpper) && text.contains(where: isLower) && text.contains(where: isDigit)
    }

    /// Whether the middle of a line of 64 to 80 bytes is base 64, as it has to be where 64 signs or more of it are.
    static func mayBeKeyLine(_ line: Slice<UnsafeRawBufferPointer>) -> Bool {
        unsafe line.dropFirst(line.count - 64).dropLast(line.count - 64).allSatisfy(isBase64)
    }

    /// Whether a line is nothing but a piece of base 64 of some length.
    static func isEncoded(_ line: ArraySlice<UInt8>) -> Bool {
        let text = trimmed(line)
        return text.count >= 16 && text.allSatisfy(isEncodedSign)
    }

    /// Whether what surrounds a line may tell that it is a secret: nothing but a piece of base 64, or a name and a value.
    static func mayBelongToMore(_ line: Span<UInt8>) -> Bool {
        let text = trimmed(line)
        var position = text.lowerBound
        while position < text.upperBound, line[position] != UInt8(ascii: ":") {
            // What stands here is neither, and a colon further on is not of a name.
            guard isName(line[position]) || isEncodedSign(line[position]) else { return false }
            position += 1
        }
        let head = text.lowerBound..<position
        guard position < text.upperBound else {
            return text.count >= 4 && head.allSatisfy { isEncodedSign(line[$0]) }
        }
        // `name: value` alone on its line, as in YAML and in JSON that is spread out.
        guard head.count <= 128, head.allSatisfy({ isName(line[$0]) }) else { return false }
        return position + 1 == text.upperBound || line[position + 1] == UInt8(ascii: " ")
    }

    /// The longest line that may continue a value above, in bytes.
    private static let longestContinuation = 32 << 10

    /// Whether a line is indented, as those are that continue what is above.
    static func isIndented(_ line: Span<UInt8>) -> Bool {
        guard !line.isEmpty, line.count <= longestContinuation, line[0] == 0x20 || line[0] == 0x09 else { return false }
        for index in 1..<line.count where line[index] > 0x20 { return true }
        return false
    }

    private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let text = trimmed(line.span)
        return line.dropFirst(text.lowerBound).prefix(text.count)
    }

    /// Without blanks, quotes, commas and escaped line ends around it.
    private static func trimmed(_ line: Span<UInt8>) -> Range<Int> {
        var (start, end) = (0, line.count)
        while start < end, isMargin(line[start]) { start += 1 }
        while start < end, isMargin(line[end - 1]) { end -= 1 }
        if end - start >= 2, line[end - 2] == UInt8(ascii: "\\"), line[end - 1] == UInt8(ascii: "n") { end -= 2 }
        return start..<end
    }

    private static func isMargin(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: ",")
    }

    private static func isName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "_"), UInt8(ascii: "\""),
            UInt8(ascii: "'"), UInt8(ascii: " "):
            true
        default: isUpper(byte) || isLower(byte) || isDigit(byte)
        }
    }

    private static func isEncodedSign(_ byte: UInt8) -> Bool { isBase64(byte) || byte == UInt8(ascii: "=") }

    static func isUpper(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
    static func isLower(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
    static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isBase64(_ byte: UInt8) -> Bool {
        isUpper(byte) || isLower(byte) || isDigit(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
    }
}
