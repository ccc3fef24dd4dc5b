import ArgumentParser

/// `casebook tool`: the tools, one by one.
struct ToolCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tool", abstract: "List the tools, or call one.",
        subcommands: [ToolListCommand.self, ToolCallCommand.self])
}
