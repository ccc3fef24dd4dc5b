internal import JSON
internal import Model

/// What a report says, gathered once from a snapshot; the forms differ only in how they write it.
struct ReportContent: Sendable {
    let state: SessionState
    let head: JournalHead
    let title: String
    /// Most severe first.
    let findings: [Finding]
    /// In the order of their calls.
    let evidence: [Evidence]
    /// Evidence that a call names and the snapshot does not have.
    let missing: [EvidenceID]
    let onset: Onset?
    let happenings: [Happening]
    let journal: [JournalLine]
    let coverage: [CoverageRow]
    /// The same for a reader, one for each source and what was seen of it.
    let searches: [CoverageGroup]
    let charts: [Chart]
    /// What findings cite, by evidence, each place once.
    let cited: [EvidenceID: [CitedPlace]]
    private let numbers: [EvidenceID: Int]

    init(_ snapshot: SessionSnapshot) {
        state = snapshot.state
        head = snapshot.state.head
        title = snapshot.state.title.isEmpty ? "Untitled session" : snapshot.state.title
        findings = snapshot.state.rankedFindings
        (evidence, missing) = Self.ordered(snapshot)
        numbers = Dictionary(
            evidence.enumerated().map { ($1.id, $0 + 1) }, uniquingKeysWith: { first, _ in first })
        cited = CitedPlace.places(of: findings, in: snapshot.evidence)
        onset = Onset(evidence, runs: state.runs)
        happenings = Happening.all(in: evidence)
        journal = snapshot.entries.compactMap { JournalLine($0) }
        coverage = CoverageRow.rows(of: state.calls)
        searches = CoverageGroup.groups(of: coverage)
        charts = Chart.charts(evidence, cited: Set(cited.keys), onset: onset)
    }

    /// The short number by which the report names an evidence: `E3`; nil when it is not at hand.
    func label(_ id: EvidenceID) -> String? { numbers[id].map { "E\($0)" } }

    private static func ordered(_ snapshot: SessionSnapshot) -> (evidence: [Evidence], missing: [EvidenceID]) {
        var seen = Set<EvidenceID>()
        var evidence: [Evidence] = []
        var missing: [EvidenceID] = []
        for call in snapshot.state.calls where seen.insert(call.evidence).inserted {
            if let found = snapshot.evidence[call.evidence] {
                evidence.append(found)
            } else {
                missing.append(call.evidence)
            }
        }
        let rest = snapshot.evidence.values.filter { !seen.contains($0.id) }
        evidence += rest.sorted { ($0.started, $0.id) < ($1.started, $1.id) }
        return (evidence, missing)
    }
}

extension ReportContent {
    /// What the reader must know first, in our own words; the top finding's statement stands beside it.
    var status: String {
        switch state.status {
        case .open: state.runs.isEmpty ? "open, nothing was run" : "open, every run has ended"
        case .running: "still running: what follows is not the end of it"
        case .waiting: "waiting for a person"
        case .closed: "closed"
        }
    }

    /// Sources of which a part was not seen.
    var incompleteSources: [String] {
        var names: [String] = []
        for row in coverage where row.coverage.value.isIncomplete && !names.contains(row.coverage.source) {
            names.append(row.coverage.source)
        }
        return names
    }
}

extension ReportContent {
    /// What of the window was seen, by source.
    var windowCoverage: [SessionCoverage.Row] { sessionCoverage?.rows ?? [] }

    /// Sources whose clocks do not agree.
    var clocks: [SessionCoverage.ClockGap] { sessionCoverage?.clocks ?? [] }

    private var sessionCoverage: SessionCoverage? {
        state.window.map { SessionCoverage(of: $0.span, calls: state.calls, failed: state.failedCalls) }
    }

    /// The same in words, where something was missed: one line for each source, then clocks that do not agree.
    var missedSpans: [String] {
        let missed = windowCoverage.compactMap { row -> String? in
            let spans = { (spans: [TimeSpan]) in
                spans.prefix(6).map { Moment.span($0.start, $0.end) }.joined(separator: ", ")
            }
            var parts: [String] = []
            if !row.uncovered.isEmpty { parts.append("not seen: \(spans(row.uncovered))") }
            if !row.partial.isEmpty { parts.append("seen in part: \(spans(row.partial))") }
            parts += row.failed.map { failure in
                let words = CoverageValue(rawValue: failure.reason)?.words ?? "a call failed (\(failure.reason))"
                let isAll = failure.spans.isEmpty || failure.spans == row.uncovered
                return isAll ? words : "\(words): \(spans(failure.spans))"
            }
            if let skew = row.skew { parts.append("its clock is ahead by \(Figures.count(skew)) ms") }
            return parts.isEmpty ? nil : "\(row.source): \(parts.joined(separator: "; "))"
        }
        return missed
            + clocks.map { gap in
                "clocks: that of \(gap.source) is ahead of that of \(gap.aheadOf) by "
                    + "\(Figures.count(gap.milliseconds)) ms; what both tell of one moment lies so far apart"
            }
    }
}

extension CoverageValue {
    /// Whether something may have been there that the call did not see.
    var isIncomplete: Bool { self != .complete && self != .emptyComplete }
}
