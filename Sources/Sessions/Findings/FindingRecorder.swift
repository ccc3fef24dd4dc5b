package import Model
import Policy
package import Store
package import Workflows

/// Makes a checked finding of a draft: redacts what it says, then looks its citations up.
package struct FindingRecorder: Sendable {
    private let store: any SessionStore
    private let executor: ToolExecutor

    package init(store: any SessionStore, executor: ToolExecutor) {
        self.store = store
        self.executor = executor
    }

    /// The finding with its verdict, ready to be journalled.
    package func finding(
        from draft: FindingDraft, by author: Principal, at step: StepReference?, in session: Session
    ) async throws -> Finding {
        let redactor = Redactor(
            rules: executor.rules, key: try await store.redactionKey(of: session.id), origin: .caller)
        // Quotes are redacted before they are checked, as the evidence was.
        var citations: [Citation] = []
        let checker = CitationChecker(store: store)
        for citation in draft.citations {
            let quote: String?
            if let given = citation.quote { quote = redactor.redact(given) } else { quote = try await checker.text(at: citation) }
            citations.append(Citation(evidence: citation.evidence, place: citation.place, quote: quote ?? ""))
        }
        return Finding(
            id: FindingID(from: executor.identifiers), statement: redactor.redact(draft.statement),
            severity: draft.severity, confidence: draft.confidence, author: author, citations: citations,
            verdict: try await checker.verdict(on: citations), step: step)
    }
}
