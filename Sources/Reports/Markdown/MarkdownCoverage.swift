internal import Model

/// What was searched, by source, and what was left out and why.
struct MarkdownCoverage: Sendable {
    let parts: [String]

    init(_ content: ReportContent) {
        var parts = ["## What was searched"]
        if content.coverage.isEmpty {
            parts.append("Nothing was searched.")
        } else {
            parts.append(
                MarkdownTable(
                    ["Source", "Seen", "Searched", "Time", "Left out", "By"],
                    content.coverage.map { row in
                        let omitted = row.omitted.prefix(20).joined(separator: "; ")
                        return [
                            row.coverage.source, row.coverage.value.words, row.searched, row.span,
                            omitted.isEmpty ? "nothing" : omitted,
                            "\(row.tool) \(content.label(row.evidence) ?? "")",
                        ]
                    }
                ).text)
        }
        let failures = content.state.failedCalls.prefix(100)
        if !failures.isEmpty {
            parts.append("### Calls that gave no evidence")
            parts.append(
                failures.map { "- " + MarkdownText.inline("\($0.tool): \($0.error)") }.joined(separator: "\n"))
        }
        self.parts = parts
    }
}
