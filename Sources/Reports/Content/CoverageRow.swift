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
            // What was made of evidence has searched no source.
            for coverage in call.coverage where EvidenceID(coverage.source) == nil {
                if bySource[coverage.source] == nil { order.append(coverage.source) }
                bySource[coverage.source, default: []].append(
                    CoverageRow(coverage: coverage, tool: call.tool, evidence: call.evidence))
            }
        }
        return order.flatMap { bySource[$0] ?? [] }
    }
}
