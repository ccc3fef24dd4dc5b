internal import Model

/// Title, status, window, the summary and the way to the rest.
struct HTMLHead: Sendable {
    let markup: Markup

    init(_ content: ReportContent) {
        let window: Markup = content.state.window.map { Self.window($0) } ?? "<dd class=\"muted\">not set</dd>"
        markup = """
            <header>
            <p class="kicker">Casebook investigation</p>
            <h1>\(content.title)</h1>
            <dl>
            <dt>Status</dt><dd>\(content.status)</dd>
            <dt>Window</dt>\(window)
            </dl>
            </header>
            \(Self.summary(content))
            \(Self.navigation(content))
            """
    }

    private static func window(_ window: Window) -> Markup {
        """
        <dd>\(Moment.span(window.start, window.end)) (\(Figures.duration(nanoseconds: window.span.length)))<br>
        <span class="muted small">compared with \(Moment.span(window.baseline.start, window.baseline.end))</span></dd>
        """
    }

    private static func summary(_ content: ReportContent) -> Markup {
        let top = content.findings.first
        var body: Markup
        if let top {
            body = """
                <p class="lead"><strong>\(Markup(prose: top.statement))</strong></p>
                <p>\(HTMLParts.severity(top.severity)) \(HTMLParts.chip(top.verdict.rawValue, top.verdict.look)) \
                <span class="muted">confidence \(Figures.percent(top.confidence)), by \(top.author.words)</span></p>

                """
        } else {
            body = "<p class=\"lead\">No finding has been recorded.</p>\n"
        }
        if let onset = content.onset {
            let reason: Markup = onset.reason.isEmpty ? "" : ": \(Markup(prose: onset.reason))"
            let source: Markup = onset.evidence.map { " (\(HTMLParts.evidence($0, in: content)))" } ?? ""
            let time = HTMLParts.time(onset.time, Moment.full(onset.time))
            body += "<p><strong>Onset</strong> \(time)\(reason)\(source)</p>\n"
        } else if !content.evidence.isEmpty {
            body += "<p class=\"muted\">No onset was found.</p>\n"
        }
        let incomplete = content.incompleteSources
        if !incomplete.isEmpty {
            body += """
                <p class="muted small">Not all of \(incomplete.joined(separator: ", ")) was seen; \
                <a href="#coverage">what was searched</a> says why.</p>

                """
        }
        return """
            <div class="summary \(top?.severity.rawValue ?? "info")" role="region" aria-label="Summary">
            \(body)</div>
            """
    }

    private static func navigation(_ content: ReportContent) -> Markup {
        var links: [Markup] = ["<a href=\"#findings\">Findings</a>"]
        if !content.charts.isEmpty { links.append("<a href=\"#chart\">Chart</a>") }
        links += [
            "<a href=\"#timeline\">Timeline</a>", "<a href=\"#coverage\">What was searched</a>",
            "<a href=\"#workflow\">Workflow</a>", "<a href=\"#evidence\">Evidence</a>",
            "<a href=\"#verification\">Verification</a>",
        ]
        return "<nav aria-label=\"Contents\">\(links.joined(separator: "\n"))</nav>"
    }
}
