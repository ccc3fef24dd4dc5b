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
                    content.searches.map { group in
                        let omitted = group.omitted.prefix(20).joined(separator: "; ")
                        let spans = group.spans.prefix(20).joined(separator: "; ")
                        let origins = group.origins.map { origin in
                            ([origin.tool] + origin.evidence.compactMap(content.label)).joined(separator: " ")
                        }
                        return [
                            group.source, group.value.words, group.searched, spans.isEmpty ? "–" : spans,
                            omitted.isEmpty ? "nothing" : omitted, origins.joined(separator: ", "),
                        ]
                    }
                ).text)
        }
        let missed = content.missedSpans
        if !missed.isEmpty {
            parts.append("### What of the window was missed")
            parts.append(missed.map { "- " + MarkdownText.inline($0) }.joined(separator: "\n"))
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
