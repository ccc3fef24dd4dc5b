import ArgumentParser
import JSON
import Model
import Policy
import Sessions

/// `casebook sessions delete`: removes a session for good.
struct SessionsDeleteCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "delete", abstract: "Remove a session for good; where its journal ended stays in the server's.")

    @Argument(help: "An identifier, the beginning of one, or @last.")
    var session: String

    @Option(help: "Why, for the server's journal.")
    var reason: String?

    @Flag(help: "Do not ask.")
    var yes = false

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let wiring = try Wiring(options)
        let workplace = try await wiring.open()
        let session = try await workplace.session(session)
        let state = await session.state
        let title = Printable.cut(state.title, to: 60)
        try Confirmation(options: options, isGiven: yes)
            .require("Remove \(session.id) “\(title)”, \(state.head.sequence) entries, for good?")
        let redactor = try await workplace.executor.callerRedactor(of: workplace.manager.serverJournal())
        let head = try await workplace.housekeeper.delete(
            session, reason: reason.map { redactor.redact($0) }, by: workplace.principal)
        await workplace.close()
        if (try? wiring.currentSession.id) == session.id { try wiring.currentSession.clear() }
        guard options.json else {
            return options.output.text("\(session.id) is removed; its journal ended at \(head.sequence), \(head.hash)")
        }
        options.output.json([
            "session": .string(session.id.rawValue), "sequence": JSONValue(head.sequence),
            "hash": .string(head.hash.hex),
        ])
    }
}
