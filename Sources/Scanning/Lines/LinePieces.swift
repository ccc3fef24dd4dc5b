/// A part of a file divided into pieces that are read side by side, each by itself.
///
/// A line belongs to the piece in which it begins, so that every line is in one piece whatever the sizes are.
package struct LinePieces: Sendable {
    /// In bytes; small enough for its results to be held, large enough for what a piece costs not to count.
    package static let standardSize = 2 << 20
    /// Of pieces that are mapped, in bytes.
    package static let mappedSize = 4 << 20

    package let file: ReadableFile
    /// The bytes that are divided; it begins where a line does.
    package let range: Range<Int>
    private let size: Int

    package init(_ file: ReadableFile, _ range: Range<Int>, size: Int = Self.standardSize) {
        self.file = file
        self.range = range
        self.size = max(1, size)
    }

    package var count: Int { (range.count + size - 1) / size }

    package subscript(number: Int) -> LinePiece {
        let start = range.lowerBound + number * size
        return LinePiece(
            file: file, start: start, end: min(start + size, range.upperBound), limit: range.upperBound,
            isFirst: number == 0)
    }
}

/// The lines that begin in a part of a file.
package struct LinePiece: Sendable {
    static let blockSize = 128 << 10
    /// Read beyond the end at first, for the rest of the last line.
    private static let overlap = 4 << 10

    package let file: ReadableFile
    package let start: Int
    package let end: Int
    /// Nothing is read from here on.
    let limit: Int
    /// True when a line begins at `start`; elsewhere that has to be looked for.
    package let isFirst: Bool
    /// What its bytes are seen in, where they are not read.
    private var mapping: FileMapping?

    fileprivate init(file: ReadableFile, start: Int, end: Int, limit: Int, isFirst: Bool) {
        self.file = file
        self.start = start
        self.end = end
        self.limit = limit
        self.isFirst = isFirst
    }

    /// A piece that is seen as memory has to be read: a line is longer than is mapped, or changed while it was looked at.
    package struct Unfit: Error {
        package init() {}
    }

    /// The bytes that are seen where the piece is mapped: the one before tells whether a line begins with the piece, and the
    /// last line may go on.
    var seen: Range<Int> { max(0, start - 1)..<min(limit, end + LineBlocks.maximumLine) }

    /// Does work over the piece as it is seen in a mapping, or as it is read where that does not do.
    func work<Value>(in mapping: FileMapping, _ work: (LinePiece) throws -> Value) throws -> Value {
        var piece = self
        piece.mapping = mapping
        mapping.touch(start..<end)
        do {
            let value = try work(piece)
            // Of the page in which a file was cut the rest is zeros, without a fault.
            if !mapping.isCut, file.currentSize() ?? 0 >= seen.upperBound { return value }
        } catch is Unfit {}
        return try work(self)
    }

    /// Gives the lines in blocks of whole lines, but for the last of a file and for those that are too long.
    ///
    /// Memory is bounded: of a line longer than `LineBlocks.maximumLine` the beginning is given. Lines are counted from 1 at
    /// the piece's first.
    /// - Parameter body: returns how many lines there are where it has counted them, one without a line feed at the end of the
    ///   block too.
    package func forEachBlock(
        _ body: (_ bytes: Span<UInt8>, _ block: LineBlock) throws -> Int?
    ) throws -> LineReading {
        if let mapping { return try MappedPiece(self).forEachBlock(of: mapping, body) }
        var reader = PieceReader(self, blockSize: min(Self.blockSize, max(4096, end - start + Self.overlap)))
        while let block = try reader.next() {
            reader.drop(block, lines: try reader.give(block, to: body))
        }
        return reader.reading
    }

    /// How much is read from an offset on, at most.
    fileprivate func wanted(from offset: Int) -> Int {
        let rest = limit - offset
        return offset < end ? min(rest, end - offset + Self.overlap) : min(rest, 16 * Self.overlap)
    }
}

/// Walks through one piece with a buffer of its own.
private struct PieceReader {
    /// The bytes at the buffer's beginning that are whole lines.
    struct Next {
        let length: Int
        let block: LineBlock
        let isLast: Bool
    }

