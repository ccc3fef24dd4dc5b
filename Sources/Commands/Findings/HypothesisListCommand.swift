import ArgumentParser
import JSON
import Model
import Sessions
import Store

/// `casebook hypothesis list`: what might be the cause, and where each stands.
struct HypothesisListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Show the hypotheses of a session.")

    @Argument(help: SessionName.help)
    var session: String?

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let wiring = try Wiring(options)
        let manager = try await wiring.openForReading()
        let state = try await wiring.currentSession.resolve(session, in: manager).state
        try await manager.store.close()
        guard options.json else {
            if state.hypotheses.isEmpty { options.output.text("There are no hypotheses.") }
            for hypothesis in state.hypotheses {
                let counts =
                    "\(hypothesis.findings(.supports).count) for, \(hypothesis.findings(.against).count) against"
                options.output.text(
                    Printable.clean(
                        "\(hypothesis.id)  \(hypothesis.status.rawValue)  \(counts)  \(hypothesis.statement)"))
            }
            return
        }
        options.output.json([
            "session": .string(state.id.rawValue),
            "hypotheses": .array(state.hypotheses.map { $0.interface(in: state.id) }),
        ])
    }
}
