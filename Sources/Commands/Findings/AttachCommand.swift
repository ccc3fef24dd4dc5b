import ArgumentParser
import JSON
import Model
import Sessions

/// `casebook attach`: keeps pasted output, a mail or a screenshot as evidence.
struct AttachCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "attach", abstract: "Keep a text or an image as evidence of a session.",
        discussion: "Text is redacted and can be cited by its lines. Images are kept as they are and shown to no model."
    )

    @Argument(help: SessionName.help)
    var session: String

    @Argument(help: "The file; - takes it from the standard input.")
    var file: String

    @Option(help: "What it is called, instead of the file's name.")
    var name: String?

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let bytes = try AttachedFile.read(file, limit: Attacher.maximum)
        let workplace = try await Wiring(options).open()
        let session = try await workplace.session(session)
        let given =
            name ?? (file == "-" ? "standard input" : file.split(separator: "/").last.map { String($0) } ?? file)
        let evidence = try await Attacher(
            manager: workplace.manager, executor: workplace.executor, author: workplace.principal
        ).attach(bytes, named: given, to: session)
        await workplace.close()
        guard options.json else { return options.output.text(Printable.clean("\(evidence.id): \(evidence.summary)")) }
        options.output.json([
            "session": .string(session.id.rawValue), "evidence": .string(evidence.id.rawValue),
            "output": evidence.output,
        ])
    }
}
