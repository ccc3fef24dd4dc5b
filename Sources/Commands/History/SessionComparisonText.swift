import JSON
import Model
import Sessions

/// Two sessions beside each other, for a reader: what is the same is counted, what is not is shown.
struct SessionComparisonText {
    private let comparison: SessionComparison
    private let output: Output

    init(_ comparison: SessionComparison, _ output: Output) {
        self.comparison = comparison
        self.output = output
    }

    var text: String { (head + window + findings + evidence + runs).joined(separator: "\n") }

    private var head: [String] {
        let place = comparison.common.map { "both have what stands up to entry \($0.sequence) of \($0.session)" }
        return [
            output.paint(side("-", comparison.before), .red), output.paint(side("+", comparison.after), .green),
            "  \(place ?? "they are not related")",
        ]
    }

    private func side(_ mark: String, _ state: SessionState) -> String {
        output.fitted("\(mark) \(state.id)  \(state.status.rawValue)  \(Printable.cut(state.title, to: 80))")
    }

    private var window: [String] {
        guard !comparison.hasSameWindow else { return ["", "window: the same"] }
        return ["", "window"] + changed(Self.span(comparison.before.window), Self.span(comparison.after.window))
    }

    private static func span(_ window: Window?) -> String {
        window.map { "\($0.start) to \($0.end), baseline from \($0.baseline.start)" } ?? "none"
    }

    private var findings: [String] {
        let findings = comparison.findings
        var lines = ["", "findings: \(findings.same.count) the same"]
        for pair in findings.changed {
            let words = pair.after.differences(from: pair.before).map(\.rawValue).joined(separator: ", ")
            lines.append("  changed: \(words)")
            lines += changed(DifferenceText.line(of: pair.before), DifferenceText.line(of: pair.after))
        }
        lines += findings.gone.map { output.paint("  - \(DifferenceText.line(of: $0))", .red) }
        lines += findings.new.map { output.paint("  + \(DifferenceText.line(of: $0))", .green) }
        return lines
    }

    private var evidence: [String] {
        let evidence = comparison.evidence
        var lines = ["", "evidence: \(evidence.same.count) the same"]
        for pair in evidence.changed {
            lines.append("  \(Self.question(pair.after)) gave something else")
            lines += changed(Printable.cut(pair.before.summary, to: 200), Printable.cut(pair.after.summary, to: 200))
        }
        lines += evidence.gone.map { output.paint("  - \(Self.question($0))", .red) }
        lines += evidence.new.map { output.paint("  + \(Self.question($0))", .green) }
        if !comparison.removed.isEmpty { lines.append("  \(comparison.removed.count) removed, not compared") }
        return lines
    }

    private static func question(_ answer: EvidenceChanges.Answer) -> String {
        "\(answer.tool) \(Printable.cut(answer.arguments.serialized(), to: 160))"
    }

    private var runs: [String] {
        guard !comparison.runs.isEmpty else { return [] }
        let differences = DifferenceText(output)
        return ["", "runs"]
            + comparison.runs.flatMap { runs -> [String] in
                let name = Printable.clean(runs.workflow)
                guard let before = runs.before else { return [output.paint("  + \(name)", .green)] }
                guard let after = runs.after else { return [output.paint("  - \(name)", .red)] }
                guard !runs.isSame else { return ["  \(name): the same, \(after.status.rawValue)"] }
                return ["  \(name): \(before.status.rawValue) → \(after.status.rawValue)"]
                    + (runs.steps + runs.outputs).flatMap { differences.lines(of: $0) }
            }
    }

    private func changed(_ before: String, _ after: String) -> [String] {
        [output.paint("    - \(before)", .red), output.paint("    + \(after)", .green)]
    }
}
