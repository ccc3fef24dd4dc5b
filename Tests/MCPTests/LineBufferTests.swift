import Testing

@testable import MCP

@Suite("Line buffer")
struct LineBufferTests {
    /// The lines of a text that comes in pieces; `nil` is a line that is too long.
    private func lines(_ pieces: [String], limit: Int = 100, isEnd: Bool = true) -> [String?] {
        var buffer = LineBuffer(limit: limit)
        var found: [String?] = []
        func collect(_ line: LineBuffer.Line, _ bytes: Span<UInt8>) {
            guard case .whole = line else { return found.append(nil) }
            var copy: [UInt8] = []
            for index in bytes.indices { copy.append(bytes[index]) }
            found.append(String(decoding: copy, as: UTF8.self))
        }
        for piece in pieces {
            buffer.append(piece.utf8)
            buffer.takeLines(collect)
        }
        if isEnd { buffer.takeLines(atEnd: true, collect) }
        return found
    }

    @Test("Lines are found whatever the pieces")
    func pieces() {
        let text = "one\ntwo\r\n\n  \nthree"
        let expected: [String?] = ["one", "two\r", "three"]
        #expect(lines([text]) == expected)
        #expect(lines(text.map { String($0) }) == expected)
        #expect(lines(["on", "e\ntwo\r\n\n", "  \nth", "ree"]) == expected)
    }

    @Test("An unfinished line waits")
    func unfinished() { #expect(lines(["one\ntw"], isEnd: false) == ["one"]) }

    @Test("A line that is too long is told once and skipped to its end")
    func tooLong() {
        let long = String(repeating: "x", count: 11)
        #expect(lines([long + "\nok\n"], limit: 10) == [nil, "ok"])
        #expect(lines([long, long, long + "\nok\n"], limit: 10) == [nil, "ok"])
        #expect(lines([String(repeating: "x", count: 10) + "\n"], limit: 10) == [String(repeating: "x", count: 10)])
        #expect(lines([long], limit: 10) == [nil])
    }

    @Test("A line longer than the first buffer is kept whole")
    func growing() {
        let line = String(repeating: "abc", count: 100_000)
        #expect(lines([line, line + "\nx\n"], limit: 1 << 20) == [line + line, "x"])
    }
}
