internal import Model

/// The hypotheses: what was ruled out and by what, what is supported, what is open.
struct MarkdownLedger: Sendable {
    let parts: [String]

    init(_ content: ReportContent) {
        let lines = LedgerLine.lines(of: content.state)
        guard !lines.isEmpty else {
            parts = []
            return
        }
        parts = ["## Hypotheses"] + lines.map { Self.part($0, in: content) }
    }

    private static func part(_ line: LedgerLine, in content: ReportContent) -> String {
        var rows = [
            "- **\(line.words)**: \(MarkdownText.inline(line.hypothesis.statement)) · by "
                + MarkdownText.inline(line.hypothesis.author.words)
        ]
        for (word, findings) in [("against", line.opposing), ("for", line.supporting)] {
            rows += findings.map { finding in
                let rank = content.findings.firstIndex { $0.id == finding.id }.map { "finding \($0 + 1)" } ?? "finding"
                return "  - \(word): \(rank), \(finding.verdict.rawValue): \(MarkdownText.inline(finding.statement))"
            }
        }
        rows += line.notes.map { "  - note: \(MarkdownText.inline($0))" }
        if !line.doubtful.isEmpty { rows.append("  - \(Sentences.doubtful)") }
        return rows.joined(separator: "\n")
    }
}
