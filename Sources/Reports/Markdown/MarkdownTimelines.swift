internal import Model

/// What happened to the systems, and what was done in the investigation.
struct MarkdownTimelines: Sendable {
    private static let maximumEntries = 1000

    let parts: [String]

    init(_ content: ReportContent) {
        parts = [
            "## Timeline", "### What happened", Self.happenings(content), "### What was done", Self.journal(content),
        ]
    }

    private static func happenings(_ content: ReportContent) -> String {
        guard !content.happenings.isEmpty else { return "The evidence tells of nothing dated." }
        return MarkdownTable(
            ["Time (UTC)", "What", "Data", "Evidence"],
            content.happenings.prefix(maximumEntries).map { one in
                [
                    "\(Moment.day(one.time)) \(Moment.clock(one.time))", one.kind.words, one.text,
                    content.label(one.evidence) ?? "",
                ]
            }
        ).text + rest(content.happenings.count)
    }

    private static func journal(_ content: ReportContent) -> String {
        guard !content.journal.isEmpty else { return "The journal is empty." }
        return MarkdownTable(
            ["Time (UTC)", "Entry", "By", "What", "Data"],
            content.journal.prefix(maximumEntries).map { line in
                [
                    "\(Moment.day(line.time)) \(Moment.clock(line.time))", String(line.sequence), line.principal,
                    line.words, line.data,
                ]
            }
        ).text + rest(content.journal.count)
    }

    private static func rest(_ count: Int) -> String {
        count > maximumEntries ? "\n\n\(Figures.count(count - maximumEntries)) further entries are not shown." : ""
    }
}
