internal import Model

/// The findings, most severe first, each with its quotes.
struct MarkdownFindings: Sendable {
    let parts: [String]

    init(_ content: ReportContent) {
        guard !content.findings.isEmpty else {
            parts = ["## Findings", "There are none."]
            return
        }
        let findings = content.findings.enumerated().flatMap { Self.finding($1, rank: $0 + 1, in: content) }
        parts = ["## Findings"] + findings + ["> \(Sentences.checked)", "> \(Sentences.outside)"]
    }

    private static func finding(_ finding: Finding, rank: Int, in content: ReportContent) -> [String] {
        let head = "### \(rank). \(MarkdownText.inline(finding.statement))"
        let facts = """
            **\(finding.severity.rawValue)** · confidence \(Figures.percent(finding.confidence)) · \
            by \(MarkdownText.inline(finding.author.words)) · \(finding.verdict.rawValue): \(finding.verdict.explanation)
            """
        return [head, facts]
            + finding.citations.flatMap { citation in
                [MarkdownText.block(citation.quote, language: "data", limit: 4000), source(of: citation, in: content)]
            }
    }

    private static func source(of citation: Citation, in content: ReportContent) -> String {
        let evidence = content.evidence.first { $0.id == citation.evidence }
        let tool = evidence.map { "\(MarkdownText.inline($0.tool))@\($0.version)" } ?? "not at hand"
        let label = content.label(citation.evidence).map { "\($0) · " } ?? ""
        return "Quoted from \(label)\(tool) · `\(citation.evidence)` · \(MarkdownText.code(citation.place.words))"
    }
}
