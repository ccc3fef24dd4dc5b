import ArgumentParser
import JSON
import Model
import Sessions

/// `casebook sessions share`: lets a principal of the network into a session.
struct SessionsShareCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "share", abstract: "Let the bearer of a token read and continue a session, or no longer.")

    @Argument(help: SessionName.help)
    var session: String

    @Argument(help: "The principal's name, as `token list` shows it.")
    var member: String

    @Flag(help: "Take the session from the member again; what it does there ends within a second.")
    var remove = false

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let workplace = try await Wiring(options).open()
        let session = try await workplace.session(session)
        let (manager, author) = (workplace.manager, workplace.principal)
        if remove {
            try await manager.unshare(session, with: member, by: author, isOperator: true)
        } else {
            try await manager.share(session, with: member, by: author, isOperator: true)
        }
        let members = await session.reading { $0.members.sorted() }
        await workplace.close()
        guard options.json else {
            let names = members.isEmpty ? "nobody" : members.joined(separator: ", ")
            return options.output.text("\(session.id) is shared with \(names)")
        }
        options.output.json([
            "session": .string(session.id.rawValue), "members": .array(members.map { .string($0) }),
        ])
    }
}
