import ArgumentParser
import JSON
import Model
import Policy
import Sessions
import Store

/// `casebook token list`: the tokens there are.
struct TokenListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show the tokens that were not revoked.")

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let wiring = try Wiring(options)
        let manager = try await wiring.openForReading()
        let tokens = try await manager.tokens().map { $0.assigned(by: wiring.configuration.roles) }
        for name in wiring.configuration.roles.strangers(beside: tokens.map(\.name)) {
            ServingDesk.log("`principals` speaks of \(name), whose name no token bears")
        }
        let now = manager.clock.now
        try await manager.store.close()
        guard options.json else {
            if tokens.isEmpty { options.output.text("There are no tokens besides the installation's own.") }
            for token in tokens {
                let end = token.expires.map { token.isValid(at: now) ? "until \($0)" : "expired \($0)" } ?? "for ever"
                let groups = token.groups.isEmpty ? "" : "  for \(token.groups.joined(separator: ", "))"
                options.output.text(
                    Printable.clean("\(token.name)  \(token.roles.joined(separator: ", "))  \(end)\(groups)"))
            }
            return
        }
        options.output.json([
            "tokens": .array(
                tokens.map { token in
                    var object = token.interface
                    object["valid"] = .bool(token.isValid(at: now))
                    return .object(object)
                })
        ])
    }
}
