extension Lexer {
    /// Reads a text or bytes from the opening quote on.
    mutating func text(isRaw: Bool, isBytes: Bool) throws(CELError) -> Token.Kind {
        let start = offset
        let quote = peek()
        let isTriple = peek(1) == quote && peek(2) == quote
        offset += isTriple ? 3 : 1
        var content: [UInt8] = []
        while true {
            guard !isAtEnd else { throw failure("the text is not closed", from: start, to: start + (isTriple ? 3 : 1)) }
            let byte = peek()
            if byte == quote, !isTriple || (peek(1) == quote && peek(2) == quote) { break }
            if !isTriple, byte == 0x0A || byte == 0x0D {
                throw failure(
                    "the text is not closed on its line", hint: "texts of several lines stand between triple quotes",
                    from: start)
            }
            if byte == UInt8(ascii: "\\"), !isRaw {
                try escape(isBytes: isBytes, into: &content)
            } else {
                content.append(byte)
                offset += 1
            }
        }
        offset += isTriple ? 3 : 1
        return isBytes ? .bytes(content) : .string(String(decoding: content, as: UTF8.self))
    }

    private mutating func escape(isBytes: Bool, into content: inout [UInt8]) throws(CELError) {
        let start = offset
        let byte = peek(1)
        offset += 2
        switch byte {
        case UInt8(ascii: "a"): content.append(0x07)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "v"): content.append(0x0B)
        case UInt8(ascii: "\\"), UInt8(ascii: "?"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
            content.append(byte)
        case UInt8(ascii: "x"), UInt8(ascii: "X"):
            append(try hexadecimal(digits: 2, from: start), isBytes, &content)
        case UInt8(ascii: "u") where !isBytes:
            try appendScalar(try hexadecimal(digits: 4, from: start), from: start, &content)
        case UInt8(ascii: "U") where !isBytes:
            try appendScalar(try hexadecimal(digits: 8, from: start), from: start, &content)
        case UInt8(ascii: "0")...UInt8(ascii: "3"):
            append(try octal(first: byte, from: start), isBytes, &content)
        default:
            let isUnicode = byte | 0x20 == UInt8(ascii: "u")
            throw failure(
                isUnicode ? "bytes have no \\u and \\U" : "this escape does not exist",
                hint: "write \\\\ for a backslash, or a raw text such as r'\\d+'", from: start)
        }
    }

    /// In a text the number is a code point, in bytes a byte.
    private func append(_ value: UInt32, _ isBytes: Bool, _ content: inout [UInt8]) {
        if isBytes {
            content.append(UInt8(truncatingIfNeeded: value))
        } else if let scalar = Unicode.Scalar(value) {
            content.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
    }

    private func appendScalar(_ value: UInt32, from start: Int, _ content: inout [UInt8]) throws(CELError) {
        guard Unicode.Scalar(value) != nil else { throw failure("this is no Unicode code point", from: start) }
        append(value, false, &content)
    }

    private mutating func hexadecimal(digits: Int, from start: Int) throws(CELError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard let digit = Self.hexDigit(peek()) else {
                throw failure("the escape needs \(digits) hexadecimal digits", from: start)
            }
            value = value << 4 | digit
            offset += 1
        }
        return value
    }

    private mutating func octal(first: UInt8, from start: Int) throws(CELError) -> UInt32 {
        var value = UInt32(first - UInt8(ascii: "0"))
        for _ in 0..<2 {
            guard case UInt8(ascii: "0")...UInt8(ascii: "7") = peek() else {
                throw failure("the escape needs 3 octal digits", from: start)
            }
            value = value << 3 | UInt32(peek() - UInt8(ascii: "0"))
            offset += 1
        }
        return value
    }
}
