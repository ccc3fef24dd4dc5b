internal import Model

/// The hypotheses: what was ruled out and by what, what is supported, what is open.
struct HTMLLedger: Sendable {
    let markup: Markup

    init(_ content: ReportContent) {
        let lines = LedgerLine.lines(of: content.state)
        guard !lines.isEmpty else {
            markup = ""
            return
        }
        markup = HTMLParts.section("hypotheses", "Hypotheses", "\(lines.map { Self.article($0, in: content) })")
    }

    private static func article(_ line: LedgerLine, in content: ReportContent) -> Markup {
        let look = line.hypothesis.status == .supported ? "good" : line.hypothesis.status == .open ? "low" : "info"
        let doubt: Markup = line.doubtful.isEmpty ? "" : "<p class=\"note\">\(Sentences.doubtful)</p>"
        return """
            <article class="finding info">
            <div class="facts-line">\(HTMLParts.chip(line.words, look))<span>by \(line.hypothesis.author.words)</span></div>
            <h3>\(Markup(prose: line.hypothesis.statement))</h3>
            <ul>
            \(findings("against", line.opposing, in: content))\(findings("for", line.supporting, in: content))\(
                line.notes.map { note -> Markup in "<li>note: \(note)</li>\n" })</ul>
            \(doubt)</article>

            """
    }

    private static func findings(_ word: String, _ findings: [Finding], in content: ReportContent) -> [Markup] {
        findings.map { finding in
            let rank = content.findings.firstIndex { $0.id == finding.id }.map { $0 + 1 }
            let link: Markup = rank.map { "<a href=\"#finding-\($0)\">finding \($0)</a>" } ?? "finding"
            return "<li>\(word): \(link), \(finding.verdict.rawValue): \(finding.statement)</li>\n"
        }
    }
}
