internal import CScan

/// Where a line lies in its file.
package struct LinePlace: Hashable, Sendable {
    /// From 1.
    package let number: Int
    /// Offset of its first byte.
    package let offset: Int
    /// Bytes that were left out at its end because it is too long.
    package let cut: Int
}

/// Walks over the lines of a file.
package struct LineScanner {
    private let blocks: LineBlocks

    package init(_ file: ReadableFile, from start: Int = 0, to end: Int? = nil) {
        blocks = LineBlocks(file, from: start, to: end)
    }

    /// Gives each line without its line end, CR LF included; `body` returns false to stop.
    /// - Parameter afterBlock: Called after each block with the bytes read so far, for progress and cancellation.
    package func forEach(
        afterBlock: (_ bytes: Int) throws -> Void = { _ in },
        _ body: (_ line: Span<UInt8>, _ place: LinePlace) throws -> Bool
    ) throws -> LineReading {
        var done = 0
        return try blocks.forEach { bytes, block in
            var start = 0
            var number = block.firstLine
            while start < bytes.count {
                let newline = Self.newline(in: bytes, from: start)
                let isLast = newline == nil
                var end = newline ?? bytes.count
                let next = end + 1
                if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
                let place = LinePlace(number: number, offset: block.offset + start, cut: isLast ? block.cut : 0)
                guard try body(bytes.extracting(start..<end), place) else { return false }
                number += 1
                start = next
            }
            done += bytes.count + block.cut
            try afterBlock(done)
            return true
        }
    }

    /// The offset of the next line feed; nil when there is none.
    package static func newline(in bytes: Span<UInt8>, from start: Int) -> Int? {
        unsafe BytePattern.newline.firstMatch(in: bytes.bytes, from: start)
    }

    /// Where the first line begins, of that at `start` and those below, whose eight bytes from `place` on are others.
    ///
    /// At the end of the bytes when there is none.
    package static func line(unlike word: UInt64, at place: Int, in bytes: Span<UInt8>, from start: Int) -> Int {
        unsafe bytes.withUnsafeBufferPointer { raw in
            guard let base = raw.baseAddress, 0...raw.count ~= start, place >= 0 else { return raw.count }
            return unsafe cscan_line_unlike(base, raw.count, start, place, word)
        }
    }
}

extension BytePattern {
    static let newline = BytePattern("\n")
}
