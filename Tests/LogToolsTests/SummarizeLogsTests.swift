import JSON
import Model
import Testing
import Tooling

@testable import LogTools

@Suite struct SummarizeLogsTests {
    @Test func tellsTemplatesAndWhatVaries() async throws {
        var text = ""
        for index in 0..<300 {
            let time = Timestamp(milliseconds: 1_793_556_000_000 + Int64(index) * 1000)
            text += "\(time) INFO served basket=\(index) ms=\(20 + index % 40) host=web-\(10 + index % 3)\n"
            if index % 100 == 7 { text += "\(time) ERROR store refused basket \(index)\n" }
        }
        let sample = try LogSample(text)
        let output = try await sample.summary().output
        #expect(output.patterns.map(\.template) == ["served basket=<*> ms=<*> host=<*>", "store refused basket <*>"])
        #expect(output.patterns.map(\.count) == [300, 3])
        #expect(output.lines == 303)
        let served = try #require(output.patterns.first?.parameters)
        #expect(served.map(\.minimum) == [0, 20, nil])
        #expect(served.map(\.maximum) == [299, 59, nil])
        #expect(served[2].values.map(\.value).sorted() == ["web-10", "web-11", "web-12"])
        #expect(output.patterns.last?.example.line == 9)
        let tool = RegisteredTool(SummarizeLogs())
        let result = try await tool.prepare(["limit": 1]).run(sample.context(), nil)
        #expect(tool.problems(withOutput: result.output).isEmpty)
        #expect(result.body?.count { $0 == 10 } == 2)
    }

    /// `oY2` may begin a key of NuGet: a line that may hold one is looked at more closely, which must not show.
    @Test(arguments: ["bQ7", "oY2"])
    func linesOfAKeyAreOfNoPattern(_ chance: String) async throws {
        let line = String(repeating: "aZ3k", count: 15) + chance + "c"
        let output = try await LogSample(
            "2026-11-01T18:00:00Z ERROR tls refused the key\n\(line)\n2026-11-01T18:00:01Z INFO started\n"
        ).summary().output
        #expect(output.lines == 3)
        #expect(output.patterns.map(\.template).sorted() == ["started", "tls refused the key"])
    }

    @Test func findsWhatFollows() async throws {
        var text = ""
        for index in 0..<1200 {
            let time = Timestamp(milliseconds: 1_793_556_000_000 + Int64(index) * 1000)
            text += "\(time) INFO served basket=\(index)\n"
            if [304, 604, 904].contains(index) {
                for retry in 0..<8 { text += "\(time) WARN store retries attempt \(retry)\n" }
            }
        }
        let sample = try LogSample(text)
        let input: JSONValue = [
            "times": ["2026-11-01T18:05:00Z", "2026-11-01T18:10:00Z", "2026-11-01T18:15:00Z"], "within": 30,
        ]
        let tool = RegisteredTool(CorrelateLogs())
        let result = try await tool.prepare(input).run(sample.context(), nil)
        #expect(tool.problems(withOutput: result.output).isEmpty)
        let patterns = try #require(result.output["patterns"]?.arrayValue)
        #expect(patterns.map { $0["template"] } == ["store retries attempt <*>"])
        #expect(patterns.first?["followed"] == 3)
        #expect(patterns.first?["lagSeconds"]?["median"] == 4)
        for bad: JSONValue in [[:], ["times": ["2020-01-01T00:00:00Z"]]] {
            await #expect(throws: ToolError.self) { _ = try await tool.prepare(bad).run(sample.context(), nil) }
        }
    }

    @Test func tellsChangedValues() async throws {
        var text = ""
        for index in 0..<1000 {
            let time = Timestamp(milliseconds: 1_793_556_000_000 + Int64(index) * 1000)
            let node = index > 600 && index % 2 == 0 ? "node-47" : "node-1\(index % 2)"
            text += "\(time) INFO request \(index) sent to \(node) in \(index % 90) ms\n"
        }
        let sample = try LogSample(text)
        let input: JSONValue = ["split": "2026-11-01T18:10:00Z"]
        let output = try await CompareLogPatterns().run(
            input.decode(CompareLogPatterns.Input.self), in: sample.context()
        ).output
        let changed = try #require(output.changed.first { $0.value == "node-47" })
        #expect(changed.before == 0 && changed.during > 100)
        #expect(changed.parameter == 2)
    }
}
