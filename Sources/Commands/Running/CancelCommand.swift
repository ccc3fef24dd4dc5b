import ArgumentParser
import Model
import Sessions

/// `casebook cancel`: ends a run, whoever drives it.
struct CancelCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cancel", abstract: "End a run; what it has finished stays.")

    @Argument(help: ArgumentHelp("The run's identifier, or its beginning.", valueName: "run"))
    var name: String

    @Option(help: "Why, for whoever reads the session.")
    var reason: String?

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let workplace = try await Wiring(options).open()
        let found = try await workplace.manager.openRun(name)
        let runner = workplace.runner
        let ended = try await runner.cancel(found.run, of: found.session, reason: reason, watch: { _ in })
        let result = try await RunResult(ended, store: workplace.manager.store)
        await workplace.close()
        if options.output.isJSON {
            options.output.json(result.json(others: []))
        } else if ended.status == .running {
            options.output.text("\(found.run) is asked to end; the process that drives it has not done so yet.")
        } else {
            options.output.text("\(found.run) ended: \(ended.status.rawValue)")
        }
    }
}
