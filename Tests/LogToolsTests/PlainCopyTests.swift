import JSON
import Model
import TestSupport
import Testing
import Tooling

@testable import LogTools

/// Logs that are written anew as plain text before they are read.
@Suite struct PlainCopyTests {
    private static func utf16(_ text: String, isBigEndian: Bool) -> [UInt8] {
        ([0xFEFF] + Array(text.utf16)).flatMap { unit in
            let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
            return isBigEndian ? [high, low] : [low, high]
        }
    }

    @Test(arguments: [true, false]) func readsUTF16(isBigEndian: Bool) async throws {
        let text =
            "2026-11-01T18:00:01Z INFO served\r\n2026-11-01T18:00:02Z ERROR K\u{e4}se \u{1F9C0} is gone\r\n"
            + "2026-11-01T18:00:03Z WARN \u{1b}[33mlow\u{1b}[0m on bread\r\n2026-11-01T18:00:04Z WARN \u{1b}[33mlow\u{1b}[0m on salt"
        let sample = try LogSample(["app.log": Self.utf16(text, isBigEndian: isBigEndian)])
        let result = try await sample.search(["literal": "K\u{e4}se \u{1F9C0}", "context": 1])
        #expect(result.output.hits.map(\.text) == ["2026-11-01T18:00:02Z ERROR K\u{e4}se \u{1F9C0} is gone"])
        #expect(result.output.hits.first?.line == 2)
        #expect(result.coverage.first?.searched.lines == 4)
        #expect(result.coverage.first?.value == .complete)
        #expect(try await sample.search(["literal": "low on bread", "level": "warning"]).output.total == 1)
    }

    /// What stands alone of two that belong together, and half a unit at the end, end nobody's call.
    @Test func bearsWhatIsNoUTF16() async throws {
        var bytes = Self.utf16("2026-11-01T18:00:01Z INFO one \n2026-11-01T18:00:02Z INFO ", isBigEndian: false)
        bytes += [0x3D, 0xD8, 0x3D, 0xD8, 0x41, 0x00, 0x00, 0xDC, 0x42, 0x00, 0x43]
        let sample = try LogSample(["app.log": bytes])
        #expect(try await sample.search(["literal": "\u{FFFD}A\u{FFFD}B"]).output.total == 1)
    }

    /// What was shown is found, though colours begin in the middle of it.
    @Test func findsWhatItShows() async throws {
        let line =
            "\u{1b}[2m2026-11-01T18:00:01Z\u{1b}[0m \u{1b}[31mERROR\u{1b}[0m \u{1b}[2mapp\u{1b}[0m"
            + "\u{1b}[2m:\u{1b}[0m no \u{1b}[1mspace"
        let sample = try LogSample(String(repeating: line + "\n", count: 3))
        let summary = try await sample.summary().output
        let template = try #require(summary.patterns.first?.template)
        #expect(summary.patterns.first?.level == .error)
        #expect(!template.utf8.contains(0x1B) && template.hasSuffix("no space"))
        for input in [["template": .string(template)], ["literal": "app: no space"]] as [JSONValue] {
            let found = try await sample.search(input).output
            #expect(found.total == 3)
            #expect(found.hits.first?.text == "2026-11-01T18:00:01Z ERROR app: no space")
        }
    }

    /// A log in which a line now and then has a colour is read where it lies.
    @Test func leavesAFewColours() async throws {
        let plain = "2026-11-01T18:00:01Z INFO served\n"
        let red = "2026-11-01T18:00:02Z \u{1b}[31mred\u{1b}[0m\n"
        let sample = try LogSample(String(repeating: plain, count: 50) + red)
        let result = try await sample.search(["literal": "red"])
        #expect(result.output.total == 1)
        #expect(result.coverage.first?.searched.bytes == 50 * plain.utf8.count + red.utf8.count)
    }

    /// What `copytruncate` leaves of a file whose writer does not append.
    @Test func readsWhatStandsBehindZeros() async throws {
        let lines = (1...3).map { "2026-11-01T18:00:0\($0)Z ERROR \(["first", "second", "third"][$0 - 1])\n" }.joined()
        let sample = try LogSample(["app.log": [UInt8](repeating: 0, count: 300_000) + Array(lines.utf8)])
        let result = try await sample.search(["regex": "first|third"])
        #expect(result.output.hits.map(\.line) == [1, 3])
        #expect(result.coverage.map(\.value) == [.complete])
        #expect(try await sample.summary().output.patterns.first?.level == .error)
        let none = try LogSample(["app.log": [UInt8](repeating: 0, count: 300_000)])
        await #expect(throws: ToolError.self) { try await none.search(["literal": "first"]) }
    }

