import ArgumentParser
import JSON
import Model
import Sessions
import Store

/// `casebook finding list`: what was found, the most severe first.
struct FindingListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Show the findings of a session.")

    @Argument(help: SessionName.help)
    var session: String?

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let wiring = try Wiring(options)
        let manager = try await wiring.openForReading()
        let state = try await wiring.currentSession.resolve(session, in: manager).state
        try await manager.store.close()
        guard options.json else {
            if state.findings.isEmpty { options.output.text("There are no findings.") }
            for finding in state.rankedFindings {
                options.output.text(
                    Printable.clean(
                        "\(finding.id)  \(finding.severity.rawValue)  \(finding.verdict.rawValue)  \(finding.statement)"
                    ))
            }
            return
        }
        options.output.json([
            "session": .string(state.id.rawValue),
            "findings": .array(state.rankedRecords.map { $0.finding.interface(from: $0.from) }),
        ])
    }
}
