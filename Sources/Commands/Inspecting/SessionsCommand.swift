import ArgumentParser

/// `casebook sessions`: what there is, and what is known of one.
struct SessionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sessions", abstract: "List sessions, show one, or fork, merge and compare them.",
        subcommands: [
            SessionsListCommand.self, SessionsShowCommand.self, SessionsForkCommand.self, SessionsMergeCommand.self,
            SessionsDiffCommand.self,
        ])
}
