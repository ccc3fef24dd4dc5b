/// Reads one YAML document into nodes with exact places.
///
/// It reads what configuration is written in: block and flow collections, all five styles of scalars, comments, anchors
/// and aliases. Tags, directives, complex keys and several documents are refused by name. A parser of its own, because
/// places within scalars, several problems at once and bounds on depth and aliases are needed; a test compares its
/// results with those of libyaml.
struct YAMLParser {
    /// Stops the parsing; the problem has been noted.
    struct Stop: Error {}

    /// Levels of collections in each other.
    static let maximumDepth = 64
    /// Nodes of the whole document with aliases written out.
    static let maximumNodes = 200_000

    let bytes: [UInt8]
    var position = 0
    var problems: ProblemList
    private var anchors: [String: YAMLNode] = [:]
    private var nodes = 0
    var depth = 0

    init(_ file: SourceFile) {
        bytes = file.bytes
        problems = ProblemList(file: file)
    }

    /// The document's root, nil when the file is empty or too broken to go on, and what is wrong.
    static func parse(_ file: SourceFile) -> (root: YAMLNode?, problems: ProblemList) {
        var parser = YAMLParser(file)
        do {
            let root = try parser.document()
            return (root, parser.problems)
        } catch {
            return (nil, parser.problems)
        }
    }

    // MARK: Document

    private mutating func document() throws -> YAMLNode? {
        try checkCharacters()
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        try skipToContent()
        if peek == UInt8(ascii: "%"), column == 0 {
            throw stop(here(1), "a YAML directive (`%`) is not part of the format", hint: "remove the line")
        }
        if isMarker("---") {
            position += 3
            try skipToContent()
        }
        guard !isAtEnd, !isMarker("..."), !isMarker("---") else { return nil }
        let root = try blockNode(minimum: 0)
        try skipToContent()
        if isMarker("...") {
            position += 3
            try skipToContent()
        }
        guard !isAtEnd else { return root }
        if isMarker("---") {
            throw stop(here(3), "a file holds one document, and another begins here", hint: "put it into a file of its own")
        }
        throw stop(
            restOfLine, "this does not belong to what stands above it",
            hint: "is the indentation right, or a `:` missing after a key?")
    }

    private mutating func checkCharacters() throws {
        for (offset, byte) in bytes.enumerated() {
            guard byte < 0x20 || byte == 0x7F, byte != 0x0A, byte != 0x09 else { continue }
            if byte == 0x0D, offset + 1 < bytes.count, bytes[offset + 1] == 0x0A { continue }
            throw stop(
                SourceRange(offset, offset + 1), "a control character (0x\(String(byte, radix: 16)))",
                hint: "remove it; in a text write it as an escape within double quotes")
        }
    }

    // MARK: Places

    var isAtEnd: Bool { position >= bytes.count }
    var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

    func byte(at offset: Int) -> UInt8? { bytes.indices.contains(offset) ? bytes[offset] : nil }

    /// Offset of the first byte of the line that holds `offset`.
    func lineStart(of offset: Int) -> Int {
        let start = problems.file.lineStart(of: offset)
        return start == 0 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? min(3, max(offset, 0)) : start
    }

    /// Bytes before the position on its line.
    var column: Int { position - lineStart(of: position) }

    func here(_ length: Int) -> SourceRange { SourceRange(position, min(position + length, bytes.count)) }

    /// From the position to the end of its line.
    var restOfLine: SourceRange {
        var end = endOfLine(from: position)
        while end > position, isBlank(bytes[end - 1]) { end -= 1 }
        return SourceRange(position, max(end, position))
    }

    /// Offset of the line feed (or its carriage return) or the end of the text.
    func endOfLine(from offset: Int) -> Int {
        var end = offset
        while end < bytes.count, bytes[end] != UInt8(ascii: "\n") { end += 1 }
        if end > offset, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return end
    }

    func isBlank(_ byte: UInt8?) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

    func isBreak(_ byte: UInt8?) -> Bool { byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") }

    /// Whether nothing, or white space, stands there: what must follow `-` and `:`.
    func isSpace(at offset: Int) -> Bool {
        guard let byte = byte(at: offset) else { return true }
        return isBlank(byte) || isBreak(byte)
    }

    /// Whether a document marker stands at the position.
    func isMarker(_ marker: String) -> Bool {
        column == 0 && bytes[position...].starts(with: marker.utf8) && isSpace(at: position + 3)
    }

    // MARK: White space

    mutating func skipBlanks() {
        while isBlank(peek) { position += 1 }
    }

    /// Skips blanks and a comment up to the end of the line; false when something else stands there.
    mutating func skipToLineEnd() -> Bool {
        let start = position
        skipBlanks()
        if peek == UInt8(ascii: "#"), position > start || column == 0 { position = endOfLine(from: position) }
        return isAtEnd || isBreak(peek)
    }

    /// Skips blank lines and comments up to the next content; in block context no tab may indent it.
    mutating func skipToContent(inFlow: Bool = false) throws {
        while !isAtEnd {
            skipBlanks()
            if isBreak(peek) {
                position += 1
            } else if peek == UInt8(ascii: "#"), column == 0 || isSpace(at: position - 1) {
                position = endOfLine(from: position)
            } else {
                break
            }
        }
        guard !inFlow, !isAtEnd else { return }
        let start = lineStart(of: position)
        guard let tab = bytes[start..<position].firstIndex(of: UInt8(ascii: "\t")),
            bytes[start..<tab].allSatisfy({ isBlank($0) })
        else { return }
        throw stop(SourceRange(tab, tab + 1), "a tab indents this line", hint: "YAML is indented by spaces")
    }

    // MARK: Problems

    func range(from start: Int) -> SourceRange { SourceRange(start, position) }

    /// Notes a problem after which the rest cannot be understood.
    mutating func stop(_ range: SourceRange, _ message: String, hint: String? = nil) -> Stop {
        problems.add(.yaml, range, message, hint: hint)
        return Stop()
    }

    /// Notes that a bound is exceeded.
    mutating func exceeded(_ range: SourceRange, _ message: String, hint: String? = nil) -> Stop {
        problems.add(.limit, range, message, hint: hint)
        return Stop()
    }

    // MARK: Nodes

    /// Goes one level deeper while it runs `body`.
    mutating func nested(_ body: (inout YAMLParser) throws -> YAMLNode) throws -> YAMLNode {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else {
            throw exceeded(here(1), "more than \(Self.maximumDepth) levels of lists and mappings")
        }
        return try body(&self)
    }

    /// Counts a node that was read, or all that an alias stands for.
    mutating func count(_ size: Int, at range: SourceRange) throws {
        nodes = nodes > Self.maximumNodes ? nodes : nodes + min(size, Self.maximumNodes + 1)
        guard nodes <= Self.maximumNodes else {
            throw exceeded(
                range, "with aliases written out, the file has more than \(Self.maximumNodes) values",
                hint: "aliases of aliases multiply; write the values out")
        }
    }

    mutating func define(_ anchor: String, _ node: YAMLNode) { anchors[anchor] = node }

    func anchored(_ name: String) -> YAMLNode? { anchors[name] }

    var anchorNames: [String] { Array(anchors.keys) }
}
