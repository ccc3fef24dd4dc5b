import ArgumentParser
import CaseFiles
import JSON
import Model
import Sessions

/// `casebook import`: makes a session of a case file, or brings one that is here up to it.
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Take a case file in; it is verified as a whole first.")

    @Argument(help: "The case file.")
    var file: String

    @Flag(help: "Take it in under a new identifier, whatever is here.")
    var asFork = false

    @Option(
        help: ArgumentHelp(
            "The public key that it has to be signed with: 64 hexadecimal digits, or a file that holds them.",
            valueName: "key"))
    var key: String?

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let trusted = try key.map { try KeyOption.key($0) }
        let input = try CaseFileInput(file)
        let workplace = try await Wiring(options).open()
        let importer = CaseImporter(
            manager: workplace.manager, rules: workplace.executor.rules, author: workplace.principal)
        let done = try await importer.take(input, trusted: trusted, asFork: asFork)
        await workplace.close()
        options.json ? options.output.json(json(of: done)) : options.output.text(text(of: done))
    }

    private func json(of done: CaseImport) -> JSONValue {
        var object = CaseReportView(done.report, path: file).json.objectValue ?? [:]
        object["session"] = .string(done.session.rawValue)
        object["outcome"] = .string(done.journals.last?.outcome.rawValue ?? "")
        object["journals"] = .array(
            done.journals.map { journal in
                [
                    "session": .string(journal.session.rawValue), "outcome": .string(journal.outcome.rawValue),
                    "sequence": JSONValue(journal.sequence),
                    "withheld": .array(
                        journal.withheld.sorted { $0.key < $1.key }.map { sequence, parts in
                            ["sequence": JSONValue(sequence), "parts": .array(parts.names.map { .string($0) })]
                        }),
                ]
            })
        object["runs"] = .array(done.runs.map { .string($0.rawValue) })
        return .object(object)
    }

    private func text(of done: CaseImport) -> String {
        var lines: [String] = []
        for journal in done.journals {
            switch journal.outcome {
            case .inserted: lines.append("\(journal.session) taken in, \(journal.sequence) entries")
            case .forwarded: lines.append("\(journal.session) brought up to entry \(journal.sequence)")
            case .unchanged: lines.append("\(journal.session) has everything already")
            }
            for (sequence, parts) in journal.withheld.sorted(by: { $0.key < $1.key }).prefix(20) {
                let hidden = parts.intersection(journal.hidden[sequence] ?? [])
                lines += [
                    (hidden, "withheld of entry \(sequence), for what looks like a secret"),
                    (parts.subtracting(hidden), "entry \(sequence) is here without"),
                ]
                .filter { !$0.0.isEmpty }.map { "  \($1): " + $0.names.joined(separator: ", ") }
            }
            if journal.withheld.count > 20 { lines.append("  and of \(journal.withheld.count - 20) more") }
        }
        for run in done.runs { lines.append("\(run) has not ended; look at its workflow with: casebook trust \(run)") }
        if case .known = done.report.signature { return lines.joined(separator: "\n") }
        lines.append("Nobody has vouched for it: --key KEY checks who signed it.")
        return lines.joined(separator: "\n")
    }
}

extension WithheldParts {
    /// The parts in words.
    var names: [String] {
        [(WithheldParts.payload, "payload"), (.evidence, "evidence"), (.body, "body")]
            .filter { contains($0.0) }.map(\.1)
    }
}
