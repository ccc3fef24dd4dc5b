import ArgumentParser
import Model
import Policy
import Sessions

/// `casebook sessions close`: ends an investigation.
struct SessionsCloseCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "close", abstract: "End an investigation: no run starts in it any more.")

    @Argument(help: SessionName.help)
    var session: String

    @Option(help: "What came of it.")
    var outcome: String?

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let workplace = try await Wiring(options).open()
        let session = try await workplace.session(session)
        let redactor = try await workplace.executor.callerRedactor(of: session)
        try await workplace.manager.close(
            session, outcome: outcome.map { redactor.redact($0) }, by: workplace.principal)
        await SessionEditing(options: options).show(session)
        await workplace.close()
    }
}
