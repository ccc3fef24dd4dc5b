import ArgumentParser
import JSON
import Model
import Reports
import Sessions
import Store

/// `casebook brief`: where an investigation stands, in a few lines.
struct BriefCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "brief", abstract: "Say what is known, open, waiting and new in a session.")

    @Argument(help: SessionName.help)
    var session: String?

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let wiring = try Wiring(options)
        let manager = try await wiring.openForReading()
        let session = try await wiring.currentSession.resolve(session, in: manager)
        let snapshot = try await manager.snapshot(of: session)
        try await manager.store.close()
        let brief = Brief(snapshot)
        guard options.json else { return options.output.text(Printable.clean(brief.text, keepsLines: true)) }
        options.output.json(brief.json)
    }
}
