package import JSON
package import Model

extension WorkflowMachine {
    /// What has happened.
    package enum Event: Sendable {
        /// The run begins, or is begun again to be brought to where it was.
        case begin
        /// The work that was asked for has ended.
        case finished(StepReference, StepOutcome)
        /// The pause before this attempt is over.
        case delayed(StepReference)
        /// Somebody, or the time, has answered.
        case decided(StepReference, Decision)
        /// The run is to end. What was asked for and goes on still has to be reported as finished.
        case cancel
    }

    /// What is to be done; what seldom is takes no room in all others.
    package enum Action: Sendable {
        case perform(StepReference, Work)
        /// A step, or an element of a fan-out, has ended without work of its own; this belongs in the journal.
        indirect case settle(StepReference, StepStatus, output: JSONValue?, reason: String?, error: ToolError?)
        /// Reports `delayed` with this reference, that of the next attempt, after the pause.
        case delay(StepReference, Duration)
        indirect case wait(StepReference, Wait)
        indirect case finish(RunStatus, outputs: JSONObject, error: ToolError?)
    }

    /// Work that the driver does.
    package enum Work: Sendable {
        /// A call with all its arguments; the timeout is for this attempt, nil for the executor's own bound.
        case call(tool: String, version: Int, arguments: JSONValue, cache: CacheMode, timeout: Duration?)
        case finding(FindingDraft)
    }

    /// How work ended.
    package struct StepOutcome: Sendable {
        /// `succeeded`, `failed`, `cancelled`, `timedOut` or `skipped`.
        package let status: StepStatus
        package let output: JSONValue?
        package let evidence: EvidenceID?
        package let error: ToolError?

        package init(
            status: StepStatus, output: JSONValue? = nil, evidence: EvidenceID? = nil, error: ToolError? = nil
        ) {
            self.status = status
            self.output = output
            self.evidence = evidence
            self.error = error
        }
    }

    /// An answer to a wait.
    package enum Decision: Hashable, Sendable {
        case approved
        case denied(reason: String?)
        case answered(JSONValue)
        /// Nobody answered in time.
        case expired
    }

    /// What a run waits for.
    package struct Wait: Sendable {
        package enum Subject: Sendable {
            /// Agreement to these calls and to nothing else.
            case approval(calls: [PendingCall], groups: [String], acceptsClient: Bool)
            /// An answer that meets the schema.
            case question(AnswerSchema)
        }

        package let subject: Subject
        package let message: String
        /// How long the question stands; nil for ever.
        package let expires: Duration?

        /// What an approval is bound to, for hashing; null for a question.
        package var bound: JSONValue {
            guard case .approval(let calls, _, _) = subject else { return .null }
            return .array(calls.map(\.json))
        }
    }

    /// A call that waits for agreement.
    package struct PendingCall: Hashable, Sendable {
        /// Path of the step.
        package let step: String
        /// Such as `search_logs@1` or `workflow/name@1`.
        package let uses: String
        package let arguments: JSONValue

        var json: JSONValue { ["step": .string(step), "uses": .string(uses), "arguments": arguments] }
    }
}

/// A finding that a workflow states; the server checks its citations.
package struct FindingDraft: Hashable, Sendable {
    package let statement: String
    package let severity: Severity
    /// From 0 to 1.
    package let confidence: Double
    package let citations: [CitationDraft]

    package init(statement: String, severity: Severity, confidence: Double, citations: [CitationDraft]) {
        self.statement = statement
        self.severity = severity
        self.confidence = confidence
        self.citations = citations
    }
}

/// A place in evidence that a finding rests on.
package struct CitationDraft: Hashable, Sendable {
    package let evidence: EvidenceID
    package let place: Citation.Place
    /// The whole text or canonical number there; nil where only the evidence tells.
    package let quote: String?

    package init(evidence: EvidenceID, place: Citation.Place, quote: String?) {
        self.evidence = evidence
        self.place = place
        self.quote = quote
    }
}
