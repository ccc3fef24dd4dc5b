import JSON
import Model
import Policy
import Sessions
import Store
import TestSupport
import Testing
import Tooling

@Suite struct CountLinesTests {
    /// Nothing is answered from earlier evidence.
    private struct NoStamps: SourceStamping {
        func look(at source: Source) -> SourceLook? { nil }
    }

    /// An executor with this one tool, over a folder of logs.
    private func executor(over folder: TemporaryFolder) throws -> ToolExecutor {
        let manager = SessionManager(
            store: InMemoryStore(), clock: ManualClock(), identifiers: SeededIdentifierSource())
        let source = Source(name: "app", kind: .logs, files: [FileSelection(root: folder.path, pattern: "*.log")])
        return ToolExecutor(
            registry: ToolRegistry([RegisteredTool(CountLines())]), catalog: SourceCatalog([source]), roots: [],
            rules: try RedactionRules(), extents: [], stamps: NoStamps(), manager: manager)
    }

    private let scope = CallScope(session: nil, principal: Principal(name: "test", kind: .person), rights: .all)

    @Test func countsLines() async throws {
        let folder = try TemporaryFolder()
        try folder.write("one\ntwo\nthree", to: "a.log")
        try folder.write("", to: "b.log")
        let request = CallRequest(tool: "count_lines", version: 1, arguments: ["source": "app"])
        let (evidence, _) = try await executor(over: folder).call(request, in: scope)
        #expect(evidence.output["lines"] == 3)
        #expect(evidence.output["files"] == [["name": "a.log", "lines": 3], ["name": "b.log", "lines": 0]])
        #expect(evidence.coverage.map(\.value) == [.complete])
        #expect(evidence.coverage.first?.searched.bytes == 13)
    }

    @Test func nothingFoundIsAResult() async throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "a.log")
        let request = CallRequest(tool: "count_lines", arguments: ["source": "app"])
        let (evidence, _) = try await executor(over: folder).call(request, in: scope)
        #expect(evidence.coverage.map(\.value) == [.emptyComplete])
    }

    @Test(arguments: ["other", "../app", ""])
    func refusesWhatIsNotASource(_ name: String) async throws {
        let executor = try executor(over: try TemporaryFolder())
        let request = CallRequest(tool: "count_lines", arguments: ["source": .string(name)])
        let error = await #expect(throws: ToolError.self) { try await executor.call(request, in: scope) }
        #expect(error?.kind == .notPermitted)
    }
}
