internal import JSON
internal import Model

/// The appendix: each evidence with what was asked, what it saw and what it answered.
struct HTMLEvidence: Sendable {
    /// The most evidence that is shown in full.
    static let maximumEvidence = 200

    let markup: Markup

    init(_ content: ReportContent) {
        guard !(content.evidence.isEmpty && content.missing.isEmpty) else {
            markup = HTMLParts.section("evidence", "Evidence", "<p class=\"muted\">There is none.</p>")
            return
        }
        var body: Markup = "<p class=\"note\">\(Sentences.outside)</p>\n"
        for evidence in content.evidence.prefix(Self.maximumEvidence) { body += Self.article(evidence, in: content) }
        for evidence in content.evidence.dropFirst(Self.maximumEvidence) {
            body += """
                <p id="\(evidence.id.rawValue)">\(content.label(evidence.id) ?? "") \(evidence.tool)@\(evidence.version) \
                <span class="id">\(evidence.id.rawValue)</span> \(evidence.summary)</p>

                """
        }
        for id in content.missing {
            let absence = content.state.tombstone(of: id).map { "was removed, see entry \($0)" } ?? "is not at hand"
            body += "<p class=\"muted\"><span class=\"id\">\(id.rawValue)</span> \(absence).</p>\n"
        }
        markup = HTMLParts.section("evidence", "Evidence", body)
    }

    private static func article(_ evidence: Evidence, in content: ReportContent) -> Markup {
        let cited = content.cited[evidence.id] ?? []
        return """
            <article class="evidence" id="\(evidence.id.rawValue)">
            <h3>\(content.label(evidence.id) ?? "") \(evidence.tool)@\(evidence.version) <span class="id">\(evidence.id.rawValue)</span></h3>
            <p>\(Markup(prose: evidence.summary))</p>
            \(cited.map { citation($0) })
            \(facts(evidence))
            \(OutputDigest(evidence).blocks.map { block($0) })
            \(output(evidence, cited))
            </article>

            """
    }

    /// A cited place with what really stands there.
    private static func citation(_ place: CitedPlace) -> Markup {
        let findings = place.findings.map { rank -> Markup in "<a href=\"#finding-\(rank)\">finding \(rank)</a>" }
        let head: Markup = """
            <p class="small muted">Cited by \(findings.joined(separator: ", ")): <code>\(place.words)</code></p>
            """
        let there: Markup
        switch place.place {
        case .lines:
            // The lines themselves are in the body, which a snapshot does not hold.
            there = place.quotes.map { quote -> Markup in "<pre><mark>\(Markup(block: quote, limit: 4000))</mark></pre>"
            }
            .joined()
        case .pointer:
            if let value = place.value {
                let text = value.stringValue ?? value.canonicalText()
                there = "<pre><mark>\(Markup(block: text, limit: 4000))</mark></pre>"
            } else {
                there = "<p class=\"small\">Nothing stands there.</p>"
            }
        }
        return "<div class=\"cite\" id=\"\(place.anchor)\">\(head)\(there)</div>\n"
    }

    private static func facts(_ evidence: Evidence) -> Markup {
        var facts: [(String, Markup)] = [
            ("Arguments", "<code>\(evidence.arguments.serialized())</code>"),
            (
                "Called",
                "\(Moment.full(evidence.started)), took \(Figures.duration(nanoseconds: evidence.finished.nanoseconds(since: evidence.started)))"
            ),
        ]
        if let window = evidence.window { facts.append(("Window", "\(Moment.span(window.start, window.end))")) }
        let coverage = evidence.coverage.map { "\($0.source): \($0.value.words)" }
        if !coverage.isEmpty { facts.append(("Coverage", "\(coverage.joined(separator: "; "))")) }
        if let body = evidence.body {
            facts.append(
                (
                    "Body",
                    "\(Figures.bytes(body.length)), \(Figures.count(body.lines, "line")) <span class=\"id\">sha256 \(body.sha256.hex)</span>"
                ))
        }
        let items = facts.map { name, value -> Markup in "<dt>\(name)</dt><dd>\(value)</dd>\n" }
        return "<dl>\n\(items)</dl>"
    }

    private static func block(_ block: OutputBlock) -> Markup {
        switch block {
        case .facts(let facts):
            let items = facts.map { fact -> Markup in "<dt>\(fact.name)</dt><dd>\(fact.value)</dd>\n" }
            return "<dl>\n\(items)</dl>\n"
        case .table(let title, let columns, let rows, let omitted):
            let heads = columns.map { column -> HTMLTable.Column in
                switch column {
                case .number(let title): .init(title: title, look: "number")
                case .time(let title): .init(title: title, look: "moment")
                case .words(let title), .code(let title): .init(title: title, look: "")
                }
            }
            let cells = rows.map { row in
                zip(columns, row).map { column, cell -> Markup in
                    if case .code = column { return "<code>\(cell)</code>" }
                    return "\(cell)"
                }
            }
            let rest: Markup = omitted > 0 ? "<p class=\"muted small\">\(omitted) more in the output.</p>\n" : ""
            return "\(HTMLTable(caption: title, heads, cells).markup)\(rest)"
        }
    }

    private static func output(_ evidence: Evidence, _ cited: [CitedPlace]) -> Markup {
        let pointers = cited.compactMap { place -> String? in
            guard case .pointer(let pointer) = place.place else { return nil }
            return pointer
        }
        let tree = JSONTree(evidence.output, cited: pointers)
        let segments = tree.segments.map { segment -> Markup in
            let text = Markup(block: segment.text)
            switch segment.style {
            case .punctuation, .string, .scalar: return text
            case .key: return "<span class=\"k\">\(text)</span>"
            case .cited: return "<mark>\(text)</mark>"
            }
        }
        let cut: Markup = tree.isCut ? "<p class=\"muted small\">The rest of the output is not shown here.</p>" : ""
        return """
            <details class="raw"><summary>Output as JSON</summary>
            <pre>\(segments)</pre>\(cut)</details>
            """
    }
}
