import ArgumentParser
import JSON
import Workflows

/// `casebook workflow plan`: what a run would do, without a call being made.
struct WorkflowPlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Show the calls that a run would make, without making any.")

    @Argument(help: "A file, or the name of a workflow.")
    var workflow: String

    @Option(help: ArgumentHelp("An input of the workflow.", valueName: "name=value"))
    var set: [String] = []

    @OptionGroup var sources: SourceOptions
    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let wiring = try Wiring(options, extraSources: sources.sources)
        let workflow = try wiring.library.find(workflow)
        let inputs = try InputReader(wiring: wiring).inputs(of: workflow, given: set)
        let plan = WorkflowPlan(workflow, inputs: inputs)
        options.json ? options.output.json(plan.json) : options.output.text(WorkflowPlanText(plan, options.output).text)
    }
}
