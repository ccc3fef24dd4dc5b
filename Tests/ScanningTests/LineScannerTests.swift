import TestSupport
import Testing

@testable import Scanning

@Suite struct LineScannerTests {
    private func lines(_ bytes: [UInt8]) throws -> (lines: [[UInt8]], places: [LinePlace], reading: LineReading) {
        let folder = try TemporaryFolder()
        try folder.write(bytes, to: "a")
        var lines: [[UInt8]] = []
        var places: [LinePlace] = []
        let reading = try LineScanner(FileRoot(path: folder.path).open("a")).forEach { line, place in
            lines.append((0..<line.count).map { line[$0] })
            places.append(place)
            return true
        }
        return (lines, places, reading)
    }

    @Test(arguments: [
        ("", []), ("a", ["a"]), ("a\n", ["a"]), ("a\r\nb\r\n", ["a", "b"]), ("\n\n", ["", ""]),
        ("a\n\nb", ["a", "", "b"]),
    ])
    func splitsAtLineFeeds(text: String, expected: [String]) throws {
        let result = try lines(Array(text.utf8))
        #expect(result.lines == expected.map { Array($0.utf8) })
        #expect(result.reading.lines == expected.count)
        #expect(result.reading.bytes == text.utf8.count)
    }

    @Test func keepsBytesThatAreNoText() throws {
        #expect(try lines([0, 0xFF, 10, 0xC3, 10]).lines == [[0, 0xFF], [0xC3]])
    }

    @Test func numbersLinesAcrossBlocks() throws {
        var text: [UInt8] = []
        for number in 1...60_000 { text += Array("line \(number)\n".utf8) }
        let result = try lines(text)
        #expect(result.lines.count == 60_000)
        #expect(result.places.last?.number == 60_000)
        #expect(result.places.map(\.number) == Array(1...60_000))
        #expect(result.lines[45_677] == Array("line 45678".utf8))
        let offset = try #require(result.places.last?.offset)
        #expect(Array(text[offset...]) == Array("line 60000\n".utf8))
    }

    @Test func cutsAnEndlessLine() throws {
        let long = [UInt8](repeating: 65, count: 3 << 20)
        let result = try lines([66, 10] + long + [10, 67, 10])
        #expect(result.lines.map(\.count) == [1, LineBlocks.maximumLine, 1])
        #expect(result.places[1].cut == (3 << 20) + 1 - LineBlocks.maximumLine)
        #expect(result.places[2].number == 3)
        #expect(result.reading.cutLines == 1)
        #expect(result.reading.lines == 3)
        let open = try lines(long)
        #expect(open.reading.lines == 1)
        #expect(open.reading.bytes == 3 << 20)
    }

    @Test func survivesAFileThatShrinks() throws {
        let folder = try TemporaryFolder()
        try folder.write([UInt8](repeating: 10, count: 1 << 20), to: "a")
        let file = try FileRoot(path: folder.path).open("a")
        var seen = 0
        let reading = try LineScanner(file).forEach { _, _ in
            seen += 1
            if seen == 1 { try folder.truncate("a", to: 10) }
            return true
        }
        #expect(reading.shrank)
        #expect(seen < 1 << 20)
    }

    @Test(arguments: [0, 1, 63, 64, 65, 20_000])
    func countsLineFeeds(count: Int) {
        let bytes = (0..<count).map { UInt8($0 % 3 == 0 ? 10 : 11) }
        #expect(NewlineCounter.count(in: bytes.span) == (count + 2) / 3)
    }
}
