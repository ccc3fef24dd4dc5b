package import JSON
package import Model

/// How a run ended, without what differs from run to run.
package struct RunOutcome: Sendable {
    package let status: RunStatus
    package let steps: [StepPlace: StepStatus]
    /// The gravest first.
    package let findings: [FoundStatement]
    package let outputs: JSONObject
    /// Why steps ended as they did, in words; told and never compared.
    package let reasons: [StepPlace: String]

    /// Takes a run's outcome out of its session.
    package init(of run: RunState, in snapshot: SessionSnapshot) {
        self.init(of: run, in: snapshot.state) { snapshot.evidence[$0]?.tool }
    }

    /// The same without the evidence: which tool gave it is told by the journal.
    init(of run: RunState, in state: SessionState) {
        self.init(of: run, in: state) { state.call(for: $0)?.tool }
    }

    private init(of run: RunState, in state: SessionState, tool: (EvidenceID) -> String?) {
        status = run.status
        outputs = run.outputs
        findings = state.rankedFindings.filter { $0.step?.run == run.id }.map { FoundStatement($0, tool: tool) }
        var last: [StepPlace: StepAttempt] = [:]
        for attempt in run.attempts {
            let place = StepPlace(attempt.step)
            if last[place].map({ $0.step.attempt < attempt.step.attempt }) ?? true { last[place] = attempt }
        }
        steps = last.mapValues(\.status)
        reasons = last.compactMapValues { $0.error?.message ?? $0.reason }
    }
}

extension RunOutcome: Codable {
    private enum CodingKeys: String, CodingKey { case status, steps, findings, outputs }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        status = try container.decode(RunStatus.self, forKey: .status)
        var steps: [StepPlace: StepStatus] = [:]
        for (name, word) in try container.decode(JSONObject.self, forKey: .steps) {
            guard let status = word.stringValue.flatMap({ StepStatus(rawValue: $0) }) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .steps, in: container, debugDescription: "\(word) is not the status of a step")
            }
            steps[StepPlace(name)] = status
        }
        self.steps = steps
        findings = try container.decode([FoundStatement].self, forKey: .findings)
        outputs = try container.decode(JSONObject.self, forKey: .outputs)
        reasons = [:]
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(status, forKey: .status)
        let steps = steps.sorted { $0.key < $1.key }.map { ($0.key.description, JSONValue.string($0.value.rawValue)) }
        try container.encode(JSONObject(steps, uniquingKeysWith: { $1 }), forKey: .steps)
        try container.encode(findings, forKey: .findings)
        try container.encode(outputs, forKey: .outputs)
    }
}
