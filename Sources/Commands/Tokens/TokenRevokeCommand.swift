import ArgumentParser
import JSON
import Model
import Sessions

/// `casebook token revoke`: ends a token, and whatever its bearer has open.
struct TokenRevokeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "End a token; servers close its connections within a second.")

    @Argument(help: "Its name, as `token list` shows it.")
    var name: String

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let workplace = try await Wiring(options).open()
        try await workplace.manager.revokeToken(name, by: workplace.principal)
        await workplace.close()
        guard options.json else { return options.output.text("\(name) is revoked") }
        options.output.json(["name": .string(name), "revoked": true])
    }
}
