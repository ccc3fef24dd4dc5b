/// Reads lines of a file again among those around them, so that what is hidden can depend on these.
///
/// A line within a private key looks like any other piece of base 64; only the lines around it tell what it is. The
/// surroundings are some ten KiB to either side, more than any key is long, and are kept for lines that follow.
package struct LineWindow {
    private static let margin = 32 << 10
    private static let length = 192 << 10
    /// A line that is longer than this is hidden by itself.
    private static let longestLine = 64 << 10

    private let file: ReadableFile
    private let hide: (inout [UInt8]) -> Void
    /// Offsets of the lines that were read, and the lines as they are shown.
    private var offsets: [Int] = []
    private var lines: [ArraySlice<UInt8>] = []
    /// The offsets whose surroundings were read.
    private var range = 0..<0

    /// - Parameter hiding: Hides what is secret in a text, and keeps its lines as many as they are.
    package init(_ file: ReadableFile, hiding hide: @escaping (inout [UInt8]) -> Void) {
        self.file = file
        self.hide = hide
    }

    /// The line that begins at `offset`, without its end, with what is secret hidden.
    package mutating func line(at offset: Int) throws(FileFault) -> [UInt8] {
        try load(around: offset)
        guard let index = index(of: offset) else { return try alone(at: offset) }
        return Array(lines[index])
    }

    /// The nearest lines above and below the one that begins at `offset`, at most `count` of each.
    package mutating func neighbours(
        of offset: Int, count: Int
    ) throws(FileFault) -> (before: [[UInt8]], after: [[UInt8]]) {
        try load(around: offset)
        guard let index = index(of: offset) else { return ([], []) }
        return (
            lines[..<index].suffix(count).map { Array($0) }, lines[(index + 1)...].prefix(count).map { Array($0) }
        )
    }

    private func index(of offset: Int) -> Int? {
        var (low, high) = (0, offsets.count)
        while low < high {
            let middle = (low + high) / 2
            if offsets[middle] < offset { low = middle + 1 } else { high = middle }
        }
        return low < offsets.count && offsets[low] == offset ? low : nil
    }

    private mutating func load(around offset: Int) throws(FileFault) {
        guard !range.contains(offset) else { return }
        let start = max(0, offset - Self.margin)
        var bytes = try file.read(at: start, count: Self.length)
        let isAtEnd = bytes.count < Self.length
        // What stands before the first line feed may be the rest of a line, and behind the last the beginning of one.
        let first = start == 0 ? 0 : bytes.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
        let last = isAtEnd ? bytes.count : (bytes.lastIndex(of: UInt8(ascii: "\n")) ?? 0)
        bytes = first < last ? Array(bytes[first..<last]) : []
        range = offset..<max(offset + 1, isAtEnd ? start + first + bytes.count + 1 : start + last - Self.margin)
        offsets = [start + first]
        for (index, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
            offsets.append(start + first + index + 1)
        }
        hide(&bytes)
        lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Self.withoutReturn)
        // A text whose lines did not stay what they were cannot be told by line.
        if lines.count != offsets.count { (offsets, lines) = ([], []) }
    }

    /// A line by itself, without the word in which it was cut.
    private func alone(at offset: Int) throws(FileFault) -> [UInt8] {
        var bytes = try file.read(at: offset, count: Self.longestLine)
        if let end = bytes.firstIndex(of: UInt8(ascii: "\n")) {
            bytes.removeLast(bytes.count - end)
        } else if bytes.count == Self.longestLine {
            bytes = Array(Self.withoutCutWord(bytes[...]))
        }
        hide(&bytes)
        return Array(Self.withoutReturn(bytes[...]))
    }

    /// The beginning of a line that was cut, without its last word, of which too little may be left to see what it is.
    package static func withoutCutWord(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard let end = line.suffix(4096).lastIndex(where: { $0 <= 0x20 }) else {
            return line.dropLast(min(4096, line.count))
        }
        return line[..<end]
    }

    private static func withoutReturn(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        line.last == UInt8(ascii: "\r") ? line.dropLast() : line
    }
}
