import ArgumentParser
import JSON
import Model
import Sessions
import Workflows

/// `casebook workflow test`: runs workflows over their recorded cases, or records one.
struct WorkflowTestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Run workflows over their recorded cases, without reading any source.",
        discussion: "The cases of a workflow NAME stand in tests/NAME/ beside its file.")

    @Argument(help: "Files, or names of workflows; all that have cases when left out.")
    var workflows: [String] = []

    @Option(help: ArgumentHelp("Make a case of this session's newest run of the workflow.", valueName: "session"))
    var record: String?

    @Option(name: .customLong("case"), help: "What the new case is called; the session's title when left out.")
    var name: String?

    @Flag(help: "Let the new case take the place of an old one.")
    var force = false

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let wiring = try Wiring(options)
        if let record {
            guard workflows.count == 1, let workflow = workflows.first else {
                throw CommandError(.usage, "--record takes exactly one workflow")
            }
            try await makeCase(of: try CaseSubject(workflow, in: wiring.library), from: record, wiring)
            return
        }
        guard name == nil, !force else {
            throw CommandError(.usage, "--case and --force belong to --record", hint: "name the session to record")
        }
        try await test(wiring)
    }

    private func test(_ wiring: Wiring) async throws {
        let replayer = try wiring.replayer()
        var results: [CaseResult] = []
        var without: [CaseSubject] = []
        for name in workflows.isEmpty ? try wiring.library.names() : workflows {
            guard let subject = try subject(name, wiring.library, &results) else { continue }
            let cases = subject.cases
            if cases.isEmpty { without.append(subject) }
            for name in cases { add(try await subject.test(name, with: replayer), to: &results) }
        }
        let isMissing = results.isEmpty || !workflows.isEmpty && !without.isEmpty
        let isGood = !isMissing && results.allSatisfy(\.isGood)
        if options.json {
            options.output.json([
                "ok": .bool(isGood), "cases": .array(results.map(\.json)),
                "withoutCases": .array(without.map { .string($0.workflow.name) }),
            ])
        } else {
            tell(results, isMissing ? without : [])
        }
        if !isGood { throw ExitStatus.failed }
    }

    /// The workflow of that name.
    ///
    /// Where nobody named it, one that is not right is a failure of its own and does not keep the others from being tested.
    private func subject(
        _ name: String, _ library: WorkflowLibrary, _ results: inout [CaseResult]
    ) throws -> CaseSubject? {
        do {
            return try CaseSubject(name, in: library)
        } catch let error as any CodedError where workflows.isEmpty {
            add(CaseResult(workflow: name, name: "", path: "", error: error), to: &results)
            return nil
        }
    }

    private func add(_ result: CaseResult, to results: inout [CaseResult]) {
        results.append(result)
        if !options.json { options.output.text(DifferenceText(options.output).text(of: result)) }
    }

    private func tell(_ results: [CaseResult], _ missing: [CaseSubject]) {
        for subject in missing {
            let place = subject.folder.map { "in \($0)" } ?? "here: its cases stand in Casebook's repository"
            options.output.text(
                "\(Printable.clean(subject.workflow.name)) has no recorded case \(Printable.clean(place))")
        }
        let failed = results.count { !$0.isGood }
        guard !results.isEmpty else {
            options.output.text("no case was run; record one with: casebook workflow test FILE --record SESSION")
            return
        }
        let count = results.count == 1 ? "1 case" : "\(results.count) cases"
        options.output.text("\n\(count), " + (failed == 0 ? "all as recorded" : "\(failed) failed"))
    }
}
