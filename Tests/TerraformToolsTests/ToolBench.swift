import JSON
import Model
import TestSupport
import Testing
import Tooling

@testable import TerraformTools

/// Calls a tool over the files of a folder, and holds what goes in and comes out to its schemas.
struct ToolBench {
    private let folder: TemporaryFolder
    private let onset: Timestamp
    private let evidence: any EvidenceReading

    init(
        _ folder: TemporaryFolder, onset: Timestamp = Timestamp(seconds: 1_767_323_220) ?? Timestamp(nanoseconds: 0),
        evidence: any EvidenceReading = NoEvidence()
    ) {
        self.folder = folder
        self.onset = onset
        self.evidence = evidence
    }

    private func context(_ sources: [(String, SourceKind, String)]) throws -> ToolContext {
        let start = onset.advanced(byNanoseconds: -3_600_000_000_000)
        return ToolContext(
            window: Window(TimeSpan(start: start, end: onset.advanced(byNanoseconds: 600_000_000_000))),
            sources: SourceCatalog(
                sources.map {
                    Source(name: $0.0, kind: $0.1, files: [FileSelection(root: folder.path, pattern: $0.2)])
                }),
            roots: [], redactor: try PlanData.redactor(), now: onset, evidence: evidence)
    }

    func run(
        _ tool: some Tool, _ arguments: JSONValue, _ sources: [(String, SourceKind, String)]
    ) async throws -> ToolResult<JSONValue> {
        let registered = RegisteredTool(tool)
        #expect(registered.problems(with: arguments).isEmpty)
        let result = try await registered.prepare(arguments).run(try context(sources), nil)
        #expect(registered.problems(withOutput: result.output).isEmpty)
        return result
    }
}
