import ArgumentParser
import Glibc
import JSON
import Model
import Sessions

/// `casebook trust`: agrees that a run which came with a case file is driven here.
struct TrustCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trust", abstract: "Look at the workflow of an imported run, and let it be driven here.")

    @Argument(help: ArgumentHelp("The run's identifier, or its beginning.", valueName: "run"))
    var name: String

    @Option(help: "The session that it is in; needed for a run that has ended, and where several fit.")
    var session: String?

    @Flag(help: "Do not ask.")
    var yes = false

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let workplace = try await Wiring(options).open()
        let (session, run) = try await find(workplace.manager)
        guard run.needsAcceptance else {
            throw CommandError(
                .usage, "\(run.id) needs no acceptance", hint: "go on with: casebook resume \(session.id)")
        }
        if try !isConfirmed(run, of: session) {
            options.output.text("Nothing was accepted.")
            throw ExitStatus.failed
        }
        try await workplace.manager.accept(run.id, of: session, text: run.textHash, by: workplace.principal)
        await workplace.close()
        guard options.json else {
            options.output.text("accepted; go on with: casebook resume \(session.id)")
            return
        }
        options.output.json([
            "run": .string(run.id.rawValue), "session": .string(session.id.rawValue),
            "workflow": .string(run.workflow), "version": .string(run.version),
            "textHash": .string(run.textHash.hex),
        ])
    }

    private func find(_ manager: SessionManager) async throws -> (Session, RunState) {
        let place: Session
        let prefix: String
        if let session {
            place = try await manager.resolve(session)
            prefix = name.hasPrefix("run_") ? name : "run_" + name
        } else {
            let found = try await manager.openRun(name)
            place = found.session
            prefix = found.run.rawValue
        }
        let fitting = await place.state.runs.filter { $0.id.rawValue.hasPrefix(prefix) }
        guard let first = fitting.first else {
            throw CommandError(
                .notFound, "there is no run `\(name)` in session \(place.id)",
                hint: "`casebook sessions show` lists them")
        }
        guard fitting.count == 1 else {
            throw CommandError(.usage, "`\(name)` fits several runs", hint: "give more characters")
        }
        return (place, first)
    }

    /// Shows what would be run and, unless that is given, takes a `yes` from the terminal.
    private func isConfirmed(_ run: RunState, of session: Session) throws -> Bool {
        let output = options.output
        if !options.json { output.text(text(of: run, in: session)) }
        guard !yes else { return true }
        // A `yes` that comes down a pipe is nobody's.
        guard output.isTerminal, isatty(STDIN_FILENO) == 1 else {
            throw CommandError(.usage, "there is no terminal to ask on", hint: "--yes agrees without asking")
        }
        output.raw("Let exactly this be driven here? [yes/no] ")
        return readLine(strippingNewline: true)?.lowercased() == "yes"
    }

    private func text(of run: RunState, in session: Session) -> String {
        var lines = [
            options.output.paint("\(run.id)  \(Printable.clean(run.workflow)) \(Printable.clean(run.version))", .bold),
            "  session \(session.id)", "  sha256 \(run.textHash)",
            "  inputs \(Printable.clean(JSONValue.object(run.inputs).serialized()))", "",
            Printable.clean(run.text, keepsLines: true),
        ]
        for (name, text) in run.children.sorted(by: { $0.key < $1.key }) {
            lines += ["", "uses \(Printable.clean(name)):", Printable.clean(text, keepsLines: true)]
        }
        return lines.joined(separator: "\n")
    }
}
