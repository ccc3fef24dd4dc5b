import ArgumentParser
import Glibc
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
        let certainty: Decider.Certainty = yes ? .given : .asked
        try await Decider(options: options, certainty: certainty).decide(id, .approved, of: .approval)
    }
}

/// `casebook deny`: refuses the action.
struct DenyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "deny", abstract: "Refuse an action.")

    @Argument(help: "The identifier that `approvals` shows, or its beginning.")
    var id: String

    @Option(help: "Why, for whoever reads the session.")
    var reason: String?

    @Flag(help: "Do not ask.")
    var yes = false

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        // A refusal lets nothing happen, so a script need not say that it means it.
        let certainty: Decider.Certainty = yes ? .given : .askedOnTerminal
        try await Decider(options: options, certainty: certainty).decide(id, .denied, reason: reason)
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
        try await Decider(options: options, certainty: .given).decide(id, .answered, of: .question, answer: text)
    }
}

/// Shows what is decided on, asks where it has to, and writes the decision.
struct Decider {
    /// Whether the person is asked again, with the exact action before their eyes.
    enum Certainty { case given, asked, askedOnTerminal }

    let options: GlobalOptions
    let certainty: Certainty

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
            throw CommandError(
                .usage, "the answer does not fit: \(problem.description)",
                hint: "it has to meet \(request.schema.serialized())")
        }
        if try !isConfirmed(open, decision) {
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
            "decision": .string(decision.rawValue), "action": request.action,
        ])
    }

    /// Shows the action and, unless that is given, takes a `yes` from the terminal.
    private func isConfirmed(_ open: SessionManager.OpenWait, _ decision: WaitDecided.Decision) throws -> Bool {
        if !options.json { options.output.text(WaitText(open, output: options.output).text) }
        // A `yes` that comes down a pipe is nobody's.
        let canAsk = options.output.isTerminal && isatty(STDIN_FILENO) == 1
        switch certainty {
        case .given: return true
        case .askedOnTerminal: if !canAsk { return true }
        case .asked:
            guard canAsk else {
                throw CommandError(.usage, "there is no terminal to ask on", hint: "--yes agrees without asking")
            }
        }
        options.output.raw(decision == .approved ? "Agree to exactly this? [yes/no] " : "Refuse this? [yes/no] ")
        return readLine(strippingNewline: true)?.lowercased() == "yes"
    }
}
