internal import Model
internal import Scanning
internal import Tooling

/// Reads every plan of some sources; one that cannot be read is told by the coverage and does not stop the others.
struct PlanSources {
    private(set) var plans: [PlanFile] = []
    private(set) var coverage: [Coverage] = []
    /// Why plans could not be read, in the order of the sources.
    private(set) var failures: [ToolError] = []

    /// - Parameter limit: how many changes of each kind of action are kept of a plan.
    /// - Throws: `CancellationError` alone.
    init(_ sources: [Source], limit: Int, context: ToolContext) throws {
        for source in sources { try read(source, limit: limit, context: context) }
    }

    private mutating func read(_ source: Source, limit: Int, context: ToolContext) throws {
        var files: [ReadableFile] = []
        var omitted: [Omission] = []
        do throws(ToolError) { (files, omitted) = try FileAccess.openFiles(of: source) } catch {
            failures.append(error)
            omitted.append(Omission(what: source.name, reason: error.message))
        }
        var found: [PlanFile] = []
        for file in files {
            do {
                found.append(try Self.read(file, of: source.name, limit: limit, context: context))
            } catch let error as PlanError {
                failures.append(error.toolError(source: source.name, file: file.name))
                omitted.append(Omission(what: file.name, reason: error.message))
            } catch let fault as FileFault {
                failures.append(fault.error(for: "\(source.name)/\(file.name)"))
                omitted.append(fault.omission(of: file.name))
            }
        }
        plans += found
        coverage.append(Self.coverage(of: source, found, omitted))
    }

    private static func read(
        _ file: ReadableFile, of source: String, limit: Int, context: ToolContext
    ) throws -> PlanFile {
        try PlanFile(reading: file, source: source, limit: limit, redactor: context.redactor) { done, total in
            context.progress(Progress(activity: "reading \(file.name)", done: done, total: total))
        }
    }

    private static func coverage(of source: Source, _ found: [PlanFile], _ omitted: [Omission]) -> Coverage {
        let changes = found.reduce(0) { $0 + $1.content.counts.shown }
        let searched = Searched(
            files: found.count, bytes: found.reduce(0) { $0 + $1.size }, items: changes)
        let value: CoverageValue
        if !omitted.isEmpty {
            value = found.isEmpty ? .sourceDown : .partial
        } else {
            value = changes == 0 ? .emptyComplete : .complete
        }
        return Coverage(source: source.name, value: value, searched: searched, omitted: omitted)
    }
}
