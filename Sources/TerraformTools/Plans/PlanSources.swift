internal import Model
internal import Scanning
internal import Tooling

/// Reads every plan of some sources; one that cannot be read is told by the coverage and does not stop the others.
struct PlanSources<Content: PlanVisitor> {
    private(set) var plans: [PlanFile<Content>] = []
    private(set) var coverage: [Coverage] = []
    /// Why plans could not be read, in the order of the sources.
    private(set) var failures: [ToolError] = []

    /// - Parameter visitor: Makes what takes the content of one plan.
    /// - Throws: `CancellationError` alone.
    init(_ sources: [Source], context: ToolContext, visitor: () -> Content) throws {
        for source in sources { try read(source, context, visitor) }
    }

    private mutating func read(_ source: Source, _ context: ToolContext, _ visitor: () -> Content) throws {
        var files: [ReadableFile] = []
        var omitted: [Omission] = []
        do throws(ToolError) { (files, omitted) = try FileAccess.openFiles(of: source) } catch {
            failures.append(error)
            omitted.append(Omission(what: source.name, reason: error.message))
        }
        var found: [PlanFile<Content>] = []
        for file in files {
            do {
                let plan = try PlanFile(
                    reading: file, source: source.name, into: visitor(), redactor: context.redactor
                ) { done, total in
                    context.progress(Progress(activity: "reading \(file.name)", done: done, total: total))
                }
                found.append(plan)
                if let gap = plan.header.gap { omitted.append(Omission(what: file.name, reason: gap)) }
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

    private static func coverage(
        of source: Source, _ found: [PlanFile<Content>], _ omitted: [Omission]
    ) -> Coverage {
        let changes = found.reduce(0) { $0 + $1.content.itemCount }
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

    /// The one plan of one source.
    /// - Throws: `ToolError` where it has none or several, or what kept it from being read.
    func onlyPlan(of source: String) throws -> PlanFile<Content> {
        guard let plan = plans.first else {
            throw failures.first ?? ToolError(.notFound, "source \(source) has no plan")
        }
        guard plans.count == 1 else {
            throw ToolError(
                .validation, "source \(source) has \(plans.count) plans, one is compared",
                hint: "define a source for each of them")
        }
        return plan
    }
}
