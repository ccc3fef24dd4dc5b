import JSON
import Model

/// A run's result for a reader.
struct RunResultText {
    let text: String

    init(_ result: RunResult, output: Output) {
        var lines = [""]
        for finding in result.findings { lines += Self.lines(of: finding, output) + [""] }
        if result.findings.isEmpty { lines += ["No findings.", ""] }
        if result.run.status == .waiting { lines += ["Waiting for a person: casebook approvals", ""] }
        if let error = result.run.error {
            lines += [output.paint("failed: ", .red) + Printable.clean(error.message), ""]
        }
        lines.append(Self.coverage(of: result))
        if let window = result.window {
            lines.append("window    \(window.start) to \(window.end)")
        }
        lines.append("session   \(result.session)")
        lines.append("report    casebook export \(result.session) --format html --output report.html")
        text = lines.joined(separator: "\n")
    }

    private static func lines(of finding: Finding, _ output: Output) -> [String] {
        let style: Output.Style =
            switch finding.severity {
            case .critical, .high: .red
            case .medium: .yellow
            case .low, .info: .cyan
            }
        let percent = Int((finding.confidence * 100).rounded())
        let head = output.paint(finding.severity.rawValue.uppercased(), style)
        let verdict = finding.verdict == .cited ? "" : " [\(finding.verdict.rawValue)]"
        var lines = ["\(head) \(output.paint(Printable.clean(finding.statement), .bold)) (\(percent) %)\(verdict)"]
        for citation in finding.citations {
            let place: String
            switch citation.place {
            case .pointer(let pointer): place = pointer
            case .lines(let range): place = "lines \(range.lowerBound)-\(range.upperBound)"
            }
            lines.append("    “\(Printable.cut(citation.quote, to: 160))”")
            lines.append(output.paint("      \(citation.evidence) \(Printable.clean(place))", .dim))
        }
        return lines
    }

    private static func coverage(of result: RunResult) -> String {
        var byValue: [CoverageValue: Set<String>] = [:]
        for coverage in result.coverage { byValue[coverage.value, default: []].insert(coverage.source) }
        let parts = CoverageValue.allCases.compactMap { value in
            byValue[value].map { "\(value.rawValue): \($0.sorted().joined(separator: ", "))" }
        }
        return "searched  " + (parts.isEmpty ? "nothing" : parts.joined(separator: " · "))
    }
}
