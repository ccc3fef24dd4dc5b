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
        return text.count >= 16 && text.allSatisfy { isBase64($0) || $0 == UInt8(ascii: "=") }
    }

    /// Whether what surrounds a line may tell that it is a secret: nothing but a piece of base 64, or a name and a value.
    static func mayBelongToMore(_ line: ArraySlice<UInt8>) -> Bool {
        let text = trimmed(line)
        guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else {
            return text.count >= 4 && text.allSatisfy { isBase64($0) || $0 == UInt8(ascii: "=") }
        }
        // `name: value` alone on its line, as in YAML and in JSON that is spread out.
        guard colon - text.startIndex <= 128, text[..<colon].allSatisfy(isName) else { return false }
        return colon + 1 == text.endIndex || text[colon + 1] == UInt8(ascii: " ")
    }

    /// The longest line that may continue a value above, in bytes.
    private static let longestContinuation = 32 << 10

    /// Whether a line is indented, as those are that continue what is above.
    static func isIndented(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.count <= longestContinuation, let first = line.first, first == 0x20 || first == 0x09 else {
            return false
        }
        return line.contains { $0 > 0x20 }
    }

    /// Without blanks, quotes, commas and escaped line ends around it.
    private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var text = line
        while let first = text.first, isMargin(first) { text = text.dropFirst() }
        while let last = text.last, isMargin(last) { text = text.dropLast() }
        if text.suffix(2).elementsEqual([UInt8(ascii: "\\"), UInt8(ascii: "n")]) { text = text.dropLast(2) }
        return text
    }

    private static func isMargin(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: ",")
    }

    private static func isName(_ byte: UInt8) -> Bool {
        isUpper(byte) || isLower(byte) || isDigit(byte) || [45, 46, 47, 95, 34, 39, 32].contains(byte)
    }

    static func isUpper(_ byte: UInt8) -> Bool { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) }
    static func isLower(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) }
    static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isBase64(_ byte: UInt8) -> Bool {
        isUpper(byte) || isLower(byte) || isDigit(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "/")
    }
}
