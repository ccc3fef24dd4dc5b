import JSON
import Model

/// A run's result for a reader.
struct RunResultText {
    let text: String

    init(_ result: RunResult, output: Output) {
        var lines = [""]
        for finding in result.findings { lines += Self.lines(of: finding, output) + [""] }
        if result.findings.isEmpty { lines += ["No findings.", ""] }
        if result.run.status == .running {
            lines += ["Another process drives run \(result.run.id): casebook sessions show \(result.session)", ""]
        }
        if result.run.status == .waiting { lines += ["Waiting for a person: casebook approvals", ""] }
        if let error = result.run.error {
            lines += Self.wrapped("failed: " + error.message, output, indent: 2).map { output.paint($0, .red) } + [""]
        }
        lines += Self.wrapped(Self.coverage(of: result), output, indent: 10)
        if let window = result.window {
            lines += Self.wrapped("window    \(window.start) to \(window.end)", output, indent: 10)
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
        let severity = finding.severity.rawValue.uppercased()
        let verdict = finding.verdict == .cited ? "" : " [\(finding.verdict.rawValue)]"
        let text = "\(severity) \(finding.statement) (\(percent) %)\(verdict)"
        var lines = wrapped(text, output, indent: 2)
        lines[0] = output.paint(severity, style) + output.paint(String(lines[0].dropFirst(severity.count)), .bold)
        lines = lines.prefix(1) + lines.dropFirst().map { output.paint($0, .bold) }
        for citation in finding.citations {
            let place: String
            switch citation.place {
            case .pointer(let pointer): place = pointer
            case .lines(let range): place = "lines \(range.lowerBound)-\(range.upperBound)"
            }
            let quote = "    “\(Printable.cut(citation.quote, to: 160))”"
            lines += wrapped(quote, output, indent: 5)
            lines += wrapped("      \(citation.evidence) \(place)", output, indent: 6).map { output.paint($0, .dim) }
        }
        return lines
    }

    private static func wrapped(_ text: String, _ output: Output, indent: Int) -> [String] {
        Printable.wrapped(text, toColumns: output.width, indent: indent)
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
