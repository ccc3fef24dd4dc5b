import ArgumentParser
import JSON
import Model
import Policy
import Sessions

/// `casebook sessions merge`: what was found in a fork, taken over into the session that it goes on from.
struct SessionsMergeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "merge", abstract: "Take the findings, notes and hypotheses of a fork over into its session.",
        discussion: "The evidence that they cite comes with them. Merging again adds only what is new.")

    @Argument(help: "The fork: an identifier, the beginning of one, or @last.")
    var fork: String

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let workplace = try await Wiring(options).open()
        let fork = try await workplace.manager.resolve(fork)
        let merged = try await ForkMerger(manager: workplace.manager, access: .all, author: workplace.principal)
            .merge(fork)
        await workplace.close()
        options.json ? options.output.json(json(of: merged)) : options.output.text(text(of: merged))
    }

    private func json(of merged: ForkMerger.Merged) -> JSONValue {
        [
            "session": .string(merged.session.rawValue), "fork": .string(merged.fork.rawValue),
            "findings": .array(merged.findings.map { $0.finding.interface(from: $0.from) }),
            "notes": JSONValue(merged.notes),
            "hypotheses": .array(merged.hypotheses.map(\.rawValue).sorted().map { .string($0) }),
            "evidence": JSONValue(merged.evidence),
        ]
    }

    private func text(of merged: ForkMerger.Merged) -> String {
        guard !merged.findings.isEmpty || merged.notes > 0 || !merged.hypotheses.isEmpty else {
            return "\(merged.session) has all that was found in \(merged.fork)"
        }
        let counts =
            "\(merged.findings.count) findings, \(merged.notes) notes, \(merged.hypotheses.count) hypotheses, "
            + "\(merged.evidence) pieces of evidence"
        let lines = merged.findings.map { recorded in
            let finding = recorded.finding
            return options.output.fitted(
                "  \(finding.severity.rawValue.padded(to: 8)) \(Printable.cut(finding.statement, to: 200)) "
                    + "[\(finding.verdict.rawValue)]")
        }
        return (["\(merged.session) takes over from \(merged.fork): \(counts)"] + lines).joined(separator: "\n")
    }
}

extension Finding {
    /// As the command line's JSON shows it, with the entry of a fork that it was taken over from.
    func interface(from place: EntryPlace?) -> JSONValue {
        var object = interface.objectValue ?? [:]
        object["from"] = place?.interface ?? .null
        return .object(object)
    }
}
