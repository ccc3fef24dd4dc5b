internal import Model

/// What was searched, by source, and what was left out and why.
struct HTMLCoverage: Sendable {
    let markup: Markup

    init(_ content: ReportContent) {
        var body: Markup
        if content.coverage.isEmpty {
            body = "<p class=\"muted\">Nothing was searched.</p>"
        } else {
            let columns: [HTMLTable.Column] = [
                .init(title: "Source", look: "source"), .init(title: "Seen"),
                .init(title: "Searched", look: "searched"),
                .init(title: "Left out", look: "omitted"), .init(title: "By", look: "origin"),
            ]
            body = HTMLTable(columns, content.searches.map { Self.row($0, in: content) }).markup
        }
        let missed = content.missedSpans
        if !missed.isEmpty {
            body +=
                "<h3>What of the window was missed</h3>\n<ul>\n\(missed.map { text -> Markup in "<li>\(text)</li>\n" })</ul>"
        }
        let failures = content.state.failedCalls
        if !failures.isEmpty {
            let items = failures.prefix(100).map { call -> Markup in
                let hint: Markup = call.error.hint.map { " <span class=\"muted\">\($0)</span>" } ?? ""
                return "<li><strong>\(call.tool)</strong> \(call.error.code): \(call.error.message)\(hint)</li>\n"
            }
            body += "<h3>Calls that gave no evidence</h3>\n<ul>\n\(items)</ul>"
        }
        markup = HTMLParts.section("coverage", "What was searched", body)
    }

    private static func row(_ group: CoverageGroup, in content: ReportContent) -> [Markup] {
        let omitted = group.omitted
        let list: Markup =
            omitted.isEmpty
            ? "nothing" : "<ul>\(omitted.prefix(20).map { text -> Markup in "<li>\(text)</li>" })</ul>"
        let spans = group.spans.prefix(20).map { span -> Markup in "<br><span class=\"muted small\">\(span)</span>" }
        let origins = group.origins.map { origin -> Markup in
            let evidence = origin.evidence.map { id -> Markup in " \(HTMLParts.evidence(id, in: content))" }
            return "<span>\(origin.tool)\(evidence)</span> "
        }
        return [
            "<strong>\(group.source)</strong>", HTMLParts.chip(group.value.words, group.value.look),
            "\(group.searched)\(spans)", list, "\(origins)",
        ]
    }
}
