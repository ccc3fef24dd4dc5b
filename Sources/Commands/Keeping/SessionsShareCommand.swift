import ArgumentParser
import JSON
import Model
import Sessions

/// `casebook sessions share`: lets a principal of the network into a session.
struct SessionsShareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "share", abstract: "Let the bearer of a token read and continue a session.")

    @Argument(help: SessionName.help)
    var session: String

    @Argument(help: "The principal's name, as `token list` shows it.")
    var member: String

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let workplace = try await Wiring(options).open()
        let session = try await workplace.session(session)
        try await workplace.manager.share(session, with: member, by: workplace.principal, isOperator: true)
        let members = await session.reading { $0.members.sorted() }
        await workplace.close()
        guard options.json else {
            return options.output.text("\(session.id) is shared with \(members.joined(separator: ", "))")
        }
        options.output.json([
            "session": .string(session.id.rawValue), "members": .array(members.map { .string($0) }),
        ])
    }
}
