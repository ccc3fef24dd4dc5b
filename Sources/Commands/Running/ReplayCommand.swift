import ArgumentParser
import JSON
import Model
import Sessions
import Store
import Workflows

/// `casebook replay`: a run again, or a changed workflow, over what a session recorded.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: "Run a workflow over a session's evidence, and compare the findings.",
        discussion: "No source is read and nothing is written.")

    @Argument(help: SessionName.help)
    var session: String?

    @Option(help: "The run, or the beginning of its identifier; the newest when left out.")
    var run: String?

    @Option(help: ArgumentHelp("Another workflow, or a changed one.", valueName: "workflow"))
    var workflow: String?

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let wiring = try Wiring(options)
        let changed = try workflow.map { try CaseSubject($0, in: wiring.library).workflow }
        let manager = try await wiring.openForReading()
        let session = try await wiring.currentSession.resolve(session, in: manager)
        let snapshot = try await manager.snapshot(of: session)
        let run = try chosenRun(of: snapshot.state)
        let workflow =
            try changed ?? wiring.library.load(text: run.text, name: run.workflow, children: run.children)
        let recording = try await Recording(of: run, in: snapshot, .session, registry: wiring.registry())
        // What the workflow no longer asks for is left out; what it asks anew has to have a default.
        let given = recording.inputs.filter { name, _ in workflow.inputs.contains { $0.name == name } }
        let store = manager.store
        let replay = try await wiring.replayer().replay(
            workflow, inputs: try workflow.resolveInputs(given: given), over: recording,
            key: try await store.redactionKey(of: session.id),
            bodies: { try await store.blob($0.sha256, range: 0..<$0.length) })
        try await store.close()
        let result = ReplayResult(
            session: session.id, run: run, workflow: workflow, recorded: RunOutcome(of: run, in: snapshot),
            replay: replay)
        options.json ? options.output.json(result.json) : options.output.text(result.text(options.output))
    }

    private func chosenRun(of state: SessionState) throws -> RunState {
        guard let name = run else {
            guard let newest = state.runs.last else {
                throw CommandError(.notFound, "session \(state.id) has no run", hint: "`casebook run` starts one")
            }
            return newest
        }
        let prefix = name.hasPrefix("run_") ? name : "run_" + name
        let fitting = state.runs.filter { $0.id.rawValue.hasPrefix(prefix) }
        guard fitting.count == 1, let only = fitting.first else {
            throw CommandError(
                fitting.isEmpty ? .notFound : .usage,
                fitting.isEmpty ? "session \(state.id) has no run `\(name)`" : "`\(name)` fits several runs",
                hint: "its runs are \(state.runs.map(\.id.rawValue).joined(separator: ", "))")
        }
        return only
    }
}
