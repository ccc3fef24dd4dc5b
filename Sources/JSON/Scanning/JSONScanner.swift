/// RFC 8259's grammar as a machine over spans, the only one in this module; it stops and goes on where input ends.
///
/// The caller passes the same bytes again, or those from `position` on after `shift(by:)`.
struct JSONScanner: Sendable {
    struct Token {
        let kind: JSONTokenizer.Token
        /// The content: of a string without its quotes.
        let range: Range<Int>
        /// Of a string, that it has escapes; of a number, that it has a fraction or exponent.
        let isComplex: Bool

        init(_ kind: JSONTokenizer.Token, _ range: Range<Int> = 0..<0, isComplex: Bool = false) {
            self.kind = kind
            self.range = range
            self.isComplex = isComplex
        }
    }

    enum Expectation {
        case value
        case valueOrEnd
        case keyOrEnd
        case key
        case colon
        case commaOrEnd
        case nothing
    }

    /// Where the next token or the blank before it starts.
    private(set) var position = 0
    private(set) var expectation = Expectation.value
    private(set) var containers = ContainerStack()
    /// Where to go on in a string whose first part has been scanned; 0 for none.
    private var resume = 0
    private var resumeIsComplex = false
    let limits: JSONLimits

    init(limits: JSONLimits) { self.limits = limits }

    var depth: Int { containers.depth }

    /// Whether the bytes ended in the middle of a string whose first part has been looked at.
    var isInString: Bool { resume > 0 }

    /// Whether the one value is complete.
    var isDone: Bool { expectation == .nothing }

    /// Tells that the first `count` bytes will not be passed again.
    mutating func shift(by count: Int) {
        position -= count
        if resume > 0 { resume -= count }
    }

    /// Goes on elsewhere, where something else has passed over tokens.
    mutating func resume(at position: Int, _ expectation: Expectation, _ containers: ContainerStack) {
        self.position = position
        self.expectation = expectation
        self.containers = containers
    }

    /// The next token; `.needsInput` where the bytes end within one and more may follow.
    mutating func next(_ bytes: Span<UInt8>, isFinal: Bool) throws(JSONFault) -> Token {
        while true {
            skipBlank(bytes)
            guard position < bytes.count else { return try atEnd(isFinal) }
            let byte = bytes[position]
            switch expectation {
            case .value:
                return try value(bytes, byte, isFinal)
            case .commaOrEnd:
                guard byte == UInt8(ascii: ",") else { return try close(byte) }
                position += 1
                expectation = containers.isObject ? .key : .value
            case .key:
                return try key(bytes, byte, isFinal)
            case .colon:
                guard byte == UInt8(ascii: ":") else { throw JSONFault(.unexpected("a colon"), at: position) }
                position += 1
                expectation = .value
            case .keyOrEnd:
                return try byte == UInt8(ascii: "}") ? close(byte) : key(bytes, byte, isFinal)
            case .valueOrEnd:
                return try byte == UInt8(ascii: "]") ? close(byte) : value(bytes, byte, isFinal)
            case .nothing:
                throw JSONFault(.trailing, at: position)
            }
        }
    }

    @inline(__always)
    private mutating func skipBlank(_ bytes: Span<UInt8>) {
        var index = position
        while index < bytes.count {
            let byte = bytes[index]
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { break }
            index += 1
        }
        position = index
    }

    private func atEnd(_ isFinal: Bool) throws(JSONFault) -> Token {
        guard isFinal else { return Token(.needsInput) }
        guard expectation == .nothing else { throw JSONFault(.unexpectedEnd, at: position) }
        return Token(.end)
    }

    private mutating func close(_ byte: UInt8) throws(JSONFault) -> Token {
        let inObject = containers.isObject
        guard byte == (inObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
            throw JSONFault(.unexpected(inObject ? "a comma or }" : "a comma or ]"), at: position)
        }
        let kind: JSONTokenizer.Token = inObject ? .endObject : .endArray
        position += 1
        containers.pop()
        finishValue()
        return Token(kind)
    }

    @inline(__always)
    private mutating func finishValue() {
        expectation = containers.depth == 0 ? .nothing : .commaOrEnd
    }

