/// Pieces that follow one another, worked through one after the other by whoever took them.
package struct PieceRun: Sendable {
    /// The most pieces of a run, which are mapped together.
    package static let longest = 4

    private let pieces: LinePieces
    package let numbers: Range<Int>

    package init(_ pieces: LinePieces, _ numbers: Range<Int>) {
        self.pieces = pieces
        self.numbers = numbers
    }

    /// Does work over each piece that depends on nothing else.
    package func read<Value>(_ work: (LinePiece) throws -> Value) throws -> [Value] {
        try numbers.map { try work(pieces[$0]) }
    }

    /// Does work over each piece that depends on nothing else, without copying its bytes where that is possible.
    ///
    /// No more of the file is held at a time than a piece, and the rest of its last line.
    /// - Parameter work: is done again over bytes that were read when the file was cut meanwhile, a line has no end, or it
    ///   throws `LinePiece.Unfit`; what it gave before is forgotten. What it keeps of the bytes it has to judge as it has kept
    ///   it, since they may change.
    package func mapped<Value>(_ work: (LinePiece) throws -> Value) throws -> [Value] {
        guard let first = numbers.first, let last = numbers.last else { return [] }
        let range = pieces[first].seen.lowerBound..<pieces[last].seen.upperBound
        // Little is read faster than it is mapped.
        guard range.count >= LinePiece.blockSize, let mapping = pieces.file.map(range) else { return try read(work) }
        return try numbers.map { number in
            let piece = pieces[number]
            guard !mapping.isCut else { return try work(piece) }
            defer { if number != last { mapping.giveBack(piece.seen.lowerBound..<piece.end) } }
            return try piece.work(in: mapping, work)
        }
    }
}
