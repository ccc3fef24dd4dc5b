package import Model
package import Policy
package import Store
package import Workflows

/// Makes a checked finding of a draft: redacts what it says, then looks its citations up.
package struct FindingRecorder: Sendable {
    private let store: any SessionStore
    private let executor: ToolExecutor
    private let rights: Rights

    /// The longest statement and the longest quote that is taken from evidence, in bytes.
    private static let maximumLength = 4 << 10

    /// - Parameter rights: What the author may read; other evidence cannot be cited.
    package init(store: any SessionStore, executor: ToolExecutor, rights: Rights) {
        self.store = store
        self.executor = executor
        self.rights = rights
    }

    /// The finding with its verdict, ready to be journalled.
    package func finding(
        from draft: FindingDraft, by author: Principal, at step: StepReference?, in session: Session
    ) async throws -> Finding {
        let redactor = try await executor.callerRedactor(of: session)
        let checker = CitationChecker(
            store: store,
            evidence: SessionEvidence(session: session, store: store, access: executor.evidenceAccess(rights)))
        var citations: [Citation] = []
        for citation in draft.citations {
            // Quotes are redacted before they are checked, as the evidence was.
            let quote: String?
            if let given = citation.quote {
                quote = redactor.redact(given)
            } else {
                quote = try await checker.text(at: citation)?.shortened(to: Self.maximumLength)
            }
            citations.append(Citation(evidence: citation.evidence, place: citation.place, quote: quote ?? ""))
        }
        return Finding(
            id: FindingID(from: executor.identifiers),
            statement: redactor.redact(draft.statement).shortened(to: Self.maximumLength), severity: draft.severity,
            confidence: draft.confidence, author: author, citations: citations,
            verdict: try await checker.verdict(on: citations), step: step)
    }
}
