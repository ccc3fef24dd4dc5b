import ArgumentParser

/// `casebook sessions`: what there is, what is known of one, and what is changed of it.
struct SessionsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sessions", abstract: "List, search and show sessions, fork and compare them, keep them in order.",
        subcommands: [
            SessionsListCommand.self, SessionsShowCommand.self, SessionsSearchCommand.self, SessionsForkCommand.self,
            SessionsMergeCommand.self, SessionsDiffCommand.self, SessionsNoteCommand.self, SessionsEditCommand.self,
            SessionsPinCommand.self, SessionsShareCommand.self, SessionsCloseCommand.self, SessionsScrubCommand.self,
            SessionsDeleteCommand.self,
        ])
}
