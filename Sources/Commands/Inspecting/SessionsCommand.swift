import ArgumentParser

/// `casebook sessions`: what there is, and what is known of one.
struct SessionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sessions", abstract: "List sessions, or show one.",
        subcommands: [SessionsListCommand.self, SessionsShowCommand.self])
}