    /// Marks and codes with nothing behind them.
    @Test(arguments: [[0xFF, 0xFE], [0xFE, 0xFF, 0], Array("\u{1b}[0m".utf8)] as [[UInt8]])
    func readsWhatHoldsNoText(_ bytes: [UInt8]) async throws {
        let sample = try LogSample(["app.log": bytes])
        let result = try? await sample.search(["literal": "x"])
        #expect(result?.output.total ?? 0 == 0)
    }

    /// Where few lines have colours, a code that is spelt out may stand between a name and its secret.
    @Test(arguments: [#"#033[36mpassword#033[0m=hunter2syslog"#, #"\u001b[36mpassword\u001b[0m=hunter2syslog"#])
    func hidesSecretsBehindCodes(_ text: String) async throws {
        let plain = "2026-11-01T18:00:00Z INFO plain\n"
        let sample = try LogSample(
            String(repeating: plain, count: 200) + "2026-11-01T18:00:01Z INFO tail \(text)\n")
        #expect(try await sample.search(["literal": "hunter2"]).output.total == 0)
        let shown = try await sample.search(["regex": "tail|plain", "limit": 100, "context": 1])
        #expect(!"\(shown.output)".contains("hunter2"))
    }

    /// An `s` is a level in MongoDB's logs alone.
    @Test func otherMembersAreNoLevel() async throws {
        let line = #"{"time":"2026-11-01T18:00:00Z","sym":"EURUSD","s":"F","msg":"seat taken"}"# + "\n"
        let sample = try LogSample(String(repeating: line, count: 30))
        #expect(try await sample.search(["regex": ".", "level": "error"]).output.total == 0)
    }

    @Test func leavesEscapedBackslashes() {
        var output: [UInt8] = []
        _ = ColourCode.without(Array(#""C:\\x1b[31mfoo""#.utf8), isLast: true, into: &output)
        #expect(String(decoding: output, as: UTF8.self) == #""C:\\x1b[31mfoo""#)
    }

    @Test func findsCodesWhereverAChunkEnds() {
        let text =
            #"a\u001b[31mb\x1b[0mc #033[1;33md\033[K\u001bx \u001b[31 #0 \n"#
            + "\u{1b}[38;5;196me\u{1b}[f\u{1b}x\u{1b}["
        let bytes = Array(text.utf8)
        var whole: [UInt8] = []
        #expect(ColourCode.without(bytes, isLast: true, into: &whole) == bytes.count)
        #expect(String(decoding: whole, as: UTF8.self) == #"abc d\u001bx \u001b[31 #0 \n"# + "e\u{1b}x\u{1b}[")
        for size in 1..<bytes.count {
            var rest: [UInt8] = []
            var output: [UInt8] = []
            for start in stride(from: 0, to: bytes.count, by: size) {
                rest += bytes[start..<min(start + size, bytes.count)]
                rest.removeFirst(ColourCode.without(rest, isLast: start + size >= bytes.count, into: &output))
                #expect(rest.count <= 40)
            }
            #expect(output == whole)
        }
    }

    /// A table of columns says something, though all of it looks like a header.
    @Test func aTableIsNoHeaderOfNothing() async throws {
        let lines = (0..<49).map { number in
            "2026-11-01 18:00:\(10 + number) 10.0.0.1 GET /login - 443 10.0.0.\(number) \(number % 2 * 200 + 200) 0 \(number)"
        }
        let summary = try await LogSample(lines.joined(separator: "\r\n")).summary().output
        #expect(summary.patterns.first?.template.contains("GET /login") == true)
        let cells = (0..<49).map { "2026-11-01T18:00:\(10 + $0)Z,error,basket is gone" }
        let other = try await LogSample((["time,level,text"] + cells).joined(separator: "\n")).summary().output
        #expect(other.patterns.map(\.template) == ["error,basket is gone"])
    }
}
