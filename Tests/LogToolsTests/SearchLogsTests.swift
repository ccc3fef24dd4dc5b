import JSON
import Model
import TestSupport
import Testing
import Tooling

@testable import LogTools

@Suite struct SearchLogsTests {
    private func run(
        _ input: JSONValue, _ outage: Outage? = nil, window: Window? = nil
    ) async throws -> ToolResult<SearchLogs.Output> {
        let outage = try outage ?? Outage(failing: 300)
        return try await SearchLogs().run(input.decode(SearchLogs.Input.self), in: outage.context(window))
    }

    @Test(
        arguments: [
            (["literal": "store is gone"], 300), (["literal": "STORE IS GONE", "caseSensitive": false], 300),
            (["anyOf": ["store is gone", "slow answer"]], 310), (["regex": "basket=31 ms=1$"], 1),
            (["regex": "^2026.*store"], 300), (["template": "basket.web slow answer ms=<*>"], 10),
            (["regex": "declined|gone", "level": "error"], 305), (["literal": "nowhere"], 0),
        ] as [(JSONValue, Int)])
    func countsLines(input: JSONValue, total: Int) async throws {
        let result = try await run(input)
        #expect(result.output.total == total)
        #expect(result.output.perBucket.map(\.count).reduce(0, +) == total)
        #expect(result.output.hits.count == min(total, 20))
        let value: CoverageValue = total > 0 ? .complete : .emptyComplete
        #expect(result.coverage.first { $0.source == "app" }?.value == value)
    }

    @Test func keepsToTheWindow() async throws {
        let window = Window(TimeSpan(start: Outage.time(310), end: Outage.time(320)))
        let result = try await run(["literal": "File \"a.py\"", "limit": 200], window: window)
        // These lines have no time of their own; they belong to the line above.
        #expect(result.output.total == 10)
        #expect(result.output.hits.first?.time == Outage.time(310))
        #expect(result.output.hits.last?.time == Outage.time(319))
        let later = Window(TimeSpan(start: Outage.time(10_000), end: Outage.time(10_100)))
        #expect(try await run(["literal": "gone"], window: later).coverage.allSatisfy { $0.value == .stale })
    }

    @Test func showsFirstAndLastAndSomeBetween() async throws {
        let result = try await run(["literal": "store is gone", "limit": 5, "context": 1])
        let hits = result.output.hits
        #expect(hits.map(\.place) == ["first", "first", "sample", "last", "last"])
        #expect(hits.first?.time == Outage.time(300))
        #expect(hits.last?.time == Outage.time(599))
        #expect(hits.first?.before?.count == 1)
        #expect(hits.first?.after == ["Traceback (most recent call last):"])
        #expect(hits.compactMap(\.line) == hits.compactMap(\.line).sorted())
        let body = try #require(result.body)
        #expect(body.count { $0 == 10 } == 300)
    }

    @Test func countsOnlyWhatIsShown() async throws {
        let outage = try Outage(failing: nil, length: 30, noise: false)
        try outage.folder.write("2026-11-01T18:00:01.000Z INFO key AKIAIOSFODNN7EXAMPLE used\n", to: "app/keys.log")
        let result = try await run(["literal": "AKIAIOSFODNN7EXAMPLE"], outage)
        #expect(result.output.total == 0)
        let other = try await run(["regex": "INFO key .* used"], outage)
        #expect(other.output.hits.allSatisfy { !$0.text.contains("AKIA") })
    }

    @Test func tellsWhatItCouldNotPlace() async throws {
        let outage = try Outage(failing: nil, length: 30)
        try outage.folder.write("no time\n", to: "app/plain.log")
        try outage.folder.write(
            #"{"format_version":"1.2","terraform_version":"1.11.4","x":"no time"}"#, to: "app/plan.json")
        let result = try await run(["literal": "no time", "source": "app"], outage)
        #expect(result.output.total == 0)
        #expect(result.coverage.first?.value == .partial)
        #expect(
            Set(result.coverage.flatMap(\.omitted).map(\.what))
                == ["plain.log", "plan.json"].reduce(into: []) { $0.insert("app/" + $1) })
    }

    @Test(
        arguments: [
            [:], ["literal": "a", "regex": "b"], ["regex": "("], ["regex": "(?=x)"], ["literal": ""],
            ["literal": "a", "start": "2026-11-02T00:00:00Z", "end": "2026-11-01T00:00:00Z"],
        ] as [JSONValue])
    func refusesBadInput(input: JSONValue) async throws {
        await #expect { _ = try await run(input) } throws: { ($0 as? ToolError)?.kind == .validation }
    }

    @Test func meetsItsSchema() async throws {
        let outage = try Outage(failing: 30, length: 60)
        let tool = RegisteredTool(SearchLogs())
        let result = try await tool.prepare(["literal": "gone", "context": 2]).run(outage.context(), nil)
        #expect(tool.problems(withOutput: result.output).isEmpty)
        #expect(!tool.problems(with: ["literal": "a", "limit": 201]).isEmpty)
    }

    @Test func tellsTheExtent() async throws {
        let outage = try Outage(failing: 30, length: 60)
        let extent = try #require(try await LogExtent().extent(of: outage.sources[1]))
        #expect(extent.start == Outage.time(0))
        #expect(extent.end == Outage.time(59).advanced(byNanoseconds: 1))
    }
}
