import ArgumentParser
import JSON
import Model
import Sessions
import Store

/// `casebook audit`: who read what, and what was refused.
struct AuditCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit", abstract: "Show who read what, from the journals.",
        discussion: "Calls with their sources and what came of them, refusals, decisions, members and tokens, in the "
            + "order of their times; of many the newest.")

    @Option(help: ArgumentHelp("Only what this principal did.", valueName: "name"))
    var principal: String?

    @Option(help: ArgumentHelp("Only in this session.", valueName: "session"))
    var session: String?

    @Option(help: ArgumentHelp("Only in this time: `last 2h`, `START to END` or `TIME ± 15m`.", valueName: "window"))
    var window: String?

    @Flag(help: "Only what was refused because of who asked.")
    var refused = false

    @Option(help: "How many at most, from 1 to 100000.")
    var limit = 1000

    @OptionGroup var options: GlobalOptions

    func validate() throws {
        guard 1...100_000 ~= limit else { throw ValidationError("--limit is from 1 to 100000") }
    }

    func run() async throws {
        let wiring = try Wiring(options)
        let manager = try await wiring.openForReading()
        var filter = Audit.Filter()
        filter.principal = principal
        filter.isRefusal = refused
        filter.span = try window.map { try WindowParser(now: manager.clock.now).span($0) }
        if let session { filter.session = try await wiring.currentSession.resolve(session, in: manager).id }
        let progress = SearchProgress()
        defer { progress.finish() }
        let page = try await Audit(manager.store).records(filter, limit: limit) { left in
            progress.show("\(left) sessions left to look through")
        }
        progress.finish()
        try await manager.store.close()
        options.json ? printJSON(page) : printText(page)
    }

    private func printText(_ page: Audit.Page) {
        let output = options.output
        if page.records.isEmpty { output.text("Nothing of that kind is in the journals.") }
        if page.omitted > 0 { output.text("… \(page.omitted) older left out; --limit or --window shows them") }
        for record in page.records { output.text(output.fitted(Printable.clean(record.line))) }
    }

    /// Written piece by piece: a document of many records is not made as a whole.
    private func printJSON(_ page: Audit.Page) {
        options.output.raw("{\"records\": [")
        for (index, record) in page.records.enumerated() {
            options.output.raw((index == 0 ? "\n  " : ",\n  ") + record.interface.serialized())
        }
        options.output.raw("\n], \"omitted\": \(page.omitted)}\n")
    }
}

extension AuditRecord {
    /// A line of the text that people read.
    fileprivate var line: String {
        var words = ["\(time)", principal, kind]
        if let tool { words.append(tool) }
        if !sources.isEmpty { words.append(sources.joined(separator: ", ")) }
        if let subject { words.append(subject) }
        words.append(isCached ? "\(outcome) (recorded)" : outcome)
        if place.session != .server { words.append(place.session.rawValue) }
        if let evidence { words.append(evidence.rawValue) }
        return words.joined(separator: "  ")
    }

    /// As the command line's JSON shows it.
    fileprivate var interface: JSONValue {
        [
            "time": .string(time.description), "principal": .string(principal),
            "session": place.session == .server ? .null : .string(place.session.rawValue),
            "sequence": JSONValue(place.sequence), "kind": .string(kind),
            "tool": tool.map { .string($0) } ?? .null, "sources": .array(sources.map { .string($0) }),
            "outcome": .string(outcome), "refused": .bool(isRefusal),
            "evidence": evidence.map { .string($0.rawValue) } ?? .null, "cached": .bool(isCached),
            "run": step.map { .string($0.run.rawValue) } ?? .null, "step": step.map { .string($0.path) } ?? .null,
            "subject": subject.map { .string($0) } ?? .null,
        ]
    }
}
