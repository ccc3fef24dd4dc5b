internal import Model

/// Cuts a query into tokens.
struct QueryTokenizer {
    /// The longest query in bytes.
    static let maximumLength = 8192

    private let bytes: [UInt8]
    private var position = 0

    /// The tokens of a query, the last of which is the end.
    static func tokens(_ query: String) throws(ToolError) -> [QueryToken] {
        guard query.utf8.count <= maximumLength else {
            throw ToolError(
                .validation, "the query has \(query.utf8.count) bytes, more than \(maximumLength)",
                hint: "ask for less at once")
        }
        var tokenizer = QueryTokenizer(bytes: Array(query.utf8))
        var tokens: [QueryToken] = []
        repeat { tokens.append(try tokenizer.next()) } while tokens.last?.kind != .end
        return tokens
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private func peek(_ distance: Int = 0) -> UInt8 {
        position + distance < bytes.count ? bytes[position + distance] : 0
    }

    private mutating func next() throws(ToolError) -> QueryToken {
        skipBlanksAndComments()
        let start = position
        guard start < bytes.count else { return QueryToken(kind: .end, position: start + 1) }
        return QueryToken(kind: try kind(), position: start + 1)
    }

    private mutating func skipBlanksAndComments() {
        while position < bytes.count {
            if [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
                position += 1
            } else if bytes[position] == UInt8(ascii: "#") {
                while position < bytes.count, bytes[position] != 0x0A { position += 1 }
            } else {
                return
            }
        }
    }

    private mutating func kind() throws(ToolError) -> QueryToken.Kind {
        let byte = bytes[position]
        if Self.isDigit(byte) || (byte == UInt8(ascii: ".") && Self.isDigit(peek(1))) { return try number() }
        if Self.isWordStart(byte) { return .identifier(word()) }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"): return .text(try text(byte))
        case UInt8(ascii: "$"):
            position += 1
            guard Self.isWordStart(peek()) else { throw Self.problem("`$` without a name", at: position) }
            return .parameter(word())
        default: return try symbol()
        }
    }

    private mutating func symbol() throws(ToolError) -> QueryToken.Kind {
        for symbol in ["=~", "!~", "!=", "==", ">=", "<="] where symbol.utf8.elementsEqual([peek(), peek(1)]) {
            position += 2
            return .symbol(symbol)
        }
        let byte = bytes[position]
        guard "(){}[],=+-*/%^<>@:".utf8.contains(byte) else {
            throw Self.problem("an unexpected character", at: position + 1)
        }
        position += 1
        return .symbol(String(decoding: [byte], as: UTF8.self))
    }

    private mutating func word() -> String {
        let start = position
        while Self.isWordStart(peek()) || Self.isDigit(peek()) { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private mutating func number() throws(ToolError) -> QueryToken.Kind {
        let start = position
        while Self.isDigit(peek()) || peek() == UInt8(ascii: ".") { position += 1 }
        if peek() | 0x20 == UInt8(ascii: "e") {
            let sign: UInt8 = peek(1)
            let hasSign = sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-")
            if Self.isDigit(peek(hasSign ? 2 : 1)) {
                position += hasSign ? 2 : 1
                while Self.isDigit(peek()) { position += 1 }
            }
        }
        if Self.isWordStart(peek()) {
            position = start
            return .duration(try duration())
        }
        let digits = String(decoding: bytes[start..<position], as: UTF8.self)
        guard let value = Double(digits) else { throw Self.problem("\(digits) is not a number", at: start + 1) }
        return .number(value)
    }

    private static let units: [(String, Int64)] = [
        ("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000), ("w", 604_800_000),
        ("y", 31_536_000_000),
    ]

    private mutating func duration() throws(ToolError) -> Int64 {
        let start = position
        var total: Int64 = 0
        while Self.isDigit(peek()) {
            var value: Int64 = 0
            while Self.isDigit(peek()), value < 1_000_000_000 {
                value = value * 10 + Int64(peek() - 48)
                position += 1
            }
            var letters = ""
            while peek() | 0x20 >= 97, peek() | 0x20 <= 122 {
                letters.unicodeScalars.append(Unicode.Scalar(peek()))
                position += 1
            }
            guard let unit = Self.units.first(where: { $0.0 == letters }) else {
                throw Self.problem(
                    "a number with `\(letters)` behind it", at: start + 1, "durations are such as 30s, 5m, 1h30m")
            }
            total += value * unit.1
            guard total <= 3_153_600_000_000 else {
                throw Self.problem("a duration of more than 100 years", at: start + 1)
            }
        }
        return total
    }

    private mutating func text(_ quote: UInt8) throws(ToolError) -> String {
        let start = position
        var out: [UInt8] = []
        position += 1
        while position < bytes.count, bytes[position] != quote {
            let byte = bytes[position]
            position += 1
            guard byte == UInt8(ascii: "\\"), quote != UInt8(ascii: "`") else {
                out.append(byte)
                continue
            }
            out.append(contentsOf: try escape(start))
        }
        guard position < bytes.count else { throw Self.problem("a text that is not closed", at: start + 1) }
        position += 1
        return String(decoding: out, as: UTF8.self)
    }

    private mutating func escape(_ start: Int) throws(ToolError) -> [UInt8] {
        let byte = peek()
        position += 1
        switch byte {
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "a"): return [0x07]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "v"): return [0x0B]
        case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"): return [byte]
        case UInt8(ascii: "x"):
            guard let number = hexadecimal(2) else { break }
            position += 2
            return [UInt8(truncatingIfNeeded: number)]
        case UInt8(ascii: "u"), UInt8(ascii: "U"):
            let length = byte == UInt8(ascii: "u") ? 4 : 8
            guard let number = hexadecimal(length), let scalar = Unicode.Scalar(number) else { break }
            position += length
            return Array(String(scalar).utf8)
        default: break
        }
        throw Self.problem("an unknown escape", at: position, "double a backslash that is meant literally")
    }

    /// The number that so many digits make; nil where there is anything else, such as a sign.
    private func hexadecimal(_ length: Int) -> UInt32? {
        let digits = bytes[position...].prefix(length)
        guard digits.count == length, digits.allSatisfy({ Self.isDigit($0) || ($0 | 0x20) &- 97 < 6 }) else {
            return nil
        }
        return UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 < 10 }

    private static func isWordStart(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 97 < 26 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ":")
    }

    static func problem(_ what: String, at position: Int, _ hint: String? = nil) -> ToolError {
        ToolError(
            .validation, "query, character \(position): \(what)",
            hint: hint
                ?? "supported are selectors, rate, increase, delta, sum, avg, min, max, count with by or without, "
                + "and arithmetic with a number")
    }
}
