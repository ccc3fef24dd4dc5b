import JSON
import Model

/// What is left of a session when its run has ended, without what differs from one course to the next: identifiers,
/// times and the order of what happened at once.
struct FinalState: Hashable {
    let lines: [String]

    init?(_ state: SessionState, evidence: (EvidenceID) -> Evidence?) {
        guard let run = state.runs.last, state.runs.count == 1 else { return nil }
        var lines = ["run \(run.status) \(JSONValue.object(run.outputs).canonicalText()) \(run.error?.message ?? "")"]
        lines += run.attempts.map { attempt in
            var output = attempt.output ?? attempt.evidence.flatMap { evidence($0)?.output } ?? .null
            // A finding is named by its identifier.
            if case .object(var object) = output, object["finding"] != nil {
                object["finding"] = .null
                output = .object(object)
            }
            return "step \(attempt.step.words) \(attempt.status) \(output.canonicalText()) "
                + "\(attempt.error?.code ?? "") \(attempt.error?.message ?? "") \(attempt.reason ?? "")"
        }.sorted()
        lines += state.findings.map(\.finding).map { finding in
            let quotes = finding.citations.map { "\($0.place) \($0.quote)" }.joined(separator: ", ")
            return "finding \(finding.statement) \(finding.severity) \(finding.confidence) \(finding.verdict) "
                + "\(finding.step?.words ?? "") \(quotes)"
        }.sorted()
        self.lines = lines
    }

    /// What stands in one and not in the other.
    func difference(from other: FinalState) -> [String] {
        lines.filter { !other.lines.contains($0) }.map { "- \($0)" }
            + other.lines.filter { !lines.contains($0) }.map { "+ \($0)" }
    }
}
