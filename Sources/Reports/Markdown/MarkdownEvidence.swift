internal import JSON
internal import Model

/// The appendix: each evidence with what was asked, what it saw and what it answered.
struct MarkdownEvidence: Sendable {
    private static let maximumEvidence = 200

    let parts: [String]

    init(_ content: ReportContent) {
        var parts = ["## Evidence"]
        if content.evidence.isEmpty && content.missing.isEmpty { parts.append("There is none.") }
        for evidence in content.evidence.prefix(Self.maximumEvidence) { parts += Self.article(evidence, in: content) }
        let rest = content.evidence.count - Self.maximumEvidence
        if rest > 0 { parts.append("\(Figures.count(rest)) further pieces are not shown.") }
        let lost = content.missing.filter { content.state.tombstone(of: $0) == nil }
        if !lost.isEmpty { parts.append("Not at hand: " + lost.map { "`\($0)`" }.joined(separator: ", ")) }
        for id in content.missing {
            if let entry = content.state.tombstone(of: id) { parts.append("`\(id)` was removed, see entry \(entry).") }
        }
        self.parts = parts
    }

    private static func article(_ evidence: Evidence, in content: ReportContent) -> [String] {
        var facts = [
            "- Evidence `\(evidence.id)`",
            "- Arguments \(MarkdownText.code(evidence.arguments.serialized(), limit: 2000))",
            "- Called \(Moment.full(evidence.started)), took "
                + Figures.duration(nanoseconds: evidence.finished.nanoseconds(since: evidence.started)),
        ]
        for coverage in evidence.coverage {
            facts.append("- Coverage of \(MarkdownText.inline(coverage.source)): \(coverage.value.words)")
        }
        for place in content.cited[evidence.id] ?? [] {
            let ranks = place.findings.map(String.init).joined(separator: ", ")
            facts.append("- Cited by finding \(ranks): \(MarkdownText.code(place.words))")
        }
        let title = "### \(content.label(evidence.id) ?? "") \(MarkdownText.inline(evidence.tool))@\(evidence.version)"
        var parts = [title, MarkdownText.inline(evidence.summary), facts.joined(separator: "\n")]
        let digest = OutputDigest(evidence)
        parts += digest.blocks.flatMap { block($0) }
        if digest.blocks.isEmpty {
            let tree = JSONTree(evidence.output, maximumLines: 80, maximumSize: 8 << 10)
            parts.append(MarkdownText.block(tree.text, language: "json"))
        }
        return parts
    }

    private static func block(_ block: OutputBlock) -> [String] {
        switch block {
        case .facts(let facts):
            return [
                facts.map { "- \(MarkdownText.inline($0.name)): \(MarkdownText.inline($0.value, limit: 600))" }
                    .joined(separator: "\n")
            ]
        case .table(let title, let columns, let rows, let omitted):
            let table = MarkdownTable(columns.map(\.title), rows).text
            return [MarkdownText.inline(title), table] + (omitted > 0 ? ["\(omitted) more in the output."] : [])
        }
    }
}
