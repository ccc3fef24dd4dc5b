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
                return true
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
                return true
            }
            lines += reading.lines
            cut += reading.cutLines
        }
        #expect(lines == 3)
        #expect(cut == 1)
        #expect(given == LineBlocks.maximumLine + 4)
    }
}
