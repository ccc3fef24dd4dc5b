import ArgumentParser
import JSON
import Model
import Policy
import Sessions
import Workflows

/// `casebook finding add`: records a statement with citations.
struct FindingAddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Record a finding; every quote is looked up in the evidence.")

    @Argument(help: SessionName.help)
    var session: String

    @Argument(help: "The statement; - takes it from the standard input.")
    var statement: String

    @Option(help: "info, low, medium, high or critical.")
    var severity = Severity.medium

    @Option(help: "From 0 to 1.")
    var confidence = 0.5

    @Option(
        help: ArgumentHelp(
            "Where the evidence says so: ev_…#/pointer, or ev_…:3 or ev_…:3-5 for lines of its body; behind a blank the quote.",
            valueName: "place quote"))
    var cite: [String] = []

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        guard (0...1).contains(confidence) else { throw CommandError(.usage, "--confidence is from 0 to 1") }
        let statement = statement == "-" ? try StandardInput.read(limit: HypothesisLedger.maximumLength) : statement
        guard !statement.allSatisfy(\.isWhitespace) else { throw CommandError(.usage, "the statement is empty") }
        var citations: [CitationDraft] = []
        for text in cite { citations.append(try CitationOption.draft(text)) }
        let workplace = try await Wiring(options).open()
        let session = try await workplace.session(session)
        let recorder = FindingRecorder(
            store: workplace.manager.store, executor: workplace.executor, rights: .all)
        let draft = FindingDraft(
            statement: statement, severity: severity, confidence: confidence, citations: citations)
        let finding = try await recorder.finding(from: draft, by: workplace.principal, at: nil, in: session)
        let checks = try await recorder.checks(of: finding, in: session)
        try await workplace.manager.record(finding, in: session, by: workplace.principal)
        await workplace.close()
        guard options.json else { return options.output.text(Self.text(of: finding, checks)) }
        var object = finding.interface.objectValue ?? [:]
        object["session"] = .string(session.id.rawValue)
        object["checks"] = .array(checks.map(Self.json))
        options.output.json(.object(object))
    }

    private static func text(of finding: Finding, _ checks: [CitationCheck]) -> String {
        var lines = ["\(finding.id): \(finding.verdict.rawValue)"]
        for (index, check) in checks.enumerated() where check.verdict != .cited {
            lines.append("  citation \(index + 1): \(check.reason ?? check.verdict.rawValue)")
            if let nearest = check.nearest {
                lines.append("    nearest, at \(CitationOption.words(nearest.place)): \(Printable.clean(nearest.text))")
            }
        }
        return lines.joined(separator: "\n")
    }

    private static func json(_ check: CitationCheck) -> JSONValue {
        [
            "verdict": .string(check.verdict.rawValue), "reason": check.reason.map { .string($0) } ?? .null,
            "nearest": check.nearest.map {
                ["place": .string(CitationOption.words($0.place)), "text": .string($0.text)]
            } ?? .null,
        ]
    }
}
