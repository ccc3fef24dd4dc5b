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
    static let maximumLength = 4 << 10

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
        let checker = checker(in: session)
        var citations: [Citation] = []
        for given in draft.citations { citations.append(try await citation(given, redactor, checker)) }
        let statement = redactor.redact(draft.statement).shortened(to: Self.maximumLength)
        return Finding(
            id: FindingID(from: executor.identifiers), statement: statement, severity: draft.severity,
            confidence: draft.confidence, author: author, citations: citations,
            verdict: try await checker.verdict(on: statement, citations), step: step)
    }

    /// What each citation of a finding came to, for whoever wrote it.
    package func checks(of finding: Finding, in session: Session) async throws -> [CitationCheck] {
        try await checker(in: session).checks(of: finding.statement, finding.citations)
    }

    /// Looks quotes up in what may be read.
    private func checker(in session: Session) -> CitationChecker {
        CitationChecker(
            store: store,
            evidence: SessionEvidence(session: session, store: store, access: executor.evidenceAccess(rights)))
    }

    private func citation(
        _ draft: CitationDraft, _ redactor: Redactor, _ checker: CitationChecker
    ) async throws -> Citation {
        // Quotes are redacted before they are checked, as the evidence was.
        let own = CitationDraft(
            evidence: draft.evidence, place: draft.place, quote: draft.quote.map { redactor.redact($0) })
        let given = try await quoted(own, checker)
        guard let evidence = try await checker.known(draft.evidence),
            let original = DerivedCitation(evidence: evidence).original(of: own)
        else { return given }
        // What the original does not say as it is quoted stays a citation of what was made of it.
        let led = try await quoted(original, checker)
        return try await checker.verdict(on: "", [led]) == .cited ? led : given
    }

    private func quoted(_ draft: CitationDraft, _ checker: CitationChecker) async throws -> Citation {
        let quote: String?
        if let given = draft.quote {
            quote = given
        } else {
            quote = try await checker.text(at: draft)?.shortened(to: Self.maximumLength)
        }
        return Citation(evidence: draft.evidence, place: draft.place, quote: quote ?? "")
    }
}
