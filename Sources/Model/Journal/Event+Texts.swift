package import JSON

extension Event {
    /// The event of a run with every text that people, workflows and tools gave it changed, as redaction does.
    ///
    /// What the journal itself needs, such as identifiers, tokens and hashes, is never touched.
    package func mappingTexts(_ transform: (JSONValue) -> JSONValue) -> Event {
        let text = { (text: String) in transform(.string(text)).stringValue ?? text }
        switch self {
        case .stepFinished(let finished):
            return .stepFinished(
                StepFinished(
                    finished.step, status: finished.status, evidence: finished.evidence,
                    output: finished.output.map(transform), error: finished.error?.mapping(text),
                    reason: finished.reason.map(text)))
        case .runFinished(let finished):
            let outputs = transform(.object(finished.outputs)).objectValue ?? finished.outputs
            return .runFinished(
                RunFinished(
                    run: finished.run, status: finished.status, outputs: outputs, error: finished.error?.mapping(text)))
        case .cancelRequested(let request):
            return .cancelRequested(
                CancelRequested(run: request.run, reason: request.reason.map(text), author: request.author))
        case .waitRequested(let request):
            return .waitRequested(request.mapping(transform, text))
        case .waitDecided(let decided):
            return .waitDecided(
                WaitDecided(
                    id: decided.id, decision: decided.decision, answer: decided.answer.map(transform),
                    reason: decided.reason.map(text), author: decided.author))
        default: return self
        }
    }
}

extension ToolError {
    fileprivate func mapping(_ text: (String) -> String) -> ToolError {
        ToolError(kind, text(message), hint: hint.map(text))
    }
}
