import JSON
import Model
import Testing
import Tooling

@testable import LogTools

@Suite struct CompareLogPatternsTests {
    private func run(
        _ outage: Outage, _ input: JSONValue = [:], window: Window? = nil
    ) async throws -> CompareLogPatterns.Output {
        let decoded = try input.decode(CompareLogPatterns.Input.self)
        return try await CompareLogPatterns().run(decoded, in: outage.context(window)).output
    }

    @Test(arguments: [120, 305, 480])
    func findsTheOnsetToTheSecond(failing: Int) async throws {
        let output = try await run(try Outage(failing: failing))
        let onset = try #require(output.onset)
        #expect(onset.source == "web")
        // Answers 0 and 2 fail, 1 does not: the first run of three begins with answer 2, unless noise fills the gap.
        #expect(
            onset.time == Outage.time(failing)
                || onset.time == Outage.time(failing).advanced(byNanoseconds: 1_000_000_000))
        #expect(output.splitOrigin == .onset)
        let top = try #require(output.new.first)
        #expect(top.source == "db")
        #expect(top.template.contains("too many connections for role \"basket\""))
        #expect(top.during > 400)
    }

    @Test func findsNothingInAQuietTime() async throws {
        let output = try await run(try Outage(failing: nil))
        #expect(output.onset == nil)
        #expect(output.splitOrigin == .none)
        #expect(output.new.isEmpty && output.grown.isEmpty)
    }

    @Test func comparesWithTheBaseline() async throws {
        let outage = try Outage(failing: 300)
        let window = Window(TimeSpan(start: Outage.time(300), end: Outage.time(600)))
        let output = try await run(outage, window: window)
        #expect(output.splitOrigin == .window)
        #expect(output.totals.linesBefore > 3000)
        #expect(output.new.contains { $0.source == "db" })
        #expect(output.new.allSatisfy { $0.before == 0 })
    }

    @Test func takesAGivenSplit() async throws {
        let outage = try Outage(failing: 300)
        let output = try await run(
            outage, ["split": .string(Outage.time(310).description), "source": "app", "limit": 1])
        #expect(output.splitOrigin == .given)
        #expect(output.new.map(\.template) == ["basket.web store is gone"])
        await #expect(throws: ToolError.self) { _ = try await run(outage, ["split": "2001-01-01T00:00:00Z"]) }
    }

    @Test func itsTemplatesCanBeSearchedFor() async throws {
        let outage = try Outage(failing: 300)
        let output = try await run(outage)
        #expect(output.new.count >= 3)
        for pattern in output.new {
            let input: JSONValue = ["template": .string(pattern.template), "source": .string(pattern.source)]
            let found = try await SearchLogs().run(input.decode(SearchLogs.Input.self), in: outage.context())
            #expect(found.output.total == pattern.before + pattern.during, "\(pattern.template)")
        }
    }

    @Test func meetsItsSchema() async throws {
        let outage = try Outage(failing: 300)
        let tool = RegisteredTool(CompareLogPatterns())
        for outage in [outage, try Outage(failing: nil, length: 60)] {
            let result = try await tool.prepare([:]).run(outage.context(), nil)
            #expect(tool.problems(withOutput: result.output).isEmpty)
        }
        #expect(!tool.problems(with: ["limit": 0]).isEmpty)
    }
}
