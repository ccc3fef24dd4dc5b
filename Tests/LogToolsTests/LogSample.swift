import Glibc
import JSON
import Model
import Policy
import TestSupport
import Testing
import Tooling

@testable import LogTools

/// A folder that is one log source.
struct LogSample {
    let folder: TemporaryFolder
    let source: Source
    let window: Window

    /// - Parameter files: Contents by name.
    init(_ files: [String: [UInt8]], hours: Int = 1, utcOffset: Int? = nil, year: Int? = nil) throws {
        folder = try TemporaryFolder()
        for (name, bytes) in files { try folder.write(bytes, to: name) }
        source = Source(
            name: "app", kind: .logs, files: [FileSelection(root: folder.path, pattern: "")], utcOffset: utcOffset,
            year: year)
        let start = Timestamp(milliseconds: 1_793_556_000_000)
        window = Window(
            TimeSpan(start: start, end: start.advanced(byNanoseconds: Int64(hours) * 3_600_000_000_000)))
    }

    init(_ text: String) throws { try self.init(["app.log": Array(text.utf8)]) }

    /// Says of a file that it was last written then.
    func stamp(_ name: String, _ instant: String) throws {
        let seconds = try #require(Timestamp(rfc3339: instant)).nanoseconds / 1_000_000_000
        let times = [timespec(tv_sec: Int(seconds), tv_nsec: 0), timespec(tv_sec: Int(seconds), tv_nsec: 0)]
        #expect(unsafe utimensat(AT_FDCWD, folder.path(name), times, 0) == 0)
    }

    func context(
        evidence: any EvidenceReading = NoEvidence(), isShortOfTime: @escaping @Sendable () -> Bool = { false }
    ) throws -> ToolContext {
        ToolContext(
            window: window, sources: SourceCatalog([source]), roots: [],
            redactor: Redactor(rules: try RedactionRules(), key: [1, 2, 3]), now: window.end, evidence: evidence,
            isShortOfTime: isShortOfTime)
    }

    func search(
        _ input: JSONValue, isShortOfTime: @escaping @Sendable () -> Bool = { false }
    ) async throws -> ToolResult<SearchLogs.Output> {
        try await SearchLogs().run(
            input.decode(SearchLogs.Input.self), in: context(isShortOfTime: isShortOfTime))
    }

    func summary(
        limit: Int = 30, isShortOfTime: @escaping @Sendable () -> Bool = { false }
    ) async throws -> ToolResult<SummarizeLogs.Output> {
        var input = try JSONValue.object([:]).decode(SummarizeLogs.Input.self)
        input.limit = limit
        return try await SummarizeLogs().run(input, in: context(isShortOfTime: isShortOfTime))
    }
}
