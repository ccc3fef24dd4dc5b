import TestSupport
import Testing

@testable import LogTools

@Suite struct LineFactsTests {
    private func facts(_ line: String) -> LineFacts {
        let bytes = Array(line.utf8)
        var finder = TimeFinder(sample: [bytes], rules: TimeRules(modified: 1_795_000_000_000_000_000))
        return LineFacts(of: bytes.span, time: finder.locate(in: bytes.span))
    }

    @Test(arguments: [
        ("2026-11-01T18:28:16Z ERROR db x", LogLevel.error), ("2026-11-01 18:28:16 UTC [1] a@b FATAL:  x", .critical),
        ("2026/11/01 18:28:16 [warn] 1#1: x", .warning), ("W1101 18:28:16.123456   7 main.go:3] x", .warning),
        ("11-01 18:28:16.811  1702  2395 E Tag: x", .error),
        (#"{"time":"2026-11-01T18:28:16Z","level":"error"}"#, .error),
        (#"{"time":"2026-11-01T18:28:16Z","level":50,"msg":"x"}"#, .error),
        ("time=2026-11-01T18:28:16Z level=warn msg=x", .warning), ("2026-11-01 18:28:16, Info   CBS  x", .info),
    ])
    func readsTheLevel(line: String, level: LogLevel) {
        #expect(facts(line).level == level)
    }

    /// What a whole block is searched for says of each line what a search of that line says.
    @Test(arguments: 1...20) func hintsHideNothing(_ seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let kinds = [
            #"1.2.3.4 - - [01/Nov/2026:18:28:16 +0000] "GET / HTTP/1.1" 502 1"#,
            "2026-11-01T18:28:16Z INFO x status=503",
            "2026-11-01T18:28:16Z WARN plain\r", "", "status=500", "HTTP/1.1\" 404 x", "\tat a.b(C.java:1) status=200",
        ]
        let lines = (0..<60).map { _ in kinds[Int.random(in: kinds.indices, using: &random)] }
        let block = Array(lines.joined(separator: "\n").utf8)
        var hints = LineFacts.BlockHints()
        var start = 0
        for line in lines {
            let end = start + line.utf8.count
            // Not every line is asked for.
            if !line.isEmpty, Int.random(in: 0..<4, using: &random) > 0 {
                let bytes = Array(line.utf8)
                let known = hints.hints(of: start..<end, in: block.span)
                #expect(LineFacts(of: bytes.span, time: nil, hints: known) == LineFacts(of: bytes.span, time: nil))
            }
            start = end + 1
        }
    }

    @Test func takesNoLevelFromTheMessage() {
        #expect(facts("2026-11-01T18:28:16Z app finished without error or panic").level == nil)
    }

    @Test func readsTheStatus() {
        let access = facts(#"1.2.3.4 - - [01/Nov/2026:18:28:16 +0000] "GET /ERROR HTTP/1.1" 502 1 "-" "x" 0.1"#)
        #expect(access.status == 502)
        #expect(access.isAccess && access.isFailing)
        #expect(!facts(#"1.2.3.4 - - [01/Nov/2026:18:28:16 +0000] "GET / HTTP/1.1" 404 1"#).isFailing)
        #expect(facts(#"{"time":"2026-11-01T18:28:16Z","level":"info","status":503}"#).isFailing)
    }

    @Test func showsNothingThatCommandsATerminal() {
        let text = ShownText.make(Array("a\u{1B}[31mred\u{1B}[0m\u{7}\tb\u{202E}c\u{9B}".utf8).span)
        #expect(text == "ared bc")
        let long = ShownText.make([UInt8](repeating: 97, count: 5000).span)
        #expect(long.utf8.count == ShownText.limit + "…".utf8.count)
    }
}
