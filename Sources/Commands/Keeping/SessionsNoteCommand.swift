import ArgumentParser
import JSON
import Model
import Policy
import Sessions

/// `casebook sessions note`: writes a note into a session.
struct SessionsNoteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "note", abstract: "Write a note into a session.")

    @Argument(help: SessionName.help)
    var session: String

    @Argument(help: "The note; - takes it from the standard input.")
    var text: String

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let text = text == "-" ? try StandardInput.read(limit: SessionManager.maximumNote) : text
        let workplace = try await Wiring(options).open()
        let session = try await workplace.session(session)
        let redactor = try await workplace.executor.callerRedactor(of: session)
        let sequence = try await workplace.manager.note(redactor.redact(text), in: session, by: workplace.principal)
        await workplace.close()
        guard options.json else { return options.output.text("noted in \(session.id), entry \(sequence)") }
        options.output.json(["session": .string(session.id.rawValue), "sequence": JSONValue(sequence)])
    }
}
