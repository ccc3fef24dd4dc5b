import ArgumentParser
import JSON
import Workflows

/// `casebook workflow`: the workflows, their texts and whether they are right.
struct WorkflowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "workflow", abstract: "List, show and check workflows.",
        subcommands: [
            WorkflowListCommand.self, WorkflowShowCommand.self, WorkflowValidateCommand.self, WorkflowPlanCommand.self,
            WorkflowGraphCommand.self, WorkflowTestCommand.self,
        ])
}

/// `casebook workflow list`.
struct WorkflowListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "List the workflows.")

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let library = try Wiring(options).library
        var workflows: [Workflow] = []
        for name in try library.names() { if let workflow = try? library.find(name) { workflows.append(workflow) } }
        guard options.json else {
            options.output.text(
                workflows.map { "\($0.name.padded(to: 22)) \(Printable.clean($0.title))" }.joined(separator: "\n"))
            return
        }
        options.output.json([
            "workflows": .array(
                workflows.map {
                    ["name": .string($0.name), "version": .string($0.version), "title": .string($0.title)]
                })
        ])
    }
}

/// `casebook workflow show`.
struct WorkflowShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Print a workflow's file.")

    @Argument(help: "A file, or the name of a workflow.")
    var workflow: String

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let workflow = try Wiring(options).library.find(workflow)
        guard options.json else {
            options.output.raw(workflow.text)
            return
        }
        options.output.json([
            "name": .string(workflow.name), "version": .string(workflow.version), "text": .string(workflow.text),
        ])
    }
}

/// `casebook workflow validate`: every problem at once, each with its place.
struct WorkflowValidateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Check a workflow and show every problem at its place.")

    @Argument(help: "A file, or the name of a workflow.")
    var workflow: String

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let library = try Wiring(options).library
        guard let file = try library.file(workflow) else {
            throw CommandError(
                .notFound, "there is no workflow `\(workflow)`", hint: "`casebook workflow list` shows them")
        }
        let loader = WorkflowLoader(
            tools: library.tools, sources: library.sources, workflows: { try? library.file($0) })
        let problems: [WorkflowProblem]
        switch loader.load(text: file.text, path: file.path) {
        case .success(let workflow): problems = workflow.warnings
        case .failure(let failure): problems = failure.problems
        }
        let isGood = problems.allSatisfy(\.isWarning)
        if options.json {
            options.output.json(["ok": .bool(isGood), "problems": .array(problems.map(json))])
        } else {
            let text = problems.map(\.rendered).joined(separator: "\n\n")
            options.output.text(isGood ? text + (text.isEmpty ? "" : "\n\n") + "\(file.path) is right" : text)
        }
        if !isGood { throw ExitStatus.usage }
    }

    private func json(of problem: WorkflowProblem) -> JSONValue {
        [
            "code": .string(problem.code.rawValue), "file": .string(problem.file), "line": JSONValue(problem.line),
            "column": JSONValue(problem.column), "length": JSONValue(problem.length),
            "message": .string(problem.message), "hint": problem.hint.map { .string($0) } ?? .null,
        ]
    }
}
