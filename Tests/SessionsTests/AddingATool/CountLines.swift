internal import Model
internal import Scanning
package import Tooling

/// Counts the lines of a source's files.
package struct CountLines: Tool {
    package struct Input: Decodable, Sendable {
        let source: String
    }

    package struct Output: Encodable, Sendable {
        let lines: Int
        let files: [File]
    }

    struct File: Encodable, Sendable {
        let name: String
        let lines: Int
    }

    package init() {}

    package static func access(_ input: Input) -> [Access] { [.source(input.source, kinds: [.logs])] }

    package func run(_ input: Input, in context: ToolContext) async throws -> ToolResult<Output> {
        let source = try context.sources.source(input.source, kinds: [.logs])
        let opened = try FileAccess.openFiles(of: source)
        var omitted = opened.omitted
        var counted: [File] = []
        var searched = Searched(files: 0, bytes: 0, lines: 0)
        for file in opened.files {
            let total = opened.files.count
            context.progress(Progress(activity: "counting \(file.name)", done: counted.count, total: total))
            do {
                let reading = try LineBlocks(file).forEach { _, _ in !Task.isCancelled }
                counted.append(File(name: file.name, lines: reading.lines))
                searched.files = counted.count
                searched.bytes = (searched.bytes ?? 0) + reading.bytes
                searched.lines = (searched.lines ?? 0) + reading.lines
            } catch let fault as FileFault {
                omitted.append(fault.omission(of: file.name))
            }
            try Task.checkCancellation()
        }
        let lines = searched.lines ?? 0
        let value: CoverageValue = !omitted.isEmpty ? .partial : lines == 0 ? .emptyComplete : .complete
        return ToolResult(
            output: Output(lines: lines, files: Array(counted.prefix(Self.maximumFiles))),
            coverage: [Coverage(source: source.name, value: value, searched: searched, omitted: omitted)],
            summary: "\(lines) lines in \(counted.count) files")
    }
}
