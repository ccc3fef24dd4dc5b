import ArgumentParser
import JSON
import Model
import Sessions
import Workflows

/// `casebook run`: opens a session, or uses one, and runs a workflow in it.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "run", abstract: "Run a workflow in a session.")

    @Argument(help: "A file, or the name of a workflow.")
    var workflow: String

    @Option(help: ArgumentHelp("An input of the workflow.", valueName: "name=value"))
    var set: [String] = []

    @Option(help: "Run in this session instead of the current or a new one.")
    var session: String?

    @Option(help: "The title of a new session.")
    var title: String?

    @OptionGroup var window: WindowOptions
    @OptionGroup var sources: SourceOptions

    @Option(
        name: .customLong("fail-on"),
        help: ArgumentHelp("End in 4 when a finding is at least this severe.", valueName: "severity"))
    var failOn: Severity?

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let wiring = try Wiring(options, extraSources: sources.sources)
        let workflow = try wiring.library.find(workflow)
        let inputs = try InputReader(wiring: wiring).inputs(of: workflow, given: set)
        let workplace = try await wiring.open()
        let place: WorkflowRunner.Place
        if let session {
            guard !describesNewSession else {
                throw CommandError(.usage, "--title, --window and --baseline belong to a new session")
            }
            place = .existing(try await workplace.manager.resolve(session))
        } else if let current = try wiring.currentSession.id, !describesNewSession {
            place = .existing(try await workplace.session(current.rawValue))
        } else {
            place = .new(title: title ?? workflow.title, labels: [:], window: try await window.resolve(in: workplace))
        }
        let status = try await RunConductor(workplace: workplace, output: options.output, failOn: failOn)
            .conduct { watch in
                [try await workplace.runner.start(workflow, inputs: inputs, in: place, watch: watch)]
            }
        await workplace.close()
        throw status
    }

    private var describesNewSession: Bool { title != nil || window.window != nil || window.baseline != nil }
}

extension Severity: ExpressibleByArgument {}
