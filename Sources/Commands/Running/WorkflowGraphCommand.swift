import ArgumentParser
import JSON
import Workflows

/// `casebook workflow graph`: which step waits for which.
struct WorkflowGraphCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "graph", abstract: "Draw a workflow's steps: a tree on a terminal, Mermaid in a pipe.")

    @Argument(help: "A file, or the name of a workflow.")
    var workflow: String

    @OptionGroup var sources: SourceOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let workflow = try Wiring(options, extraSources: sources.sources).library.find(workflow)
        let graph = WorkflowGraph(workflow)
        guard options.json else {
            // Cleaned in a pipe too: whoever pastes the chart sees it in a terminal first.
            options.output.raw(
                Printable.clean(options.output.isTerminal ? graph.tree : graph.mermaid, keepsLines: true))
            return
        }
        options.output.json([
            "name": .string(workflow.name), "version": .string(workflow.version),
            "steps": .array(workflow.steps.map { json(of: $0, in: workflow) }), "mermaid": .string(graph.mermaid),
        ])
    }

    private func json(of step: WorkflowStep, in workflow: Workflow) -> JSONValue {
        [
            "id": .string(step.id), "name": .string(step.title), "does": .string(step.action.label),
            "needs": .array(step.needs.map { .string(workflow.steps[$0].id) }),
            "handles": step.handles.map { .string(workflow.steps[$0].id) } ?? .null,
        ]
    }
}
