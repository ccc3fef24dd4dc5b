/// Translates ECMA-262's regular expressions (with its `u` flag) to RE2's syntax.
struct SchemaPattern {
    /// Why a pattern cannot be translated.
    struct Failure: Error {
        let message: String
        let hint: String
        /// Whether the pattern is right, only beyond a linear-time engine.
        let isUnsupported: Bool
    }

    // ECMA-262 counts all of Unicode's blanks.
    private static let blanks =
        #"\t\n\x0b\f\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}"#

    private let input: [Unicode.Scalar]
    private var index = 0
    private var inClass = false
    private var output = ""

    private init(_ source: String) { input = Array(source.unicodeScalars) }

    static func translate(_ source: String) throws(Failure) -> String {
        var translator = SchemaPattern(source)
        while translator.index < translator.input.count { try translator.step() }
        guard !translator.inClass else { throw invalid("a class is not closed", hint: "Write ] at its end.") }
        return translator.output
    }

    private mutating func step() throws(Failure) {
        let scalar = input[index]
        switch scalar {
        case "\\":
            try escape()
        case "[" where !inClass:
            openClass()
        case "[":
            append(#"\["#)
        case "]" where inClass:
            inClass = false
            append("]")
        case "." where !inClass:
            append(#"[^\n\r\x{2028}\x{2029}]"#)
        case "(" where !inClass:
            try group()
        default:
            append(String(scalar))
        }
    }

    /// Takes one scalar and writes its translation.
    private mutating func append(_ text: String, taking count: Int = 1) {
        output += text
        index += count
    }

    private func peek(_ offset: Int) -> Unicode.Scalar? {
        index + offset < input.count ? input[index + offset] : nil
    }

    private mutating func openClass() {
        if peek(1) == "^", peek(2) == "]" {
            append("(?s:.)", taking: 3)
        } else if peek(1) == "]" {
            append(#"[^\x00-\x{10FFFF}]"#, taking: 2)
        } else {
            inClass = true
            append(peek(1) == "^" ? "[^" : "[", taking: peek(1) == "^" ? 2 : 1)
        }
    }

    private mutating func group() throws(Failure) {
        guard peek(1) == "?" else { return append("(") }
        switch (peek(2), peek(3)) {
        case (":", _):
            append("(?:", taking: 3)
        case ("=", _), ("!", _), ("<", "="), ("<", "!"):
            throw Failure(
                message: "look-ahead and look-behind are not supported",
                hint: "Say it with anchors and classes, or with several patterns under allOf and not.",
                isUnsupported: true)
        case ("<", _):
            append("(?P<", taking: 3)
        default:
            throw Self.invalid("unknown kind of group", hint: "Use (…), (?:…) or (?<name>…).")
        }
    }

    private mutating func escape() throws(Failure) {
        guard let letter = peek(1) else {
            throw Self.invalid("a backslash ends it", hint: #"Write \\ for a backslash."#)
        }
        switch letter {
        case "d", "D", "w", "W", "t", "n", "r", "f":
            append("\\\(letter)", taking: 2)
        case "v":
            append(#"\x0b"#, taking: 2)
        case "s":
            append(inClass ? Self.blanks : "[\(Self.blanks)]", taking: 2)
        case "S":
            // RE2 has no nested classes; its own \S differs only in Unicode's blanks.
            append(inClass ? #"\S"# : "[^\(Self.blanks)]", taking: 2)
        case "b":
            append(inClass ? #"\x08"# : #"\b"#, taking: 2)
        case "B" where !inClass:
            append(#"\B"#, taking: 2)
        case "0" where !(peek(2).map(Self.isDigit) ?? false):
            append(#"\x00"#, taking: 2)
        case "x", "u":
            try codePoint(letter)
        case "c":
            try control()
        case "p", "P":
            try property(letter)
        case "1"..."9", "k":
            throw Failure(
                message: "back-references are not supported", hint: "Spell the repeated part out.", isUnsupported: true)
        case "^", "$", "\\", ".", "*", "+", "?", "(", ")", "[", "]", "{", "}", "|", "/", "-":
            append(letter == "/" ? "/" : "\\\(letter)", taking: 2)
        default:
            throw Self.invalid("\\\(letter) is no escape of ECMA-262", hint: "Remove the backslash.")
        }
    }

    private mutating func control() throws(Failure) {
        guard let letter = peek(2), letter.isASCII, letter.properties.isAlphabetic else {
            throw Self.invalid(#"\c is not followed by a letter"#, hint: #"Write it as in \cA."#)
        }
        append("\\x{\(String(letter.value % 32, radix: 16))}", taking: 3)
    }

    private mutating func codePoint(_ letter: Unicode.Scalar) throws(Failure) {
        if letter == "u", peek(2) == "{" {
            let digits = input[(index + 3)...].prefix { $0 != "}" }
            guard let value = Self.hex(digits), value <= 0x10FFFF, index + 3 + digits.count < input.count else {
                throw Self.invalid(#"malformed \u{…}"#, hint: #"Write it as in \u{1f600}."#)
            }
            return append("\\x{\(String(value, radix: 16))}", taking: digits.count + 4)
        }
        let length = letter == "x" ? 2 : 4
        guard var value = hex(at: 2, length) else {
            throw Self.invalid("malformed \\\(letter)", hint: #"Write it as in \x41 or \u0041."#)
        }
        var taken = 2 + length
        if value & 0xFC00 == 0xD800, peek(taken) == "\\", peek(taken + 1) == "u", let low = hex(at: taken + 2, 4),
            low & 0xFC00 == 0xDC00
        {
            value = 0x10000 + (value & 0x3FF) << 10 + low & 0x3FF
            taken += 6
        }
        append("\\x{\(String(value, radix: 16))}", taking: taken)
    }

    private func hex(at offset: Int, _ length: Int) -> UInt32? {
        guard index + offset + length <= input.count else { return nil }
        return Self.hex(input[(index + offset)..<(index + offset + length)])
    }

    private mutating func property(_ letter: Unicode.Scalar) throws(Failure) {
        guard peek(2) == "{" else { throw Self.invalid(#"\p without braces"#, hint: #"Write it as in \p{Letter}."#) }
        let name = String(String.UnicodeScalarView(input[(index + 3)...].prefix { $0 != "}" }))
        let taken = name.unicodeScalars.count + 4
        guard index + taken <= input.count else { throw Self.invalid(#"\p{ is not closed"#, hint: "Write }.") }
        guard let translated = SchemaCategory.translate(name) else {
            throw Failure(
                message: "the Unicode property \"\(name)\" is not supported",
                hint: "Use a general category or a script, as in \\p{Letter} or \\p{Script=Greek}.", isUnsupported: true
            )
        }
        append("\\\(letter){\(translated)}", taking: taken)
    }

    private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

    private static func hex(_ digits: some Collection<Unicode.Scalar>) -> UInt32? {
        guard !digits.isEmpty, digits.count <= 8 else { return nil }
        var value: UInt32 = 0
        for digit in digits {
            guard let byte = UInt8(exactly: digit.value), let next = JSONText.hexDigit(byte) else { return nil }
            value = value << 4 | UInt32(next)
        }
        return value
    }

    private static func invalid(_ message: String, hint: String) -> Failure {
        Failure(message: message, hint: hint, isUnsupported: false)
    }
}
