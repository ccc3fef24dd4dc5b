import TestSupport
import Testing

@testable import Scanning

@Suite struct LineWindowTests {
    /// Puts a star into each line within a pair of marks.
    private static let hide: @Sendable (inout [UInt8]) -> Void = { bytes in
        var isInside = false
        let lines = bytes.split(separator: 10, omittingEmptySubsequences: false).map { line -> [UInt8] in
            if line.elementsEqual("begin".utf8) { isInside = true }
            defer { if line.elementsEqual("end".utf8) { isInside = false } }
            return isInside ? Array("*".utf8) : Array(line)
        }
        bytes = Array(lines.joined(separator: [10]))
    }

    private func window(_ text: String) throws -> LineWindow {
        let folder = try TemporaryFolder()
        try folder.write(text, to: "a")
        return LineWindow(try FileRoot(path: folder.path).open("a"), hiding: Self.hide)
    }

    private static func offsets(_ text: String) -> [Int] {
        var offsets = [0]
        for (index, byte) in text.utf8.enumerated() where byte == 10 { offsets.append(index + 1) }
        return offsets
    }

    @Test func eachLineIsSeenAmongTheOthers() throws {
        let text = "one\nbegin\ntwo\r\nend\nthree"
        var window = try window(text)
        let shown = try Self.offsets(text).map { String(decoding: try window.line(at: $0), as: UTF8.self) }
        #expect(shown == ["one", "*", "*", "*", "three"])
    }

    @Test func linesOfALongFileAreTheSameFromAnyPlace() throws {
        let lines = (0..<40_000).map { $0 % 100 == 50 ? "begin" : $0 % 100 == 53 ? "end" : "line \($0)" }
        let text = lines.joined(separator: "\n")
        let offsets = Self.offsets(text)
        var window = try window(text)
        for index in stride(from: 0, to: lines.count, by: 997) {
            let isInside = (50...53).contains(index % 100)
            #expect(try window.line(at: offsets[index]) == Array((isInside ? "*" : lines[index]).utf8), "\(index)")
        }
        var backwards = try self.window(text)
        for index in stride(from: 39_999, through: 0, by: -1013) {
            let isInside = (50...53).contains(index % 100)
            #expect(try backwards.line(at: offsets[index]) == Array((isInside ? "*" : lines[index]).utf8), "\(index)")
        }
    }

    @Test func aLongLineIsReadByItself() throws {
        let long = String(repeating: "word ", count: 100_000)
        var window = try window("begin\n\(long)\nend\nlast\n")
        let line = try window.line(at: 6)
        #expect(line.count <= 64 << 10 && line.starts(with: "word word".utf8))
        #expect(!line.elementsEqual("*".utf8) && line.last != UInt8(ascii: "o"))
    }

    @Test func neighboursAreToldInOrder() throws {
        let text = "a\nb\nc\nd\ne\n"
        var window = try window(text)
        let around = try window.neighbours(of: 4, count: 2)
        #expect(around.before == ["a", "b"].map { Array($0.utf8) })
        #expect(around.after == ["d", "e"].map { Array($0.utf8) })
        let first = try window.neighbours(of: 0, count: 1)
        #expect(first.before.isEmpty && first.after == [Array("b".utf8)])
    }
}