    private let piece: LinePiece
    private var buffer: [UInt8]
    private var filled = 0
    /// The place of the buffer's first byte in the file.
    private var offset: Int
    private var line = 1
    /// True while the rest of a line goes by that is none of the piece's, or too long.
    private var isSkipping: Bool
    private var isAtEnd = false
    private var isDone = false
    private(set) var reading = LineReading()

    init(_ piece: LinePiece, blockSize: Int) {
        self.piece = piece
        buffer = Self.room(blockSize)
        // The byte before tells whether a line begins with the piece.
        offset = piece.isFirst ? piece.start : piece.start - 1
        isSkipping = !piece.isFirst
        reading.bytes = piece.end - piece.start
    }

    func give(_ next: Next, to body: (Span<UInt8>, LineBlock) throws -> Int?) rethrows -> Int? {
        try body(buffer.span.extracting(0..<next.length), next.block)
    }

    mutating func drop(_ next: Next, lines: Int?) {
        line += lines ?? NewlineCounter.lines(in: buffer.span.extracting(0..<next.length))
        reading.lines = line - 1
        discard(next.length)
        if next.block.cut > 0 { isSkipping = true }
        if next.isLast { isDone = true }
    }

    mutating func next() throws -> Next? {
        while !isDone {
            try fill()
            if isSkipping {
                skip()
                continue
            }
            guard filled > 0 else { return nil }
            if let next = lines() { return next }
            guard filled == buffer.count else { continue }
            guard buffer.count >= LineBlocks.maximumLine else {
                buffer += Self.room(buffer.count)
                continue
            }
            reading.cutLines += 1
            return Next(length: filled, block: LineBlock(offset: offset, firstLine: line, cut: 1), isLast: false)
        }
        return nil
    }

    /// The whole lines in the buffer that begin within the piece; nil when more has to be read first.
    private func lines() -> Next? {
        let edge = piece.end - offset
        if filled >= edge, let last = newline(from: max(0, edge - 1)) {
            return Next(length: last + 1, block: LineBlock(offset: offset, firstLine: line, cut: 0), isLast: true)
        }
        if isAtEnd {
            return Next(length: filled, block: LineBlock(offset: offset, firstLine: line, cut: 0), isLast: true)
        }
        var length = filled
        while length > 0, buffer[length - 1] != UInt8(ascii: "\n") { length -= 1 }
        guard length > 0 else { return nil }
        return Next(length: length, block: LineBlock(offset: offset, firstLine: line, cut: 0), isLast: false)
    }

    private mutating func fill() throws {
        guard !isAtEnd, filled < buffer.count else { return }
        let wanted = min(buffer.count - filled, piece.wanted(from: offset + filled))
        guard wanted > 0 else {
            isAtEnd = true
            return
        }
        let count = try piece.file.read(into: &buffer, range: filled..<filled + wanted, at: offset + filled)
        filled += count
        if count < wanted {
            isAtEnd = true
            reading.shrank = true
            reading.bytes = min(piece.end - piece.start, max(0, offset + filled - piece.start))
        } else if offset + filled >= piece.limit {
            isAtEnd = true
        }
    }

    private mutating func skip() {
        guard let end = newline(from: 0) else {
            discard(filled)
            if offset >= piece.end || isAtEnd { isDone = true }
            return
        }
        discard(end + 1)
        isSkipping = false
        if offset >= piece.end { isDone = true }
    }

    private func newline(from start: Int) -> Int? {
        guard start < filled else { return nil }
        return LineScanner.newline(in: buffer.span.extracting(0..<filled), from: start)
    }

    private mutating func discard(_ count: Int) {
        offset += count
        filled -= count
        guard filled > 0, count > 0 else { return }
        unsafe buffer.withUnsafeMutableBytes { raw in
            guard let base = raw.baseAddress else { return }
            unsafe base.copyMemory(from: base + count, byteCount: filled)
        }
    }

    private static func room(_ size: Int) -> [UInt8] {
        // What was not read yet is never looked at, so that it need not be cleared for every piece.
        unsafe [UInt8](unsafeUninitializedCapacity: size) { _, count in count = size }
    }
}
