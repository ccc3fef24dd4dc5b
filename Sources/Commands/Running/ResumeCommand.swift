import ArgumentParser
import Model
import Sessions

/// `casebook resume`: continues every unfinished run of a session at its exact step.
struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Continue what was interrupted, at its exact step.")

    @Argument(help: SessionName.help)
    var session: String?

    @Option(help: ArgumentHelp("Go on with this changed file; its finished steps must be the same.", valueName: "file"))
    var with: String?

    @Flag(
        name: .customLong("take-over"),
        help: "Take runs from the process that drives them, such as one that was stopped; it can write no more of them."
    )
    var takeOver = false

    @OptionGroup var sources: SourceOptions

    @Option(
        name: .customLong("fail-on"),
        help: ArgumentHelp("End in 4 when a finding is at least this severe.", valueName: "severity"))
    var failOn: Severity?

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let wiring = try Wiring(options, extraSources: sources.sources)
        let changed = try with.map { try wiring.library.find($0) }
        let workplace = try await wiring.open()
        let current = wiring.currentSession
        let id = try await current.identifier(session, in: workplace.manager)
        let runner = workplace.runner.loadingAhead(for: id)
        let session = try await current.session(id, in: workplace.manager, briefly: true)
        let last = await session.reading { $0.runs.last.map { (id: $0.id, status: $0.status) } }
        let status = try await RunConductor(workplace: workplace, output: options.output, failOn: failOn)
            .conduct { watch in
                let ended = try await runner.resume(
                    session, with: changed, takingOver: takeOver, watch: watch)
                guard ended.isEmpty else { return ended }
                guard let last else {
                    throw CommandError(
                        .notFound, "session \(session.id) has no run",
                        hint: "`casebook run WORKFLOW --session …` starts one")
                }
                // The last run's result is what there is to say.
                if !options.json { options.output.text("Nothing was interrupted: \(last.id) had ended before.") }
                return [WorkflowRunner.Ended(session: session, run: last.id, status: last.status)]
            }
        await workplace.close()
        throw status
    }
}
