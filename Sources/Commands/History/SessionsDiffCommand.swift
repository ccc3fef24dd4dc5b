import ArgumentParser
import Sessions
import Store

/// `casebook sessions diff`: two sessions beside each other.
struct SessionsDiffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Compare the findings, the evidence and the runs of two sessions.",
        discussion: "It ends in 0 whatever the differences are.")

    @Argument(help: "An identifier, the beginning of one, or @last.")
    var first: String

    @Argument(help: "The other session.")
    var second: String

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let manager = try await Wiring(options).openForReading()
        let first = try await manager.resolve(first)
        let second = try await manager.resolve(second)
        let comparison = try await manager.compare(first, with: second)
        try await manager.store.close()
        guard options.json else {
            options.output.text(SessionComparisonText(comparison, options.output).text)
            return
        }
        options.output.json(comparison.interface)
    }
}
