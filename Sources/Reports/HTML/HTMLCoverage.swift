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
                .init(title: "Left out"), .init(title: "By", look: "origin"),
            ]
            body = HTMLTable(columns, content.coverage.map { Self.row($0, in: content) }).markup
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

    private static func row(_ row: CoverageRow, in content: ReportContent) -> [Markup] {
        let omitted = row.omitted
        let list: Markup =
            omitted.isEmpty
            ? "nothing" : "<ul>\(omitted.prefix(20).map { text -> Markup in "<li>\(text)</li>" })</ul>"
        let span: Markup =
            row.coverage.searched.span == nil ? "" : "<br><span class=\"muted small\">\(row.span)</span>"
        let value = row.coverage.value
        return [
            "<strong>\(row.coverage.source)</strong>", HTMLParts.chip(value.words, value.look),
            "\(row.searched)\(span)", list,
            "\(row.tool) \(HTMLParts.evidence(row.evidence, in: content))",
        ]
    }
}
