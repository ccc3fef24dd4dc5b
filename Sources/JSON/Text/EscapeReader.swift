/// Reads characters in bytes as whoever undoes the escapes around them does, and takes what is no escape as it is.
struct EscapeReader {
    /// What was done to a text.
    enum Layer { case json, percent }

    struct Character {
        enum Content: Equatable {
            case byte(UInt8)
            /// One beyond ASCII that was written by its number.
            case scalar(Unicode.Scalar)
            /// No character: the end, or half a pair of surrogates.
            case nothing
        }

        let content: Content
        /// In bytes.
        let length: Int
    }

    /// More bytes have to be known.
    struct Cut: Error {}

    let text: [UInt8]
    /// Whether no more bytes come.
    let isWhole: Bool

    /// The character at a place.
    ///
    /// - Parameter layers: What is undone, the first one first.
    /// - Throws: `Cut` where it goes on behind the bytes, which may not be all.
    func character(at place: Int, under layers: ArraySlice<Layer>) throws(Cut) -> Character {
        guard let layer = layers.last else {
            if place < text.count { return Character(content: .byte(text[place]), length: 1) }
            guard isWhole else { throw Cut() }
            return Character(content: .nothing, length: 0)
        }
        let below = layers.dropLast()
        let first = try character(at: place, under: below)
        let escaped: Character?
        switch (layer, first.content) {
        case (.json, .byte(UInt8(ascii: "\\"))): escaped = try letter(behind: first, at: place, below)
        case (.percent, .byte(UInt8(ascii: "%"))):
            escaped = try number(of: 2, at: place + first.length, below).map { number in
                Character(content: .byte(UInt8(truncatingIfNeeded: number.value)), length: first.length + number.length)
            }
        default: escaped = nil
        }
        return escaped ?? first
    }

    /// What a backslash and the letter behind it stand for; nil when they are no escape.
    private func letter(
        behind backslash: Character, at place: Int, _ below: ArraySlice<Layer>
    ) throws(Cut) -> Character? {
        let second = try character(at: place + backslash.length, under: below)
        guard case .byte(let letter) = second.content else { return nil }
        let length = backslash.length + second.length
        if letter == UInt8(ascii: "u") { return try numbered(from: place, length, below) }
        guard let byte = JSONText.meaning(of: letter) else { return nil }
        return Character(content: .byte(byte), length: length)
    }

    /// What `\u` stands for with the digits behind it, and with the second half of a pair behind these.
    private func numbered(from place: Int, _ sign: Int, _ below: ArraySlice<Layer>) throws(Cut) -> Character? {
        guard let first = try number(of: 4, at: place + sign, below) else { return nil }
        var (value, length) = (first.value, sign + first.length)
        if value & 0xFC00 == 0xD800, let second = try secondHalf(at: place + length, below) {
            value = 0x10000 + (value & 0x3FF) << 10 + second.value & 0x3FF
            length += second.length
        }
        let content = Unicode.Scalar(value).map { scalar -> Character.Content in
            scalar.isASCII ? .byte(UInt8(truncatingIfNeeded: value)) : .scalar(scalar)
        }
        return Character(content: content ?? .nothing, length: length)
    }

    private func secondHalf(
        at place: Int, _ below: ArraySlice<Layer>
    ) throws(Cut) -> (value: UInt32, length: Int)? {
        var length = 0
        for sign in "\\u".utf8 {
            let character = try character(at: place + length, under: below)
            guard character.content == .byte(sign) else { return nil }
            length += character.length
        }
        guard let unit = try number(of: 4, at: place + length, below), unit.value & 0xFC00 == 0xDC00 else { return nil }
        return (unit.value, length + unit.length)
    }

    /// A number of so many hexadecimal digits; nil when something else stands there.
    private func number(
        of digits: Int, at place: Int, _ below: ArraySlice<Layer>
    ) throws(Cut) -> (value: UInt32, length: Int)? {
        var (value, length) = (UInt32(0), 0)
        for _ in 0..<digits {
            let character = try character(at: place + length, under: below)
            guard case .byte(let byte) = character.content, let digit = JSONText.hexDigit(byte) else { return nil }
            value = value << 4 | UInt32(digit)
            length += character.length
        }
        return (value, length)
    }
}
