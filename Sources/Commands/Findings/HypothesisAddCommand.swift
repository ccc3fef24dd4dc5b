import ArgumentParser
import JSON
import Model
import Sessions

/// `casebook hypothesis add`: names what might be the cause.
struct HypothesisAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "add", abstract: "Open a hypothesis.")

    @Argument(help: SessionName.help)
    var session: String

    @Argument(help: "The statement; - takes it from the standard input.")
    var statement: String

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let statement = statement == "-" ? try StandardInput.read(limit: HypothesisLedger.maximumLength) : statement
        let workplace = try await Wiring(options).open()
        let session = try await workplace.session(session)
        let hypothesis = try await workplace.ledger.open(statement, in: session)
        await workplace.close()
        guard options.json else { return options.output.text("opened \(hypothesis.id)") }
        options.output.json(hypothesis.interface(in: session.id))
    }
}

extension Workplace {
    /// Writes hypotheses in the name of whoever runs the program.
    var ledger: HypothesisLedger { HypothesisLedger(manager: manager, executor: executor, author: principal) }
}

extension Hypothesis {
    /// The form in which every command tells it.
    func interface(in session: SessionID) -> JSONValue {
        [
            "session": .string(session.rawValue), "id": .string(id.rawValue), "statement": .string(statement),
            "status": .string(status.rawValue), "author": .string(author.name), "opened": .string(opened.description),
            "for": .array(findings(.supports).map { .string($0.rawValue) }),
            "against": .array(findings(.against).map { .string($0.rawValue) }),
            "history": .array(
                history.map { step in
                    [
                        "time": .string(step.time.description), "author": .string(step.weighed.author.name),
                        "finding": step.weighed.finding.map { .string($0.rawValue) } ?? .null,
                        "stance": step.weighed.stance.map { .string($0.rawValue) } ?? .null,
                        "status": step.weighed.status.map { .string($0.rawValue) } ?? .null,
                        "note": step.weighed.note.map { .string($0) } ?? .null,
                    ]
                }),
        ]
    }
}
