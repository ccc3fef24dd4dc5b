/// A place in an expression's text.
public struct CELPosition: Hashable, Sendable {
    /// UTF-8 bytes from the start.
    public let offset: Int
    /// Lines counted from 1; a line feed ends a line.
    public let line: Int
    /// Unicode scalars in the line, counted from 1.
    public let column: Int

    /// A place.
    public init(offset: Int, line: Int, column: Int) {
        self.offset = offset
        self.line = line
        self.column = column
    }
}

/// A part of an expression's text.
public struct CELSpan: Hashable, Sendable {
    /// Where it begins.
    public let start: CELPosition
    /// UTF-8 bytes in it; 0 at the end of the text.
    public let length: Int

    /// A part.
    public init(start: CELPosition, length: Int) {
        self.start = start
        self.length = length
    }
}

/// A part of the text as offsets only, from which positions are worked out when somebody asks.
struct SourceRange: Hashable, Sendable {
    let start: Int32
    let end: Int32

    init(_ start: Int, _ end: Int) {
        self.start = Int32(clamping: start)
        self.end = Int32(clamping: end)
    }

    func union(_ other: SourceRange) -> SourceRange {
        SourceRange(Int(min(start, other.start)), Int(max(end, other.end)))
    }
}

/// The text of an expression as bytes, able to name places in it.
struct SourceText: Sendable {
    let bytes: [UInt8]

    init(_ text: String) { bytes = Array(text.utf8) }

    func position(of offset: Int) -> CELPosition {
        let offset = min(max(offset, 0), bytes.count)
        var line = 1
        var column = 1
        for byte in bytes[..<offset] {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1
            }
        }
        return CELPosition(offset: offset, line: line, column: column)
    }

    func span(_ range: SourceRange) -> CELSpan {
        CELSpan(start: position(of: Int(range.start)), length: Int(range.end - range.start))
    }

    func text(_ range: SourceRange) -> String {
        let start = min(max(Int(range.start), 0), bytes.count)
        let end = min(max(Int(range.end), start), bytes.count)
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }
}
