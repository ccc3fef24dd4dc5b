import TestSupport
import Testing

@testable import Scanning

@Suite struct LinePiecesTests {
    /// Lines of all lengths, with and without a line feed at the end, some of them empty.
    private static func text(seed: Int, endsInLineFeed: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
        for _ in 0..<300 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let length = Int(state >> 60) * Int(state >> 56 & 15)
            bytes += [UInt8](repeating: UInt8(97 + state >> 40 % 26), count: length) + [10]
        }
        return endsInLineFeed ? bytes : Array(bytes.dropLast()) + [120]
    }

    @Test(arguments: [1, 7, 64, 1000, 1 << 20], [true, false])
    func givesEachLineOnce(size: Int, endsInLineFeed: Bool) throws {
        let bytes = Self.text(seed: size, endsInLineFeed: endsInLineFeed)
        let folder = try TemporaryFolder()
        try folder.write(bytes, to: "a")
        let file = try FileRoot(path: folder.path).open("a")
        let pieces = LinePieces(file, 0..<file.size, size: size)
        var lines: [[UInt8]] = []
        var sum = LineReading()
        for number in 0..<pieces.count {
            var seen = 0
            let reading = try pieces[number].forEachBlock { block, place in
                #expect(place.firstLine == seen + 1)
                let part = (0..<block.count).map { block[$0] }
                let own = part.split(separator: 10, omittingEmptySubsequences: false).map { Array($0) }
                lines += part.last == 10 ? own.dropLast() : own
                seen = lines.count - sum.lines
                #expect(Array(bytes[place.offset...].prefix(block.count)) == part)
                return nil
            }
            sum.lines += reading.lines
            sum.bytes += reading.bytes
        }
        let expected = bytes.split(separator: 10, omittingEmptySubsequences: false).map { Array($0) }
        #expect(lines == (endsInLineFeed ? Array(expected.dropLast()) : expected))
        #expect(sum.lines == lines.count)
        #expect(sum.bytes == bytes.count)
    }

    @Test func cutsALineWithoutEnd() throws {
        let folder = try TemporaryFolder()
        let long = [UInt8](repeating: 97, count: 3 * LineBlocks.maximumLine)
        try folder.write([98, 10] + long + [10, 99, 10], to: "a")
        let file = try FileRoot(path: folder.path).open("a")
        let pieces = LinePieces(file, 0..<file.size, size: 1 << 18)
        var lines = 0
        var cut = 0
        var given = 0
        for number in 0..<pieces.count {
            let reading = try pieces[number].forEachBlock { block, _ in
                given += block.count
                return nil
            }
            lines += reading.lines
            cut += reading.cutLines
        }
        #expect(lines == 3)
        #expect(cut == 1)
        #expect(given == LineBlocks.maximumLine + 4)
    }

    /// Blocks, their places and what was seen, of all pieces.
    private static func pass(_ pieces: LinePieces, mapped: Bool) throws -> [String] {
        func lines(of piece: LinePiece) throws -> [String] {
            var lines: [String] = []
            let reading = try piece.forEachBlock { block, place in
                let bytes = (0..<block.count).map { block[$0] }
                for line in bytes.split(separator: 10, omittingEmptySubsequences: false) {
                    lines.append("\(line.count) \(line.first ?? 0) \(place.cut)")
                }
                if bytes.last == 10 { lines.removeLast() }
                return nil
            }
            return lines + ["\(reading)"]
        }
        return try stride(from: 0, to: pieces.count, by: 3).flatMap { number in
            let run = PieceRun(pieces, number..<min(number + 3, pieces.count))
            return try (mapped ? run.mapped(lines) : run.read(lines)).flatMap { $0 }
        }
    }

    @Test(arguments: [1 << 17, 300_001, 1 << 20, 3 << 20], [true, false])
    func givesTheSameMappedAndRead(size: Int, endsInLineFeed: Bool) throws {
        let folder = try TemporaryFolder()
        var bytes = (0..<60).flatMap { Self.text(seed: $0, endsInLineFeed: true) }
        // Some lines are longer than a block, one than is held.
        bytes += [UInt8](repeating: 98, count: 200_000) + [10]
        bytes += [UInt8](repeating: 99, count: LineBlocks.maximumLine + 70_000) + [10]
        bytes += (60..<120).flatMap { Self.text(seed: $0, endsInLineFeed: true) }
        if !endsInLineFeed { bytes.append(120) }
        try folder.write(bytes, to: "a")
        let file = try FileRoot(path: folder.path).open("a")
        for range in [0..<file.size, 5000..<file.size - 3000] {
            let start = range.first { $0 == 0 || bytes[$0 - 1] == 10 } ?? range.lowerBound
            let pieces = LinePieces(file, start..<range.upperBound, size: size)
            #expect(try Self.pass(pieces, mapped: true) == Self.pass(pieces, mapped: false))
        }
    }

    @Test(arguments: [0, 1, 4096, 300_000, 300_001])
    func survivesAFileThatIsCutWhileItIsSeen(length: Int) throws {
        let folder = try TemporaryFolder()
        let line = [UInt8](repeating: 97, count: 99) + [10]
        try folder.write([[UInt8]](repeating: line, count: 10_000).flatMap { $0 }, to: "a")
        let file = try FileRoot(path: folder.path).open("a")
        let run = PieceRun(LinePieces(file, 0..<file.size), 0..<1)
        var passes = 0
        let (lines, reading) = try #require(
            try run.mapped { piece in
                passes += 1
                var lines = 0
                let reading = try piece.forEachBlock { block, _ in
                    for index in 0..<block.count where block[index] == 97 && (index == 0 || block[index - 1] == 10) {
                        lines += 1
                    }
                    if passes == 1 { try folder.truncate("a", to: length) }
                    return nil
                }
                return (lines, reading)
            }.first)
        #expect(passes == 2)
        #expect(reading.shrank)
        #expect(reading.bytes == length)
        #expect(lines == (length + 99) / 100)
    }

    /// Pieces behind the place where a file was cut are read, those in front of it were seen.
    @Test func survivesAFileThatIsCutBetweenPieces() throws {
        let folder = try TemporaryFolder()
        let line = [UInt8](repeating: 97, count: 99) + [10]
        let size = 2 * LineBlocks.maximumLine
        let length = 3 * size + 50
        try folder.write([[UInt8]](repeating: line, count: 4 * size / 100).flatMap { $0 }, to: "a")
        let file = try FileRoot(path: folder.path).open("a")
        let pieces = LinePieces(file, 0..<file.size, size: size)
        let readings = try PieceRun(pieces, 0..<pieces.count).mapped { piece in
            let reading = try piece.forEachBlock { _, _ in nil }
            if piece.start == size { try folder.truncate("a", to: length) }
            return reading
        }
        #expect(readings.first?.shrank == false)
        #expect(readings.last?.shrank == true)
        #expect(readings.map(\.bytes).reduce(0, +) == length)
        #expect(readings.map(\.lines).reduce(0, +) == (length + 99) / 100)
    }
}
