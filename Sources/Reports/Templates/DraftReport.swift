package import Model

/// The draft of a document that people finish: what the session knows stands in it, the rest is left blank.
package struct DraftReport: Sendable {
    /// What it is for.
    package enum Template: String, Sendable, CaseIterable {
        /// For those who want to know what happened and what is to be done.
        case postmortem
        /// For whoever goes on with the investigation.
        case handover
    }

    /// The whole document, as Markdown.
    package let text: String

    /// Stands where no evidence fills a part.
    private static let blank = "_To be written: no evidence says it._"

    package init(_ snapshot: SessionSnapshot, _ template: Template) {
        let content = ReportContent(snapshot)
        let parts =
            switch template {
            case .postmortem: Self.postmortem(content)
            case .handover: Self.handover(content)
            }
        text = parts.joined(separator: "\n\n") + "\n"
    }

    private static func postmortem(_ content: ReportContent) -> [String] {
        ["# Postmortem: \(MarkdownText.inline(content.title))", head(content), "## Impact", blank]
            + [
                "## Timeline", timeline(content), "## Cause", cause(content), "## What was ruled out",
                ruledOut(content),
            ]
            + ["## What was not seen", unseen(content), "## Actions", blank, "> \(Sentences.checked)"]
    }

    private static func handover(_ content: ReportContent) -> [String] {
        let open = content.state.hypotheses.filter { $0.status == .open }.map(\.statement)
        let waits = content.state.waits.filter { $0.decision == nil }.map(\.request.message)
        return ["# Handover: \(MarkdownText.inline(content.title))", head(content), "## What is known", known(content)]
            + ["## What is open", list(open), "## What waits for a person", list(waits), "## What was ruled out"]
            + [ruledOut(content), "## What was not seen", unseen(content), "## Timeline", timeline(content)]
            + ["## What to do next", blank, "> \(Sentences.checked)"]
    }

    private static func head(_ content: ReportContent) -> String {
        let window = content.state.window.map { Moment.span($0.start, $0.end) } ?? "not set"
        return """
            - Session: `\(content.state.id)`, \(content.status)
            - Window: \(window)
            - Owner: \(MarkdownText.inline(content.state.owner.words))
            """
    }

    private static func timeline(_ content: ReportContent) -> String {
        guard !content.happenings.isEmpty else { return blank }
        return content.happenings.prefix(60).map { happening in
            let label = content.label(happening.evidence).map { " (\($0))" } ?? ""
            return
                "- \(happening.time): \(happening.kind.words): \(MarkdownText.inline(happening.text, limit: 300))\(label)"
        }
        .joined(separator: "\n")
    }

    /// What is supported, or else what was found with citations that hold; never a guess.
    private static func cause(_ content: ReportContent) -> String {
        let supported = LedgerLine.lines(of: content.state).filter {
            $0.hypothesis.status == .supported && $0.doubtful.isEmpty
        }
        guard supported.isEmpty else {
            return supported.map { line in
                ([MarkdownText.inline(line.hypothesis.statement)] + line.supporting.map { "  - by: \(told($0))" })
                    .joined(separator: "\n")
            }
            .map { "- " + $0 }.joined(separator: "\n")
        }
        let cited = content.findings.filter { $0.verdict == .cited && $0.severity >= .medium }
        guard !cited.isEmpty else { return blank }
        return "No hypothesis is supported. What was found:\n\n" + cited.map { "- \(told($0))" }.joined(separator: "\n")
    }

    private static func known(_ content: ReportContent) -> String {
        list(content.findings.filter { $0.verdict == .cited }, told)
    }

    private static func ruledOut(_ content: ReportContent) -> String {
        let lines = LedgerLine.lines(of: content.state).filter { $0.hypothesis.status == .refuted }
        guard !lines.isEmpty else { return blank }
        return lines.map { line in
            let reasons = line.opposing.map { "  - by: \(told($0))" }
            let doubt = line.doubtful.isEmpty ? [] : ["  - \(Sentences.doubtful)"]
            return (["- \(MarkdownText.inline(line.hypothesis.statement))"] + reasons + doubt).joined(separator: "\n")
        }
        .joined(separator: "\n")
    }

    private static func unseen(_ content: ReportContent) -> String {
        let groups = content.searches.filter { $0.value.isIncomplete }
        guard !groups.isEmpty else { return content.coverage.isEmpty ? blank : "Everything that was asked was seen." }
        return groups.map { group in
            let omitted = group.omitted.prefix(5).map { MarkdownText.inline($0, limit: 200) }.joined(separator: "; ")
            return "- \(MarkdownText.inline(group.source)): \(group.value.words)"
                + (omitted.isEmpty ? "" : "; \(omitted)")
        }
        .joined(separator: "\n")
    }

    private static func told(_ finding: Finding) -> String {
        "\(MarkdownText.inline(finding.statement)) (\(finding.verdict.rawValue), by \(MarkdownText.inline(finding.author.words)))"
    }

    private static func list(_ texts: [String]) -> String { list(texts) { MarkdownText.inline($0) } }

    private static func list<Item>(_ items: [Item], _ text: (Item) -> String) -> String {
        items.isEmpty ? blank : items.map { "- \(text($0))" }.joined(separator: "\n")
    }
}
