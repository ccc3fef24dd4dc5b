import JSON
import Model
import TestSupport
import Testing
import Tooling

@testable import LogTools
@testable import Scanning

/// Hits at the edges of blocks and pieces, with the numbers, places and counts of lines that they must have.
@Suite struct SearchedBlocksTests {
    private struct Written {
        var bytes: [UInt8] = []
        var lines = 0
        /// Number and offset of each line with the text.
        var hits: [(line: Int, offset: Int)] = []

        mutating func add(_ line: String, isHit: Bool = false, end: String = "\n") {
            lines += 1
            if isHit { hits.append((lines, bytes.count)) }
            bytes += Array((line + end).utf8)
        }
    }

    private static let time = "2026-11-01T18:00:01.000Z"
    private static let edges = [512 << 10, 1 << 20, LinePieces.mappedSize, LinePieces.mappedSize + 512 << 10]

    /// Lines of all kinds, and one with the text over each edge, the text itself lying over it by `shift` bytes.
    private static func log(_ text: String, shift: Int, end: String) -> Written {
        var written = Written()
        let plain = "\(time) INFO served basket=31 of visitor 4711 in some milliseconds, from the store in the cellar"
        for edge in edges {
            while written.bytes.count < edge - 400 { written.add(plain, end: end) }
            written.add("\(time) INFO nul \u{0} stands here")
            // What is shown of it matches nothing, and it is looked at by itself.
            written.add("\(time) INFO key AKIAIOSFODNN7EXAMPLE used", end: end)
            let head = "\(time) ERROR "
            let room = edge - shift - written.bytes.count - head.utf8.count
            written.add(head + String(repeating: "-", count: max(0, room)) + text, isHit: true, end: end)
            written.add("\(time) WARN also \(text) and more", isHit: true, end: end)
        }
        written.add("\(time) INFO \(String(repeating: "long ", count: 150_000))\(text)", isHit: true, end: end)
        written.add("\(time) INFO the last line has \(text)", isHit: true, end: "")
        return written
    }

    @Test(
        arguments: [["literal": "dead beef"], ["anyOf": ["dead beef", "quite another"]], ["regex": "d[e]ad be+f"]]
            as [JSONValue], [0, 1, 4, 9])
    func findsAndNumbersAtEdges(input: JSONValue, shift: Int) async throws {
        let written = Self.log("dead beef", shift: shift, end: shift % 2 == 0 ? "\n" : "\r\n")
        let sample = try LogSample(["app.log": written.bytes])
        guard case .object(var object) = input else { return }
        object["limit"] = 50
        let result = try await sample.search(.object(object))
        #expect(result.output.total == written.hits.count)
        #expect(result.output.hits.map(\.line) == written.hits.map(\.line))
        #expect(result.output.hits.map(\.offset) == written.hits.map(\.offset))
        let searched = try #require(result.coverage.first?.searched)
        #expect(searched.lines == written.lines)
        #expect(searched.bytes == written.bytes.count)
    }

    /// Every line with a secret is looked at by itself where the text could be part of what stands for one.
    @Test func numbersLinesAmongSecrets() async throws {
        var written = Written()
        for index in 0..<3000 {
            written.add("\(Self.time) INFO served basket=\(index)")
            if index % 3 == 0 { written.add("\(Self.time) INFO key AKIAIOSFODNN7EXAMPLE used") }
            if index % 100 == 50 { written.add("\(Self.time) WARN cafe is dead, again", isHit: true) }
        }
        let sample = try LogSample(["app.log": written.bytes])
        let result = try await sample.search(["literal": "dead", "limit": 50])
        #expect(result.output.hits.map(\.line) == written.hits.map(\.line))
        #expect(result.coverage.first?.searched.lines == written.lines)
    }

    /// Pieces keep little for the body while they wait; it has all hits in their order nevertheless.
    @Test func bodyHasAllHitsInTheirOrder() async throws {
        let tail = String(repeating: "and more ", count: 60)
        let lines = (0..<8500).map { index in
            // Now and then one that belongs to the line above, at the beginnings of pieces too.
            index % 3 == 0 ? "\(Self.time) INFO hit \(index) \(tail)" : "hit \(index) \(tail)"
        }
        let sample = try LogSample(lines.joined(separator: "\n"))
        let result = try await sample.search(["literal": "hit "])
        #expect(result.output.total == lines.count)
        let body = try #require(result.body).split(separator: 10)
        let numbers = try body.map { try JSONValue(parsing: String(decoding: $0, as: UTF8.self))["line"]?.intValue }
        #expect(numbers == (1...lines.count).map { $0 })
        #expect(result.output.hits.last?.line == lines.count)
    }
}
