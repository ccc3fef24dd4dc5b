import ArgumentParser
import Model
import Policy
import Sessions

/// `casebook sessions edit`: changes title and labels.
struct SessionsEditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit", abstract: "Change a session's title and labels.")

    @Argument(help: SessionName.help)
    var session: String?

    @Option(help: "The new title.")
    var title: String?

    @Option(help: ArgumentHelp("A label that is set.", valueName: "name=value"))
    var label: [String] = []

    @Option(help: ArgumentHelp("A label that is taken away.", valueName: "name"))
    var removeLabel: [String] = []

    @OptionGroup var options: GlobalOptions

    func validate() throws {
        guard title != nil || !label.isEmpty || !removeLabel.isEmpty else {
            throw ValidationError("there is nothing to change: --title, --label or --remove-label")
        }
    }

    func run() async throws {
        let labels = try LabelOption.labels(label)
        try await SessionEditing(options: options).edit(session) { redactor throws(CommandError) in
            for name in labels.keys where redactor.redact(name) != name {
                throw CommandError(
                    .usage, "a label's name looks like a secret", hint: "a label says what a session is about")
            }
            return SessionManager.Edit(
                title: title.map { redactor.redact($0) }, labels: labels.mapValues { redactor.redact($0) },
                withoutLabels: removeLabel)
        }
    }
}

/// `casebook sessions pin`: keeps a session's bodies from being cleared away, and marks it in the list.
struct SessionsPinCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pin", abstract: "Pin a session: gc leaves all of it, and lists mark it.")

    @Argument(help: SessionName.help)
    var session: String?

    @Flag(help: "Take the pin away.")
    var off = false

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await SessionEditing(options: options).edit(session) { _ in SessionManager.Edit(pinned: !off) }
    }
}

/// Changes a session and shows its line.
struct SessionEditing {
    let options: GlobalOptions

    func edit(_ name: String?, _ edit: (Redactor) throws(CommandError) -> SessionManager.Edit) async throws {
        let workplace = try await Wiring(options).open()
        let session = try await workplace.session(name)
        let redactor = try await workplace.executor.callerRedactor(of: session)
        try await workplace.manager.edit(session, try edit(redactor), by: workplace.principal)
        await show(session)
        await workplace.close()
    }

    func show(_ session: Session) async {
        let summary = await session.state.summary
        guard options.json else {
            var words = ["\(summary.id)", summary.status.rawValue, Printable.clean(summary.title)]
            if summary.pinned { words.append("pinned") }
            words += summary.labels.sorted { $0.key < $1.key }.map { Printable.clean("\($0.key)=\($0.value)") }
            return options.output.text(words.joined(separator: "  "))
        }
        options.output.json(summary.interface)
    }
}
