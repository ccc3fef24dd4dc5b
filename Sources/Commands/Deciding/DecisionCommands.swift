import ArgumentParser
import JSON
import Model
import Policy
import Sessions

/// `casebook approve`: agrees to exactly the action that is shown.
struct ApproveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve", abstract: "Agree to the exact action that is shown.")

    @Argument(help: "The identifier that `approvals` shows, or its beginning.")
    var id: String

    @Flag(help: "Do not ask.")
    var yes = false

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await Decider(options: options, isSure: yes).decide(id, .approved, of: .approval)
    }
}

/// `casebook deny`: refuses the action.
struct DenyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "deny", abstract: "Refuse an action.")

    @Argument(help: "The identifier that `approvals` shows, or its beginning.")
    var id: String

    @Option(help: "Why, for whoever reads the session.")
    var reason: String?

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        try await Decider(options: options, isSure: true).decide(id, .denied, reason: reason)
    }
}

/// `casebook answer`: answers a question.
struct AnswerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "answer", abstract: "Answer a question.")

    @Argument(help: "The identifier that `approvals` shows, or its beginning.")
    var id: String

    @Argument(help: "The answer: JSON, or a text; - takes it from the standard input.")
    var value: String

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let text = value == "-" ? try StandardInput.read(limit: 256 << 10) : value
        try await Decider(options: options, isSure: true).decide(id, .answered, of: .question, answer: text)
    }
}

/// Shows what is decided on, asks where it has to, and writes the decision.
struct Decider {
    let options: GlobalOptions
    /// True to decide without being asked again.
    let isSure: Bool

    /// - Parameter purpose: what the decision fits; nil for both.
    func decide(
        _ name: String, _ decision: WaitDecided.Decision, of purpose: WaitRequested.Purpose? = nil,
        answer text: String? = nil, reason: String? = nil
    ) async throws {
        let workplace = try await Wiring(options).open()
        let open = try await workplace.manager.openWait(name)
        let request = open.wait.request
        if let purpose, purpose != request.purpose {
            throw CommandError(
                .usage, "\(request.id) is a \(request.purpose.rawValue)",
                hint: request.purpose == .question
                    ? "casebook answer \(request.id) VALUE" : "casebook approve \(request.id)")
        }
        // A text stays one where the question asks for one; otherwise it is read as JSON if it is that.
        let wantsText = request.schema["type"]?.stringValue == "string"
        let answer = text.map { text in wantsText ? .string(text) : (try? JSONValue(parsing: text)) ?? .string(text) }
        if let answer, let schema = try? JSONSchema(request.schema), let problem = schema.validate(answer).first {
            throw CommandError(.usage, "the answer does not fit: \(problem.description)")
        }
        if !isSure, try !confirm(open) {
            options.output.text("Nothing was decided.")
            throw ExitStatus.failed
        }
        let redactor = try await workplace.executor.callerRedactor(of: open.session)
        try await workplace.manager.decide(
            open, decision, answer: answer.map { redactor.redact($0) }, reason: reason.map { redactor.redact($0) },
            by: workplace.principal)
        await workplace.close()
        guard options.json else {
            options.output.text("\(decision.rawValue); go on with: casebook resume \(open.session.id)")
            return
        }
        options.output.json([
            "id": .string(request.id.rawValue), "session": .string(open.session.id.rawValue),
            "decision": .string(decision.rawValue),
        ])
    }

    /// Shows the action and takes a `yes` from the terminal.
    private func confirm(_ open: SessionManager.OpenWait) throws -> Bool {
        guard options.output.isTerminal else {
            throw CommandError(.usage, "there is no terminal to ask on", hint: "--yes agrees without asking")
        }
        options.output.text(WaitText(open, output: options.output).text)
        options.output.raw("Agree to exactly this? [yes/no] ")
        return readLine(strippingNewline: true)?.lowercased() == "yes"
    }
}
