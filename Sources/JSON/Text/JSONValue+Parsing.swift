extension JSONValue {
    /// Parses a document: RFC 8259 exactly, and no two members of one name.
    public init(parsing text: String, limits: JSONLimits = .standard) throws(JSONError) {
        try self.init(span: text.utf8Span.span, limits: limits)
    }

    /// Parses a document of UTF-8.
    public init(parsing bytes: [UInt8], limits: JSONLimits = .standard) throws(JSONError) {
        try self.init(span: bytes.span, limits: limits)
    }

    /// Parses a document of UTF-8.
    public init(parsing bytes: RawSpan, limits: JSONLimits = .standard) throws(JSONError) {
        try unsafe self.init(span: bytes._unsafeView(as: UInt8.self), limits: limits)
    }

    /// Parses a document of UTF-8.
    public init(parsing bytes: Span<UInt8>, limits: JSONLimits = .standard) throws(JSONError) {
        try self.init(span: bytes, limits: limits)
    }

    init(span bytes: Span<UInt8>, limits: JSONLimits) throws(JSONError) {
        do throws(JSONFault) {
            self = try Self.parse(bytes, limits)
        } catch {
            let (line, column) = JSONTokenizer.lines(bytes, upTo: error.offset, from: (0, 0))
            throw error.error(at: JSONPosition(offset: error.offset, line: line + 1, column: column + 1))
        }
    }

    private static func parse(_ bytes: Span<UInt8>, _ limits: JSONLimits) throws(JSONFault) -> JSONValue {
        guard bytes.count <= limits.bytes else {
            throw JSONFault(.tooLong(what: "The document", limit: limits.bytes), at: limits.bytes)
        }
        var scanner = JSONScanner(limits: limits)
        var builder = JSONBuilder()
        guard let value = try builder.run(&scanner, bytes, isFinal: true) else {
            throw JSONFault(.unexpectedEnd, at: bytes.count)
        }
        // Whatever follows but blanks is a fault of the scanner.
        _ = try scanner.next(bytes, isFinal: true)
        return value
    }
}
