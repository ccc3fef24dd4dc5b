internal import Model

/// What happened to the systems, and what was done in the investigation.
struct HTMLTimelines: Sendable {
    /// The most entries of each; what is cut is counted.
    static let maximumEntries = 1000

    let markup: Markup

    init(_ content: ReportContent) {
        markup = HTMLParts.section(
            "timeline", "Timeline",
            """
            <h3>What happened</h3>
            <p class="muted small">As the evidence tells it, at its own times\(Self.day(content.happenings.map(\.time))).</p>
            \(Self.happenings(content))
            <h3 style="margin-top:2rem">What was done</h3>
            <p class="muted small">The session’s journal\(Self.day(content.journal.map(\.time))).</p>
            \(Self.journal(content))
            """)
    }

    private static func day(_ times: [Timestamp]) -> String {
        Moment.commonDay(times).map { ", all on \($0), UTC" } ?? ", UTC"
    }

    private static func time(_ time: Timestamp, _ isOneDay: Bool) -> Markup {
        HTMLParts.time(time, isOneDay ? Moment.clock(time) : "\(Moment.day(time)) \(Moment.clock(time))")
    }

    private static func happenings(_ content: ReportContent) -> Markup {
        guard !content.happenings.isEmpty else { return "<p class=\"muted\">The evidence tells of nothing dated.</p>" }
        let isOneDay = Moment.commonDay(content.happenings.map(\.time)) != nil
        let items = content.happenings.prefix(maximumEntries).map { one -> Markup in
            let look: String =
                switch one.kind {
                case .onset: "critical"
                case .change: "high"
                case .log, .measurement: "low"
                case .plan, .deploy: "info"
                }
            return """
                <li>\(time(one.time, isOneDay))<span>\(HTMLParts.chip(one.kind.words, look))</span>\
                <span>\(Markup(prose: one.text)) \(HTMLParts.evidence(one.evidence, in: content))</span></li>

                """
        }
        return "<ol class=\"timeline\(isOneDay ? "" : " dated")\">\n\(items)</ol>\(rest(content.happenings.count))"
    }

    private static func journal(_ content: ReportContent) -> Markup {
        guard !content.journal.isEmpty else { return "<p class=\"muted\">The journal is empty.</p>" }
        let isOneDay = Moment.commonDay(content.journal.map(\.time)) != nil
        let items = content.journal.prefix(maximumEntries).map { line -> Markup in
            let data: Markup = line.data.isEmpty ? "" : " <span class=\"muted\">\(Markup(prose: line.data))</span>"
            let evidence: Markup = line.evidence.map { " \(HTMLParts.evidence($0, in: content))" } ?? ""
            return """
                <li>\(time(line.time, isOneDay))<span class="muted number">\(line.sequence)</span>\
                <span><span class="\(line.tone.rawValue)-entry">\(line.words)</span>\(data)\(evidence)</span></li>

                """
        }
        return "<ol class=\"timeline journal\(isOneDay ? "" : " dated")\">\n\(items)</ol>\(rest(content.journal.count))"
    }

    private static func rest(_ count: Int) -> Markup {
        guard count > maximumEntries else { return "" }
        return "<p class=\"muted\">\(Figures.count(count - maximumEntries)) further entries are not shown.</p>"
    }
}
