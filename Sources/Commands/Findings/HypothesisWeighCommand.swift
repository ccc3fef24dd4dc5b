import ArgumentParser
import JSON
import Model
import Sessions

/// `casebook hypothesis weigh`: what speaks for or against one, and what is decided on it.
struct HypothesisWeighCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "weigh", abstract: "Bring a finding for or against a hypothesis, note something, or decide on it.")

    @Argument(help: SessionName.help)
    var session: String

    @Argument(help: "The hypothesis, hyp_…, or a beginning of it.")
    var hypothesis: String

    @Option(name: .customLong("for"), help: ArgumentHelp("A finding that speaks for it.", valueName: "finding"))
    var supporting: String?

    @Option(help: ArgumentHelp("A finding that speaks against it.", valueName: "finding"))
    var against: String?

    @Option(help: "Why; needed to abandon it.")
    var note: String?

    @Option(help: "open, supported, refuted or abandoned.")
    var status: HypothesisStatus?

    @OptionGroup var options: GlobalOptions

    func validate() throws {
        guard supporting == nil || against == nil else {
            throw ValidationError("--for and --against exclude each other; weigh one finding after the other")
        }
    }

    func run() async throws {
        let workplace = try await Wiring(options).open()
        let session = try await workplace.session(session)
        let stance: Stance? = supporting != nil ? .supports : against != nil ? .against : nil
        let known = try await workplace.ledger.weigh(
            hypothesis, finding: supporting ?? against, stance: stance, note: note, status: status, in: session)
        await workplace.close()
        guard options.json else { return options.output.text("\(known.id): \(known.status.rawValue)") }
        options.output.json(known.interface(in: session.id))
    }
}

extension HypothesisStatus: ExpressibleByArgument {}
