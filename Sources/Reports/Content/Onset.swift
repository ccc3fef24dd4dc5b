internal import JSON
internal import Model

/// When the trouble began, as the evidence tells it.
struct Onset: Sendable {
    let time: Timestamp
    /// Why it is taken for the onset, in the tool's words; empty when it says nothing.
    let reason: String
    let evidence: EvidenceID?

    /// Logs tell the instant, metrics the sample after it; a run's output decides between them.
    init?(_ evidence: [Evidence], runs: [RunState]) {
        let told = evidence.compactMap { Self.told(by: $0) }
        if let wanted = runs.last.flatMap({ $0.outputs["onset"] }).flatMap({ Moment.read($0) }) {
            let source = told.last { $0.time == wanted }
            self.init(time: wanted, reason: source?.reason ?? "", evidence: source?.evidence)
            return
        }
        let logs = evidence.filter { $0.tool == "compare_log_patterns" }.compactMap { Self.told(by: $0) }
        guard let best = logs.last ?? told.last else { return nil }
        self = best
    }

    private init(time: Timestamp, reason: String, evidence: EvidenceID?) {
        self.time = time
        self.reason = reason
        self.evidence = evidence
    }

    /// What one evidence says of the onset: an object `onset` with a `time`.
    static func told(by evidence: Evidence) -> Onset? {
        guard let onset = evidence.output["onset"], let time = onset["time"].flatMap({ Moment.read($0) }) else {
            return nil
        }
        return Onset(time: time, reason: onset["reason"]?.stringValue ?? "", evidence: evidence.id)
    }
}
