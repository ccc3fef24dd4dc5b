internal import Model
internal import Policy
internal import Scanning
internal import Tooling

/// One state of a source, read into a visitor.
struct StateFile<Content: StateVisitor> {
    let source: String
    let file: String
    let size: Int
    let header: StateHeader
    let content: Content
    let concealer: Concealer

    /// Reads the one file of a source.
    /// - Throws: `ToolError` where it has several files, and for what is no state; `CancellationError`.
    init(of source: Source, into visitor: Content, context: ToolContext) throws {
        let (files, omitted) = try FileAccess.openFiles(of: source)
        guard let file = files.first, files.count == 1, omitted.isEmpty else {
            throw ToolError(
                .validation, "source \(source.name) has \(files.count + omitted.count) files, one state is compared",
                hint: "define a source for each of them")
        }
        var content = visitor
        var reader = StateReader()
        do {
            try file.forEachChunk { bytes, offset in
                try Task.checkCancellation()
                try reader.feed(bytes, to: &content)
                context.progress(
                    Progress(activity: "reading \(file.name)", done: offset + bytes.byteCount, total: file.size))
                return true
            }
            header = try reader.finish(&content)
            if reader.mayRepeat { _ = try RepeatedMembers.count(in: file) }
        } catch let error as PlanError {
            throw error.toolError(source: source.name, file: file.name)
        } catch let fault as FileFault {
            throw fault.error(for: "\(source.name)/\(file.name)")
        }
        self.source = source.name
        self.file = file.name
        size = file.size
        self.content = content
        concealer = Concealer(reader.secrets, context.redactor)
    }
}
