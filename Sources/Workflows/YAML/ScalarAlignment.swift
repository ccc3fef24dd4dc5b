import YAML

/// Finds out where the parts of a scalar's text stand in the file.
///
/// The text is known; only places are worked out, by walking through both. Blanks around line breaks, indentation,
/// quotes and escapes are what can differ.
struct ScalarAlignment {
    private let bytes: [UInt8]
    /// The text's bytes while both are walked through.
    private var value: [UInt8] = []
    private let style: YAMLStyle
    private var position: Int
    /// White space before here has no line break in it, which was looked for.
    private var unbroken = 0
    private let start: Int
    let text: String
    private(set) var origins: [(text: Int, file: Int)] = []
    /// True when a comment follows a plain text on its line.
    private(set) var hasComment = false

    init(_ bytes: [UInt8], _ text: String, _ style: YAMLStyle, from start: Int) {
        self.bytes = bytes
        self.text = text
        self.style = style
        position = Self.skipAnchor(bytes, start)
        self.start = position
    }

    /// The scalar with its quotes.
    var range: SourceRange { SourceRange(start, min(position, bytes.count)) }

    /// - Parameter walking: Whether both are walked through even where the text stands in the file as it is.
    mutating func run(walking: Bool = false) {
        switch style {
        case .plain: break
        case .singleQuoted, .doubleQuoted: position += 1
        case .literal, .folded: while position < bytes.count, bytes[position] != UInt8(ascii: "\n") { position += 1 }
        }
        if !walking, let end = endAsItStands {
            origins = [(0, position)]
            position = end
        } else {
            walk()
        }
        switch style {
        case .plain: lookForComment()
        case .singleQuoted, .doubleQuoted: close()
        case .literal, .folded: break
        }
    }

    /// The end of a text that stands in the file byte for byte, as nearly every one does; nil where the two must be walked
    /// through.
    private var endAsItStands: Int? {
        guard style != .literal, style != .folded, let last = text.utf8.last, !Self.isSpace(last) else { return nil }
        let text = text.utf8
        guard text.count <= bytes.count - position else { return nil }
        var next = position
        for byte in text {
            guard bytes[next] == byte else { return nil }
            switch byte {
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"): return nil
            case UInt8(ascii: "\\") where style == .doubleQuoted, UInt8(ascii: "'") where style == .singleQuoted:
                return nil
            default: next += 1
            }
        }
        return next
    }

    private mutating func walk() {
        value = Array(text.utf8)
        var index = 0
        while index < value.count, position < bytes.count { index += step(index) }
        if origins.isEmpty { origins.append((0, position)) }
    }

    /// Aligns one byte of the text, or skips something in the file; returns how many bytes of the text were aligned.
    private mutating func step(_ index: Int) -> Int {
        let byte = bytes[position]
        let isSpace = Self.isSpace(byte)
        if isSpace, Self.isSpace(value[index]), let count = fold(index) { return count }
        if style == .doubleQuoted, byte == UInt8(ascii: "\\") { return escape(index) }
        if byte == value[index] {
            note(index, position)
            // A quote within single quotes stands there twice.
            position += style == .singleQuoted && byte == UInt8(ascii: "'") ? 2 : 1
            return 1
        }
        if isSpace {
            position += 1
            return 0
        }
        // Something unexpected: the rest keeps an approximate place.
        note(index, position)
        return value.count - index
    }

    /// White space with a line break in it stands for that of the text; nil when there is no break.
    private mutating func fold(_ index: Int) -> Int? {
        guard position >= unbroken else { return nil }
        var end = position
        var hasBreak = false
        while end < bytes.count, Self.isSpace(bytes[end]) {
            hasBreak = hasBreak || bytes[end] == UInt8(ascii: "\n")
            end += 1
        }
        guard hasBreak else {
            unbroken = end
            return nil
        }
        var count = 0
        // In double quotes, white space that follows comes from escapes.
        let isQuoted = style == .doubleQuoted
        while index + count < value.count, Self.isSpace(value[index + count]) {
            if isQuoted, value[index + count] != UInt8(ascii: "\n") { break }
            count += 1
        }
        count = max(count, 1)
        note(index, position)
        // Where both end in white space, the places after it are the same from behind.
        position = index + count < value.count ? end : position
        if index + count == value.count { position = min(end, position + count) }
        return count
    }

    /// An escape: `\n`, `\x41`, or a line break that joins two lines.
    private mutating func escape(_ index: Int) -> Int {
        guard position + 1 < bytes.count else {
            position += 1
            return 0
        }
        let kind = bytes[position + 1]
        if Self.isSpace(kind), kind != UInt8(ascii: " "), kind != UInt8(ascii: "\t") {
            position += 1
            while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
            return 0
        }
        note(index, position)
        let digits = [UInt8(ascii: "x"): 2, UInt8(ascii: "u"): 4, UInt8(ascii: "U"): 8][kind] ?? 0
        position += 2 + digits
        let isWide = "NLP_".utf8.contains(kind) || digits > 0
        return isWide ? width(of: value[index], index) : 1
    }

    private func width(of first: UInt8, _ index: Int) -> Int {
        let width = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        return min(width, value.count - index)
    }

    private mutating func note(_ index: Int, _ offset: Int) {
        if let last = origins.last, last.file + (index - last.text) == offset { return }
        origins.append((index, offset))
    }

    /// Goes behind the closing quote.
    private mutating func close() {
        let quote = style == .singleQuoted ? UInt8(ascii: "'") : UInt8(ascii: "\"")
        while position < bytes.count, bytes[position] != quote { position += 1 }
        position += 1
    }

    private mutating func lookForComment() {
        var next = position
        while next < bytes.count, bytes[next] == UInt8(ascii: " ") || bytes[next] == UInt8(ascii: "\t") { next += 1 }
        hasComment = next > position && next < bytes.count && bytes[next] == UInt8(ascii: "#")
    }

    // MARK: Bytes

    static func isSpace(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\n")
            || byte == UInt8(ascii: "\r")
    }

    /// Whether a byte can stand in the name of an anchor.
    static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    /// From an offset to the end of its line, without blanks at the end, as far as a reader looks.
    static func restOfLine(_ bytes: [UInt8], from start: Int) -> SourceRange {
        var end = min(start, bytes.count)
        let limit = min(bytes.count, end + 400)
        while end < limit, bytes[end] != UInt8(ascii: "\n") { end += 1 }
        while end > start, isSpace(bytes[end - 1]) { end -= 1 }
        return SourceRange(start, end)
    }

    private static func skipAnchor(_ bytes: [UInt8], _ start: Int) -> Int {
        guard start + 1 < bytes.count, bytes[start] == UInt8(ascii: "&"), isNameByte(bytes[start + 1]) else {
            return start
        }
        var offset = start + 1
        while offset < bytes.count, isNameByte(bytes[offset]) { offset += 1 }
        while offset < bytes.count, isSpace(bytes[offset]) { offset += 1 }
        return offset
    }
}
