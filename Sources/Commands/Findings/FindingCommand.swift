import ArgumentParser

/// `casebook finding`: what people found, checked as what models found is.
struct FindingCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "finding", abstract: "Record a finding with citations that are checked, and list them.",
        subcommands: [FindingAddCommand.self, FindingListCommand.self])
}
