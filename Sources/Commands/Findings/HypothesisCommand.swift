import ArgumentParser

/// `casebook hypothesis`: what might be the cause, and what speaks for and against it.
struct HypothesisCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hypothesis", abstract: "Open hypotheses, weigh them by findings, and list them.",
        subcommands: [HypothesisAddCommand.self, HypothesisWeighCommand.self, HypothesisListCommand.self])
}
