extension YAMLParser {
    /// Offset behind the closing quote of the quoted scalar at the position; nil when it is never closed.
    func quoteEnd() -> Int? {
        guard let quote = peek else { return nil }
        var offset = position + 1
        while let byte = byte(at: offset) {
            if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
                offset += 2
            } else if byte == quote {
                guard quote == UInt8(ascii: "'"), self.byte(at: offset + 1) == quote else { return offset + 1 }
                offset += 2
            } else {
                offset += 1
            }
        }
        return nil
    }

    /// The quoted scalar at the position.
    mutating func quotedNode() throws -> YAMLNode {
        let start = position
        guard let end = quoteEnd(), end <= bytes.count else {
            let quote = peek == UInt8(ascii: "'") ? "'" : "\""
            throw stop(restOfLine, "a quoted text is not closed", hint: "add a `\(quote)` at its end")
        }
        let isDouble = bytes[start] == UInt8(ascii: "\"")
        var builder = ScalarBuilder()
        position = start + 1
        while position < end - 1 {
            switch bytes[position] {
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: " "), UInt8(ascii: "\t"):
                try foldQuoted(until: end - 1, &builder)
            case UInt8(ascii: "\\") where isDouble: try escape(until: end - 1, &builder)
            case UInt8(ascii: "'") where !isDouble:
                builder.append(CollectionOfOne(UInt8(ascii: "'")), from: position)
                position += 2
            default:
                builder.append(bytes, here(1))
                position += 1
            }
        }
        position = end
        return YAMLNode(.scalar(builder.scalar(isDouble ? .doubleQuoted : .singleQuoted)), SourceRange(start, end))
    }

    /// Blanks within a quoted text; around line breaks they vanish.
    private mutating func foldQuoted(until end: Int, _ builder: inout ScalarBuilder) throws {
        let start = position
        var breaks = 0
        while position < end, isBlank(peek) || isBreak(peek) {
            if peek == UInt8(ascii: "\n") { breaks += 1 }
            position += 1
        }
        guard breaks > 0 else { return builder.append(bytes, SourceRange(start, position)) }
        if column == 0, position < end, isMarker("---") || isMarker("...") {
            throw stop(here(3), "a document marker within a quoted text", hint: "is a quote missing above?")
        }
        builder.fold(breaks: breaks, at: position)
    }

    /// An escape of a double-quoted text (YAML 1.2.2, 5.7).
    private mutating func escape(until end: Int, _ builder: inout ScalarBuilder) throws {
        let start = position
        position += 1
        guard position < end, let byte = peek else { throw stop(range(from: start), "an escape is not complete") }
        position += 1
        switch byte {
        case UInt8(ascii: "x"): try code(2, from: start, until: end, &builder)
        case UInt8(ascii: "u"): try code(4, from: start, until: end, &builder)
        case UInt8(ascii: "U"): try code(8, from: start, until: end, &builder)
        case UInt8(ascii: "\n"), UInt8(ascii: "\r"):
            // An escaped line break joins the lines.
            if byte == UInt8(ascii: "\r"), peek == UInt8(ascii: "\n") { position += 1 }
            var breaks = 0
            while position < end, isBlank(peek) || isBreak(peek) {
                if peek == UInt8(ascii: "\n") { breaks += 1 }
                position += 1
            }
            if breaks > 0 { builder.append(repeatElement(UInt8(ascii: "\n"), count: breaks), from: start) }
        default:
            guard let replacement = Self.escapes[byte] else {
                problems.add(
                    .yaml, range(from: start), "`\\\(String(decoding: [byte], as: UTF8.self))` is not an escape",
                    hint: "write `\\\\` for a backslash, or use single quotes, in which it needs no escape")
                return
            }
            builder.append(replacement.utf8, from: start)
        }
    }

    private mutating func code(_ digits: Int, from start: Int, until end: Int, _ builder: inout ScalarBuilder) throws {
        let last = min(position + digits, end)
        let text = String(decoding: bytes[position..<last], as: UTF8.self)
        position = last
        guard text.utf8.count == digits, text.allSatisfy(\.isHexDigit), let value = UInt32(text, radix: 16),
            let scalar = UnicodeScalar(value)
        else {
            problems.add(
                .yaml, range(from: start), "an escape that is not \(digits) hexadecimal digits of a character",
                hint: "characters beyond U+FFFF are written `\\U0001F600`")
            return
        }
        builder.append(String(Character(scalar)).utf8, from: start)
    }

    private static let escapes: [UInt8: String] = [
        UInt8(ascii: "0"): "\0", UInt8(ascii: "a"): "\u{07}", UInt8(ascii: "b"): "\u{08}", UInt8(ascii: "t"): "\t",
        UInt8(ascii: "\t"): "\t", UInt8(ascii: "n"): "\n", UInt8(ascii: "v"): "\u{0B}", UInt8(ascii: "f"): "\u{0C}",
        UInt8(ascii: "r"): "\r", UInt8(ascii: "e"): "\u{1B}", UInt8(ascii: " "): " ", UInt8(ascii: "\""): "\"",
        UInt8(ascii: "/"): "/", UInt8(ascii: "\\"): "\\", UInt8(ascii: "N"): "\u{85}", UInt8(ascii: "_"): "\u{A0}",
        UInt8(ascii: "L"): "\u{2028}", UInt8(ascii: "P"): "\u{2029}",
    ]
}
