/// Walks through one piece of a file that is seen as memory.
struct MappedPiece {
    /// In bytes; less than a line may have, so that none that is too long is overlooked.
    private static let blockSize = 512 << 10

    private let piece: LinePiece

    init(_ piece: LinePiece) { self.piece = piece }

    /// Gives the same blocks of whole lines as a piece that is read, of other sizes.
    ///
    /// - Throws: `LinePiece.Unfit` at a line of more than `LineBlocks.maximumLine`.
    func forEachBlock(
        of mapping: FileMapping, _ body: (Span<UInt8>, LineBlock) throws -> Int?
    ) throws -> LineReading {
        try mapping.withBytes(of: piece.seen) { bytes in
            try forEachBlock(of: bytes, from: piece.seen.lowerBound, body)
        }
    }

    private func forEachBlock(
        of bytes: Span<UInt8>, from base: Int, _ body: (Span<UInt8>, LineBlock) throws -> Int?
    ) throws -> LineReading {
        var reading = LineReading()
        reading.bytes = piece.end - piece.start
        let edge = piece.end - base
        var position = piece.isFirst ? piece.start - base : try after(0, in: bytes)
        while position < edge {
            let end = try self.end(ofBlockFrom: position, edge: edge, in: bytes)
            let block = LineBlock(offset: base + position, firstLine: reading.lines + 1, cut: 0)
            let lines = bytes.extracting(position..<end)
            reading.lines += try body(lines, block) ?? NewlineCounter.lines(in: lines)
            position = end
        }
        return reading
    }

    /// Where a block ends that begins at `position`: behind its last whole line, and behind the piece's last where that
    /// is near.
    private func end(ofBlockFrom position: Int, edge: Int, in bytes: Span<UInt8>) throws -> Int {
        var end = min(position + Self.blockSize, edge)
        if end < edge {
            let most = end
            while end > position, bytes[end - 1] != UInt8(ascii: "\n") { end -= 1 }
            if end > position { return end }
            end = most
        }
        end = try after(end - 1, in: bytes)
        guard end - position <= LineBlocks.maximumLine else { throw LinePiece.Unfit() }
        return end
    }

    /// The place behind the next line feed, or behind the last line of a file that has none.
    private func after(_ position: Int, in bytes: Span<UInt8>) throws -> Int {
        if let newline = LineScanner.newline(in: bytes, from: position) { return newline + 1 }
        guard piece.seen.upperBound == piece.limit else { throw LinePiece.Unfit() }
        return bytes.count
    }
}
