import ArgumentParser
import Model
import Sessions

/// `casebook rerun`: makes a step of an earlier run anew, and all that depends on it.
struct RerunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rerun",
        abstract: "Make a step and all that depends on it anew, in a new run that takes over the steps before.")

    @Argument(help: SessionName.help)
    var session: String?

    @Option(help: ArgumentHelp("The first step that is made anew.", valueName: "step"))
    var from: String

    @Option(
        name: .customLong("run"),
        help: ArgumentHelp("The earlier run; by default the session's newest.", valueName: "run"))
    var earlier: String?

    @OptionGroup var sources: SourceOptions

    @Option(
        name: .customLong("fail-on"),
        help: ArgumentHelp("End in 4 when a finding is at least this severe.", valueName: "severity"))
    var failOn: Severity?

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let workplace = try await Wiring(options, extraSources: sources.sources).open()
        let session = try await workplace.session(session)
        let earlier = try await earlierRun(of: session)
        let status = try await RunConductor(workplace: workplace, output: options.output, failOn: failOn)
            .conduct { [from] watch in
                [try await workplace.runner.rerun(earlier, of: session, from: from, watch: watch)]
            }
        await workplace.close()
        throw status
    }

    private func earlierRun(of session: Session) async throws -> RunID {
        let runs = await session.state.runs.map(\.id)
        guard let name = earlier else {
            guard let newest = runs.last else {
                throw CommandError(
                    .notFound, "session \(session.id) has no run",
                    hint: "`casebook run WORKFLOW --session …` starts one")
            }
            return newest
        }
        let prefix = name.hasPrefix("run_") ? name : "run_" + name
        let fitting = runs.filter { $0.rawValue.hasPrefix(prefix) }
        guard fitting.count == 1, let found = fitting.first else {
            throw CommandError(
                .notFound,
                fitting.isEmpty ? "there is no run `\(name)` in this session" : "`\(name)` fits several runs",
                hint: "`casebook sessions show` lists them")
        }
        return found
    }
}
