internal import Model
package import Policy
package import Scanning

/// One plan of a source, read into a visitor.
package struct PlanFile<Content: PlanVisitor> {
    package let source: String
    /// Its name below the source's root.
    package let file: String
    /// In bytes.
    package let size: Int
    package let header: PlanHeader
    package let content: Content

    /// Reads a plan in pieces.
    ///
    /// - Parameter visitor: Takes what is in it; what must not be shown is hidden in it at the end.
    /// - Throws: `PlanError` for what is no plan, `FileFault`, `CancellationError`.
    package init(
        reading file: ReadableFile, source: String, into visitor: Content, redactor: Redactor,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws {
        var content = visitor
        let prefix = try file.read(at: 0, count: min(file.size, 4096))
        if PlanLineReader.recognises(prefix) {
            header = try Self.read(file, with: PlanLineReader(), &content, redactor, progress)
        } else {
            header = try Self.read(file, with: PlanReader(), &content, redactor, progress)
        }
        self.content = content
        self.source = source
        self.file = file.name
        size = file.size
    }

    private static func read(
        _ file: ReadableFile, with reader: some PlanReading, _ content: inout Content, _ redactor: Redactor,
        _ progress: (_ done: Int, _ total: Int) -> Void
    ) throws -> PlanHeader {
        var reader = reader
        var told = 0
        // Pieces of this size stay in the processor's cache while they are read.
        try file.forEachChunk(size: 1 << 18) { bytes, offset in
            try Task.checkCancellation()
            try reader.feed(bytes, to: &content)
            if offset - told >= 8 << 20 {
                told = offset
                progress(offset + bytes.byteCount, file.size)
            }
            return true
        }
        var header = try reader.finish(&content)
        if reader.mayRepeat { header.repeatedMembers = try RepeatedMembers.count(in: file) }
        content.hide(by: Concealer(reader.secrets, redactor, outputs: reader.sensitiveOutputs))
        progress(file.size, file.size)
        return header
    }
}

extension PlanFile: Sendable where Content: Sendable {}
