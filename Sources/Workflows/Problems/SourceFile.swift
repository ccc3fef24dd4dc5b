/// A workflow file's text with its name, able to tell line and column of a byte.
struct SourceFile: Sendable {
    /// The name that problems show, usually the path as the user gave it.
    let name: String
    let bytes: [UInt8]
    /// Offset of each line's first byte.
    private let lineStarts: [Int]

    init(name: String, text: String) {
        self.name = name
        bytes = Array(text.utf8)
        var starts = [0]
        for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") { starts.append(offset + 1) }
        lineStarts = starts
    }

    /// Index, from 0, of the line that holds a byte.
    func lineIndex(of offset: Int) -> Int {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low
    }

    /// Offset of the first byte of the line that holds a byte.
    func lineStart(of offset: Int) -> Int { lineStarts[lineIndex(of: offset)] }

    /// The bytes of a line without its end.
    func line(_ index: Int) -> SourceRange {
        let start = lineStarts[index]
        var end = index + 1 < lineStarts.count ? lineStarts[index + 1] - 1 : bytes.count
        if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return SourceRange(start, end)
    }

    func text(_ range: SourceRange) -> String {
        let start = min(range.start, bytes.count)
        return String(decoding: bytes[start..<min(max(range.end, start), bytes.count)], as: UTF8.self)
    }

    /// Characters (Unicode scalars) between two offsets.
    func characters(from start: Int, to end: Int) -> Int {
        guard start < end, end <= bytes.count else { return 0 }
        return bytes[start..<end].reduce(0) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
    }

    /// Line and column, both from 1; columns count characters.
    func position(of offset: Int) -> (line: Int, column: Int) {
        let offset = min(max(offset, 0), bytes.count)
        let index = lineIndex(of: offset)
        return (index + 1, characters(from: lineStarts[index], to: offset) + 1)
    }
}
