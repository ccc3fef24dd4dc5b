internal import Model

/// What one call saw of one source.
struct CoverageRow: Sendable {
    let coverage: Coverage
    let tool: String
    let evidence: EvidenceID

    /// One for each call and source, those of a source together, in the order in which sources came up.
    static func rows(of calls: [CallFinished]) -> [CoverageRow] {
        var order: [String] = []
        var bySource: [String: [CoverageRow]] = [:]
        var seen = Set<EvidenceID>()
        // Evidence that was used again was not searched again.
        for call in calls where seen.insert(call.evidence).inserted {
            for coverage in call.coverage {
                if bySource[coverage.source] == nil { order.append(coverage.source) }
                bySource[coverage.source, default: []].append(
                    CoverageRow(coverage: coverage, tool: call.tool, evidence: call.evidence))
            }
        }
        return order.flatMap { bySource[$0] ?? [] }
    }

    /// `2 files, 1.4 MiB, 13,000 lines`.
    var searched: String {
        let searched = coverage.searched
        let parts = [
            searched.files.map { Figures.count($0, "file") }, searched.bytes.map { Figures.bytes($0) },
            searched.lines.map { Figures.count($0, "line") }, searched.series.map { "\(Figures.count($0)) series" },
            searched.samples.map { Figures.count($0, "sample") }, searched.items.map { Figures.count($0, "item") },
        ]
        let text = parts.compactMap { $0 }.joined(separator: ", ")
        return text.isEmpty ? "–" : text
    }

    /// `19:11:48 to 19:31:48 UTC` with its day.
    var span: String { coverage.searched.span.map { Moment.span($0.start, $0.end) } ?? "–" }

    /// What was left out, one text each.
    var omitted: [String] {
        coverage.omitted.map { "\($0.count.map { "\(Figures.count($0)) " } ?? "")\($0.what): \($0.reason)" }
    }
}
