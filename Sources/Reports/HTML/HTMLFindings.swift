internal import Model

/// The findings, most severe first, each with its quotes.
struct HTMLFindings: Sendable {
    let markup: Markup

    init(_ content: ReportContent) {
        guard !content.findings.isEmpty else {
            markup = HTMLParts.section("findings", "Findings", "<p class=\"muted\">There are none.</p>")
            return
        }
        let articles = content.findings.enumerated().map { Self.article($1, rank: $0 + 1, in: content) }
        markup = HTMLParts.section(
            "findings", "Findings",
            """
            \(articles)
            <p class="note">\(Sentences.checked)<br>\(Sentences.outside)</p>
            """)
    }

    private static func article(_ finding: Finding, rank: Int, in content: ReportContent) -> Markup {
        """
        <article class="finding \(finding.severity.rawValue)" id="finding-\(rank)">
        <div class="facts-line">\(HTMLParts.severity(finding.severity))
        <span>confidence \(Figures.percent(finding.confidence))</span>
        <span>by \(finding.author.words)</span>
        \(HTMLParts.chip(finding.verdict.rawValue, finding.verdict.look))<span>\(finding.verdict.explanation)</span></div>
        <h3>\(rank). \(Markup(prose: finding.statement))</h3>
        \(finding.citations.map { quote($0, in: content) })</article>

        """
    }

    private static func quote(_ citation: Citation, in content: ReportContent) -> Markup {
        let evidence = content.evidence.first { $0.id == citation.evidence }
        let place: Markup =
            content.anchor(of: citation).map { "<a href=\"#\($0)\">\(citation.place.words)</a>" }
            ?? "\(citation.place.words)"
        let label = content.label(citation.evidence)
        let source: Markup =
            evidence.map { "\(label ?? "") · \($0.tool)@\($0.version) · " } ?? "evidence not at hand · "
        return """
            <figure>
            <blockquote>\(Markup(block: citation.quote, limit: 4000))</blockquote>
            <figcaption>quoted data · \(source)\(place)<br><span class="id">\(citation.evidence.rawValue)</span></figcaption>
            </figure>

            """
    }
}
