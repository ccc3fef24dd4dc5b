/// Cuts an expression's text into tokens (cel-spec, "Lexis").
struct Lexer {
    let source: SourceText
    var offset = 0

    init(_ source: SourceText) { self.source = source }

    /// The byte at a distance from the current one; 0 beyond the end.
    func peek(_ distance: Int = 0) -> UInt8 {
        let index = offset + distance
        return index < source.bytes.count ? source.bytes[index] : 0
    }

    var isAtEnd: Bool { offset >= source.bytes.count }

    func failure(_ message: String, hint: String? = nil, from start: Int, to end: Int? = nil) -> CELError {
        let end = min(end ?? offset, source.bytes.count)
        return CELError(.syntax, message, hint: hint, at: source.span(SourceRange(start, max(start, end))))
    }

    mutating func next() throws(CELError) -> Token {
        skipSpace()
        let start = offset
        guard !isAtEnd else { return Token(kind: .end, range: SourceRange(start, start)) }
        let kind = try kind()
        return Token(kind: kind, range: SourceRange(start, offset))
    }

    private mutating func skipSpace() {
        while !isAtEnd {
            switch peek() {
            case UInt8(ascii: " "), 0x09, 0x0A, 0x0C, 0x0D: offset += 1
            case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"):
                while !isAtEnd, peek() != 0x0A { offset += 1 }
            default: return
            }
        }
    }

    private mutating func kind() throws(CELError) -> Token.Kind {
        let byte = peek()
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        case UInt8(ascii: ".") where Self.isDigit(peek(1)): return try number()
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return try text(isRaw: false, isBytes: false)
        case UInt8(ascii: "`"): return try quotedName()
        case _ where Self.isNameStart(byte):
            if let prefix = textPrefix() {
                offset += prefix.length
                return try text(isRaw: prefix.isRaw, isBytes: prefix.isBytes)
            }
            return .identifier(name())
        default: return try symbol()
        }
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }

    static func isNameStart(_ byte: UInt8) -> Bool { (byte | 0x20) &- 97 < 26 || byte == UInt8(ascii: "_") }

    private mutating func name() -> String {
        let start = offset
        while Self.isNameStart(peek()) || Self.isDigit(peek()) { offset += 1 }
        return String(decoding: source.bytes[start..<offset], as: UTF8.self)
    }

    /// Whether the letters in front are those of a raw text or of bytes: `r`, `b`, `br`, in either case.
    private func textPrefix() -> (length: Int, isRaw: Bool, isBytes: Bool)? {
        func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") }
        let first = peek() | 0x20
        let isRaw = first == UInt8(ascii: "r")
        let isBytes = first == UInt8(ascii: "b")
        guard isRaw || isBytes else { return nil }
        if isQuote(peek(1)) { return (1, isRaw, isBytes) }
        let second = peek(1) | 0x20
        guard isQuote(peek(2)), second == (isRaw ? UInt8(ascii: "b") : UInt8(ascii: "r")) else { return nil }
        return (2, true, true)
    }

    private mutating func quotedName() throws(CELError) -> Token.Kind {
        let start = offset
        offset += 1
        while !isAtEnd, peek() != UInt8(ascii: "`") {
            let byte = peek()
            let isAllowed =
                Self.isNameStart(byte) || Self.isDigit(byte) || [0x2E, 0x2D, 0x2F, 0x20].contains(byte)
            guard isAllowed else {
                throw failure(
                    "a name between backticks has letters, digits, '_', '.', '-', '/' and spaces only",
                    hint: "write x['name'] for any other name", from: start, to: offset + 1)
            }
            offset += 1
        }
        guard !isAtEnd else { throw failure("the backtick is not closed", from: start) }
        guard offset > start + 1 else {
            throw failure("the name between backticks is empty", from: start, to: offset + 1)
        }
        offset += 1
        return .quotedName(String(decoding: source.bytes[(start + 1)..<(offset - 1)], as: UTF8.self))
    }

    private mutating func symbol() throws(CELError) -> Token.Kind {
        let start = offset
        let byte = peek()
        guard byte < 0x80 else { throw unexpectedCharacter() }
        let two = String(decoding: [byte, peek(1)], as: UTF8.self)
        if let symbol = Token.Symbol(rawValue: two) {
            offset += 2
            return .symbol(symbol)
        }
        offset += 1
        if let symbol = Token.Symbol(rawValue: String(decoding: [byte], as: UTF8.self)) { return .symbol(symbol) }
        switch byte {
        case UInt8(ascii: "="): throw failure("'=' is no operator", hint: "write '==' to compare", from: start)
        case UInt8(ascii: "&"): throw failure("'&' is no operator", hint: "write '&&'", from: start)
        case UInt8(ascii: "|"): throw failure("'|' is no operator", hint: "write '||'", from: start)
        case UInt8(ascii: "$"):
            throw failure(
                "'$' has no meaning in an expression", hint: "write names without '$' and '${{ }}'", from: start)
        default:
            offset = start
            throw unexpectedCharacter()
        }
    }

    private func unexpectedCharacter() -> CELError {
        var length = 1
        while peek(length) & 0xC0 == 0x80 { length += 1 }
        let bytes = source.bytes[offset..<min(offset + length, source.bytes.count)]
        let character = String(decoding: bytes, as: UTF8.self)
        let isPrintable = bytes.count > 1 || bytes.allSatisfy { $0 > 0x20 && $0 < 0x7F }
        let shown = isPrintable ? "'\(character)'" : "the control character \(bytes.first ?? 0)"
        let hint = "“”‘’".contains(character) ? "write a text between straight quotes, ' or \"" : nil
        return failure("\(shown) has no meaning here", hint: hint, from: offset, to: offset + length)
    }
}
