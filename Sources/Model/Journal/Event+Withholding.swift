internal import JSON

/// What of a session is kept from somebody who may not read all of its sources.
package struct Withheld: Sendable {
    /// Evidence that is as if it were not there.
    package var evidence: Set<EvidenceID> = []
    /// Runs that read any of it, whose outputs may repeat what it says.
    package var runs: Set<RunID> = []

    package init() {}

    package var isEmpty: Bool { evidence.isEmpty }

    /// What stands in the place of a statement that cites what is withheld.
    package static let statement = "(withheld: it rests on a source that you may not read)"

    /// Takes a call in whose evidence is withheld.
    package mutating func add(_ call: CallFinished) {
        evidence.insert(call.evidence)
        if let run = call.step?.run { runs.insert(run) }
    }

    /// What stands for an event that tells of what is withheld; nil for every other one.
    package func replacement(for event: Event) -> Event? {
        switch event {
        case .callFinished(let call) where evidence.contains(call.evidence):
            return .unknown(kind: event.kind, payload: ["withheld": true])
        case .findingRecorded(let recorded) where isWithheld(recorded.finding):
            return .findingRecorded(FindingRecorded(recorded.finding.withheld(evidence), from: recorded.from))
        case .stepFinished(let finished) where runs.contains(finished.step.run):
            let isHidden = finished.evidence.map { evidence.contains($0) } ?? false
            return .stepFinished(
                StepFinished(
                    finished.step, status: finished.status, evidence: isHidden ? nil : finished.evidence,
                    error: finished.error, reason: finished.reason))
        case .runFinished(let finished) where runs.contains(finished.run):
            return .runFinished(
                RunFinished(run: finished.run, status: finished.status, outputs: [:], error: finished.error))
        // Who may decide is shown it whole where it is decided.
        case .waitRequested(let request) where runs.contains(request.step.run):
            return .waitRequested(request.mapping({ _ in .null }, { _ in Self.statement }))
        default: return nil
        }
    }

    /// What people and models write is shared with the session, unless it cites what is withheld; what a workflow says
    /// may be made of anything that its run has read.
    private func isWithheld(_ finding: Finding) -> Bool {
        finding.citations.contains { evidence.contains($0.evidence) }
            || finding.step.map { runs.contains($0.run) } == true
    }
}

extension Finding {
    fileprivate func withheld(_ evidence: Set<EvidenceID>) -> Finding {
        Finding(
            id: id, statement: Withheld.statement, severity: severity, confidence: confidence, author: author,
            citations: citations.filter { !evidence.contains($0.evidence) }, verdict: verdict, step: step)
    }
}
