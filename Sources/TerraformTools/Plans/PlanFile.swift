package import Policy
package import Scanning

/// One plan of a source, read.
package struct PlanFile: Sendable {
    package let source: String
    /// Its name below the source's root.
    package let file: String
    /// In bytes.
    package let size: Int
    package let header: PlanHeader
    package let content: PlanCollector

    /// Reads a plan in pieces.
    /// - Throws: `PlanError` for what is no plan, `FileFault`, `CancellationError`.
    package init(
        reading file: ReadableFile, source: String, limit: Int, redactor: Redactor,
        progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws {
        var reader = PlanReader()
        var collector = PlanCollector(limit: limit)
        try file.forEachChunk(size: 1 << 20) { bytes, offset in
            try Task.checkCancellation()
            try reader.feed(bytes, to: &collector)
            progress(offset + bytes.byteCount, file.size)
            return true
        }
        header = try reader.finish(&collector)
        collector.hide(reader.hidden, redactor)
        content = collector
        self.source = source
        self.file = file.name
        size = file.size
    }
}
