extension Lexer {
    mutating func number() throws(CELError) -> Token.Kind {
        let start = offset
        if peek() == UInt8(ascii: "0"), peek(1) | 0x20 == UInt8(ascii: "x") { return try hexadecimal() }
        skipDigits()
        var isDouble = false
        if peek() == UInt8(ascii: "."), Self.isDigit(peek(1)) {
            isDouble = true
            offset += 1
            skipDigits()
        }
        if peek() | 0x20 == UInt8(ascii: "e") {
            let signLength = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-") ? 1 : 0
            if Self.isDigit(peek(1 + signLength)) {
                isDouble = true
                offset += 1 + signLength
                skipDigits()
            }
        }
        let text = String(decoding: source.bytes[start..<offset], as: UTF8.self)
        guard !isDouble else {
            try rejectName(after: start)
            guard let value = Double(text.hasPrefix(".") ? "0" + text : text), value.isFinite else {
                throw failure("the number is beyond the range of a double", from: start)
            }
            return .double(value)
        }
        return try integer(UInt64(text), from: start)
    }

    private mutating func hexadecimal() throws(CELError) -> Token.Kind {
        let start = offset
        offset += 2
        while Self.hexDigit(peek()) != nil { offset += 1 }
        let digits = String(decoding: source.bytes[(start + 2)..<offset], as: UTF8.self)
        guard !digits.isEmpty else { throw failure("'0x' needs digits", from: start) }
        return try integer(UInt64(digits, radix: 16), from: start)
    }

    private mutating func integer(_ value: UInt64?, from start: Int) throws(CELError) -> Token.Kind {
        let isUnsigned = peek() | 0x20 == UInt8(ascii: "u")
        if isUnsigned { offset += 1 }
        try rejectName(after: start)
        guard let value, isUnsigned || value <= UInt64(Int64.max) + 1 else {
            throw failure("the number is beyond 64 bits", hint: "write it as a double, such as 1e20", from: start)
        }
        return isUnsigned ? .uint(value) : .int(value)
    }

    private mutating func rejectName(after start: Int) throws(CELError) {
        guard Self.isNameStart(peek()) || Self.isDigit(peek()) else { return }
        while Self.isNameStart(peek()) || Self.isDigit(peek()) { offset += 1 }
        let text = source.text(SourceRange(start, offset))
        let isUnit = ["ns", "us", "ms", "s", "m", "h"].contains { text.hasSuffix($0) }
        throw failure(
            "'\(text)' is no number", hint: isUnit ? "write duration('\(text)') for a length of time" : nil, from: start
        )
    }

    private mutating func skipDigits() {
        while Self.isDigit(peek()) { offset += 1 }
    }

    static func hexDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}
