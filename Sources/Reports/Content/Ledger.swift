internal import Model

/// A hypothesis with the findings that decide on it, as a report tells it.
struct LedgerLine: Sendable {
    let hypothesis: Hypothesis
    let supporting: [Finding]
    let opposing: [Finding]

    /// Those that were ruled out stand first, then the others, each in the order of opening.
    static func lines(of state: SessionState) -> [LedgerLine] {
        let findings = Dictionary(state.findings.map { ($0.finding.id, $0.finding) }, uniquingKeysWith: { $1 })
        let lines = state.hypotheses.map { hypothesis in
            LedgerLine(
                hypothesis: hypothesis, supporting: hypothesis.findings(.supports).compactMap { findings[$0] },
                opposing: hypothesis.findings(.against).compactMap { findings[$0] })
        }
        return lines.filter { $0.hypothesis.status == .refuted } + lines.filter { $0.hypothesis.status != .refuted }
    }

    /// `ruled out`, `supported` and so on.
    var words: String {
        switch hypothesis.status {
        case .open: "open"
        case .supported: "supported"
        case .refuted: "ruled out"
        case .abandoned: "abandoned"
        }
    }

    /// What was said of it, oldest first.
    var notes: [String] {
        hypothesis.history.compactMap { step in
            step.weighed.note.map { "\($0) — \(step.weighed.author.words)" }
        }
    }

    /// Findings that decide and that nobody can check: a hypothesis is not ruled out by them.
    var doubtful: [Finding] {
        let deciding = hypothesis.status == .refuted ? opposing : hypothesis.status == .supported ? supporting : []
        return deciding.contains { $0.verdict == .cited } ? [] : deciding
    }
}
