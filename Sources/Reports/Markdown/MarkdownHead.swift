internal import Model

/// Title, status, window and summary.
struct MarkdownHead: Sendable {
    let parts: [String]

    init(_ content: ReportContent) {
        var facts = ["- Status: \(content.status)"]
        if let window = content.state.window {
            facts.append(
                "- Window: \(Moment.span(window.start, window.end)), compared with "
                    + Moment.span(window.baseline.start, window.baseline.end))
        } else {
            facts.append("- Window: not set")
        }
        facts.append("- Session: `\(content.state.id)`")
        if let origin = content.state.origin {
            facts.append("- Forked from: `\(origin.parent)` at entry \(Figures.count(origin.sequence))")
        }
        facts.append("- Owner: \(MarkdownText.inline(content.state.owner.words))")
        parts = ["# " + MarkdownText.inline(content.title), facts.joined(separator: "\n"), Self.summary(content)]
    }

    private static func summary(_ content: ReportContent) -> String {
        var text: String
        if let top = content.findings.first {
            text = """
                **\(top.severity.rawValue)**: \(MarkdownText.inline(top.statement)) \
                (confidence \(Figures.percent(top.confidence)), \(top.verdict.rawValue))
                """
        } else {
            text = "No finding has been recorded."
        }
        if let onset = content.onset {
            text += "\n\n**Onset**: \(Moment.full(onset.time))"
            if !onset.reason.isEmpty { text += ", " + MarkdownText.inline(onset.reason) }
        }
        let incomplete = content.incompleteSources
        if !incomplete.isEmpty {
            let names = MarkdownText.inline(incomplete.joined(separator: ", "))
            text += "\n\nNot all of \(names) was seen; see what was searched."
        }
        return text
    }
}
