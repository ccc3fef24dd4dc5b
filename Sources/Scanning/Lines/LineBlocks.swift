/// Where a block of whole lines lies in its file.
package struct LineBlock: Hashable, Sendable {
    /// Offset of the first byte in the file.
    package let offset: Int
    /// Number of the first line, from 1; correct when all blocks before were counted.
    package let firstLine: Int
    /// Bytes of the block's last line that were left out because it is too long.
    package let cut: Int
}

/// What a pass over a file's lines saw.
package struct LineReading: Hashable, Sendable {
    package var bytes = 0
    package var lines = 0
    /// Lines of which only the beginning was looked at.
    package var cutLines = 0
    /// True when the file ended before the size that it had when it was opened.
    package var shrank = false

    package init() {}
}

/// Reads a file in blocks of whole lines through one reused buffer.
///
/// Memory is bounded whatever the file holds: a line longer than `maximumLine` is given up to there and the rest of it
/// is skipped. Line feeds end lines; carriage returns, NUL and bytes that are not UTF-8 are passed on as they are.
package struct LineBlocks {
    /// In bytes.
    package static let maximumLine = 1 << 20
    private static let blockSize = 1 << 18

    private let file: ReadableFile
    private let start: Int
    private let end: Int

    /// - Parameters:
    ///   - start: Offset of a line's first byte.
    ///   - end: Where to stop; nil for the end of the file as of its opening.
    package init(_ file: ReadableFile, from start: Int = 0, to end: Int? = nil) {
        self.file = file
        self.start = start
        self.end = end ?? file.size
    }

    /// Gives block after block; each ends with a line feed, but for the last and for cut lines.
    ///
    /// `body` returns false to stop.
    package func forEach(_ body: (_ bytes: Span<UInt8>, _ block: LineBlock) throws -> Bool) throws -> LineReading {
        var buffer = [UInt8](repeating: 0, count: Self.blockSize)
        var reading = LineReading()
        var kept = 0
        var offset = start
        var line = 1
        var endsInCut = false
        while true {
            let wanted = min(buffer.count - kept, end - (offset + kept))
            let count = wanted > 0 ? try fill(&buffer, from: kept, wanted, at: offset + kept) : 0
            reading.shrank = reading.shrank || count < wanted
            let filled = kept + count
            let isLast = count < wanted || offset + filled >= end
            var length = Self.wholeLines(in: buffer.span, upTo: filled)
            var cut = 0
            if length == 0, !isLast {
                if buffer.count < Self.maximumLine {
                    buffer += [UInt8](repeating: 0, count: buffer.count)
                    kept = filled
                    continue
                }
                cut = try skip(from: offset + filled)
                reading.cutLines += 1
                length = filled
            } else if isLast, cut == 0 {
                length = filled
            }
            guard length > 0 else { break }
            let block = LineBlock(offset: offset, firstLine: line, cut: cut)
            let goesOn = try body(buffer.span.extracting(0..<length), block)
            line += NewlineCounter.count(in: buffer.span.extracting(0..<length)) + (cut > 0 ? 1 : 0)
            endsInCut = cut > 0
            reading.bytes += length + cut
            offset += length + cut
            kept = filled - length
            if kept > 0 { Self.move(&buffer, from: length, count: kept) }
            guard goesOn, !isLast else { break }
        }
        // A cut line was counted when it was cut.
        if reading.bytes > 0, !endsInCut, try !endsWithNewline(before: offset) { line += 1 }
        reading.lines = line - 1
        return reading
    }

    private func fill(_ buffer: inout [UInt8], from start: Int, _ count: Int, at offset: Int) throws(FileFault) -> Int {
        let result: Result<Int, FileFault> = unsafe buffer.withUnsafeMutableBytes { raw in
            let part = unsafe UnsafeMutableRawBufferPointer(rebasing: raw[start..<start + count])
            do throws(FileFault) { return .success(try unsafe file.read(into: part, at: offset)) } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private static func move(_ buffer: inout [UInt8], from start: Int, count: Int) {
        unsafe buffer.withUnsafeMutableBytes { raw in
            guard let base = raw.baseAddress else { return }
            unsafe base.copyMemory(from: base + start, byteCount: count)
        }
    }

    /// The number of bytes up to and with the last line feed.
    private static func wholeLines(in bytes: Span<UInt8>, upTo end: Int) -> Int {
        var position = end
        while position > 0, bytes[position - 1] != UInt8(ascii: "\n") { position -= 1 }
        return position
    }

    /// Counts the rest of a line that is too long, with its line feed.
    private func skip(from offset: Int) throws -> Int {
        var skipped = 0
        try file.forEachChunk(from: offset) { bytes, _ in
            let limit = min(bytes.byteCount, end - offset - skipped)
            guard limit > 0 else { return false }
            if let newline = BytePattern("\n").firstMatch(in: bytes), newline < limit {
                skipped += newline + 1
                return false
            }
            skipped += limit
            return true
        }
        return skipped
    }

    private func endsWithNewline(before offset: Int) throws -> Bool {
        guard offset > 0 else { return true }
        return try file.read(at: offset - 1, count: 1).first.map { $0 == UInt8(ascii: "\n") } ?? true
    }
}
