import ArgumentParser
import JSON
import Model
import Reports
import Sessions
import Store

/// `casebook export`: a session as a report, or as a case file.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Write a session's report, or the session itself as a case file.")

    enum Format: String, ExpressibleByArgument, CaseIterable { case md, html, json, `case` }

    @Argument(help: SessionName.help)
    var session: String?

    @Option(help: "md, html or json; case for the whole session, to be verified and taken in elsewhere.")
    var format = Format.md

    @Option(help: "Draft a document for people to finish: postmortem or handover, as Markdown.")
    var template: DraftReport.Template?

    @Option(
        help: ArgumentHelp(
            "The file to write, readable for you alone; without it, or with -, it is printed.", valueName: "path"))
    var output: String?

    @OptionGroup var options: GlobalOptions

    func validate() throws {
        guard template == nil || format == .md else { throw ValidationError("a draft is written as md alone") }
    }

    func run() async throws {
        let wiring = try Wiring(options)
        if let output { try wiring.refuseOwnFile(output) }
        let manager = try await wiring.openForReading()
        let session = try await wiring.currentSession.resolve(session, in: manager)
        guard format != .case else {
            return try await CaseWriting(options: options, keyPath: wiring.keyPath).write(
                session, of: manager, to: output)
        }
        let snapshot = try await manager.snapshot(of: session)
        try await manager.store.close()
        let text =
            switch format {
            case .md: template.map { DraftReport(snapshot, $0).text } ?? MarkdownReport(snapshot).text
            case .html: HTMLReport(snapshot).text
            case .json: JSONReport(snapshot).value.serialized(pretty: true) + "\n"
            case .case: ""
            }
        guard let output, output != "-" else {
            options.output.raw(text)
            return
        }
        try FileWriting.write(text, to: output, replacing: true)
        guard options.json else {
            options.output.text("wrote \(output)")
            return
        }
        options.output.json([
            "session": .string(session.id.rawValue), "format": .string(format.rawValue), "path": .string(output),
        ])
    }
}

extension DraftReport.Template: ExpressibleByArgument {}