    private mutating func open(object: Bool) throws(JSONFault) -> Token {
        guard containers.depth < limits.depth else { throw JSONFault(.tooDeep(limits.depth), at: position) }
        containers.push(isObject: object)
        position += 1
        expectation = object ? .keyOrEnd : .valueOrEnd
        return Token(object ? .beginObject : .beginArray)
    }

    @inline(__always)
    private mutating func key(_ bytes: Span<UInt8>, _ byte: UInt8, _ isFinal: Bool) throws(JSONFault) -> Token {
        guard byte == UInt8(ascii: "\"") else {
            let isComma = byte == UInt8(ascii: "}")
            throw JSONFault(isComma ? .trailingComma : .unexpected("a member name in double quotes"), at: position)
        }
        guard let token = try string(bytes, .key, isFinal) else { return Token(.needsInput) }
        expectation = .colon
        return token
    }

    @inline(__always)
    private mutating func value(_ bytes: Span<UInt8>, _ byte: UInt8, _ isFinal: Bool) throws(JSONFault) -> Token {
        switch byte {
        case UInt8(ascii: "\""):
            guard let token = try string(bytes, .string, isFinal) else { return Token(.needsInput) }
            finishValue()
            return token
        case UInt8(ascii: "{"):
            return try open(object: true)
        case UInt8(ascii: "["):
            return try open(object: false)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return try number(bytes, isFinal)
        default:
            return try literal(bytes, byte, isFinal)
        }
    }

    private mutating func string(
        _ bytes: Span<UInt8>, _ kind: JSONTokenizer.Token, _ isFinal: Bool
    ) throws(JSONFault) -> Token? {
        var scan = JSONStringScan(start: position + 1, limit: limits.stringBytes)
        if resume > 0 {
            scan.index = resume
            scan.isComplex = resumeIsComplex
        }
        guard try scan.run(bytes, isFinal: isFinal) else {
            resume = scan.index
            resumeIsComplex = scan.isComplex
            return nil
        }
        resume = 0
        let start = position + 1
        position = scan.index + 1
        return Token(kind, start..<scan.index, isComplex: scan.isComplex)
    }

    private mutating func number(_ bytes: Span<UInt8>, _ isFinal: Bool) throws(JSONFault) -> Token {
        var scan = JSONNumberScan(start: position)
        let complete = try scan.run(bytes, isFinal: isFinal)
        guard scan.index - position <= limits.numberBytes else {
            throw JSONFault(.tooLong(what: "A number", limit: limits.numberBytes), at: position)
        }
        guard complete else { return Token(.needsInput) }
        let start = position
        position = scan.index
        finishValue()
        return Token(.number, start..<scan.index, isComplex: scan.isComplex)
    }

    private mutating func literal(
        _ bytes: Span<UInt8>, _ byte: UInt8, _ isFinal: Bool
    ) throws(JSONFault) -> Token {
        let (word, kind): (StaticString, JSONTokenizer.Token)
        switch byte {
        case UInt8(ascii: "t"): (word, kind) = ("true", .true)
        case UInt8(ascii: "f"): (word, kind) = ("false", .false)
        case UInt8(ascii: "n"): (word, kind) = ("null", .null)
        case UInt8(ascii: "]") where !containers.isObject && depth > 0: throw JSONFault(.trailingComma, at: position)
        case 0xEF where position == 0 && depth == 0: throw JSONFault(.byteOrderMark, at: position)
        case 0x80...: throw JSONFault(.unexpected("a value"), at: position)
        case UInt8(ascii: "A")...UInt8(ascii: "z"): throw JSONFault(.badLiteral, at: position)
        default: throw JSONFault(.unexpected("a value"), at: position)
        }
        let end = position + word.utf8CodeUnitCount
        try check(word, bytes)
        guard end <= bytes.count else {
            guard isFinal else { return Token(.needsInput) }
            throw JSONFault(.unexpectedEnd, at: bytes.count)
        }
        position = end
        finishValue()
        return Token(kind)
    }

    private func check(_ word: StaticString, _ bytes: Span<UInt8>) throws(JSONFault) {
        let count = min(word.utf8CodeUnitCount, bytes.count - position)
        let isSame = word.withUTF8Buffer { text in
            for index in 0..<count where unsafe bytes[position + index] != text[index] { return false }
            return true
        }
        guard isSame else { throw JSONFault(.badLiteral, at: position) }
    }
}
