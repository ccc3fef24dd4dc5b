internal import Model
internal import Scanning
internal import Tooling

/// Reads the deploys of some sources; what cannot be read is told by the coverage and does not stop the others.
struct DeploySources {
    /// Newest first.
    private(set) var deploys: [Deploy] = []
    private(set) var coverage: [Coverage] = []
    private(set) var failures: [ToolError] = []
    /// Deploys within the time that the limit left out.
    private(set) var dropped = 0

    /// - Throws: `CancellationError` alone.
    init(_ sources: [Source], span: TimeSpan, limit: Int, context: ToolContext) throws {
        for source in sources { try read(source, span: span, limit: limit, context: context) }
        deploys.sort(by: Deploy.newestFirst)
        guard deploys.count > limit else { return }
        dropped += deploys.count - limit
        deploys.removeLast(deploys.count - limit)
    }

    private mutating func read(_ source: Source, span: TimeSpan, limit: Int, context: ToolContext) throws {
        var files: [ReadableFile] = []
        var omitted: [Omission] = []
        do throws(ToolError) { (files, omitted) = try FileAccess.openFiles(of: source) } catch {
            failures.append(error)
            omitted.append(Omission(what: source.name, reason: error.message))
        }
        var reader = DeployReader(span: span, source: source.name, limit: limit, redactor: context.redactor)
        var bytes = 0
        for file in files {
            try Task.checkCancellation()
            do {
                bytes += try file.forEachChunk { chunk, _ in
                    try Task.checkCancellation()
                    reader.feed(chunk)
                    return true
                }
            } catch let fault as FileFault {
                failures.append(fault.error(for: "\(source.name)/\(file.name)"))
                omitted.append(fault.omission(of: file.name))
            }
            reader.finishFile()
        }
        if reader.malformed > 0 {
            omitted.append(
                Omission(
                    what: "malformed lines",
                    reason: "a line is {time, service, title, ref, author} with an RFC 3339 time",
                    count: reader.malformed))
        }
        deploys += reader.deploys
        dropped += reader.dropped
        let searched = Searched(
            span: span, files: files.count, bytes: bytes, lines: reader.lines, items: reader.deploys.count)
        let value: CoverageValue
        if files.isEmpty, !omitted.isEmpty {
            value = .sourceDown
        } else if !omitted.isEmpty {
            value = .partial
        } else if reader.dropped > 0 {
            value = .truncated
        } else {
            value = reader.deploys.isEmpty ? .emptyComplete : .complete
        }
        coverage.append(Coverage(source: source.name, value: value, searched: searched, omitted: omitted))
    }
}
