package import JSON
package import Model

/// One call as a journal tells it: who made it, and what it ended in.
package struct RecordedCall: Hashable, Sendable {
    /// What the call ended in.
    package enum Answer: Hashable, Sendable {
        /// Evidence that the recording holds.
        case evidence(EvidenceID)
        /// There is none; the arguments are redacted.
        case failure(tool: String, arguments: JSONValue, ToolError)
    }

    /// The step that made it; nil for a call outside the run.
    package let step: StepPlace?
    /// Counts from 1.
    package let attempt: Int
    package let answer: Answer

    package init(step: StepPlace?, attempt: Int = 1, answer: Answer) {
        self.step = step
        self.attempt = attempt
        self.answer = answer
    }
}

extension RecordedCall: Codable {
    private enum CodingKeys: String, CodingKey { case step, attempt, evidence, tool, arguments, error }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        step = try container.decodeIfPresent(StepPlace.self, forKey: .step)
        attempt = try container.decodeIfPresent(Int.self, forKey: .attempt) ?? 1
        if let evidence = try container.decodeIfPresent(EvidenceID.self, forKey: .evidence) {
            answer = .evidence(evidence)
            return
        }
        answer = .failure(
            tool: try container.decode(String.self, forKey: .tool),
            arguments: try container.decode(JSONValue.self, forKey: .arguments),
            try container.decode(ToolError.self, forKey: .error))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(step, forKey: .step)
        if attempt != 1 { try container.encode(attempt, forKey: .attempt) }
        switch answer {
        case .evidence(let id): try container.encode(id, forKey: .evidence)
        case .failure(let tool, let arguments, let error):
            try container.encode(tool, forKey: .tool)
            try container.encode(arguments, forKey: .arguments)
            try container.encode(error, forKey: .error)
        }
    }
}
