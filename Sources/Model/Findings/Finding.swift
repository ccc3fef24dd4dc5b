/// How bad it is; ordered.
package enum Severity: String, Sendable, Codable, CaseIterable, Comparable {
    case info, low, medium, high, critical

    package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}

/// What the server found when it looked a finding's citations up.
package enum Verdict: String, Sendable, Codable, CaseIterable {
    /// Every quote is really there.
    case cited
    /// A quote is not there, or contradicts the coverage.
    case miscited
    /// There is no citation.
    case uncited
    /// The evidence cannot be read now.
    case unavailable
}

/// A statement with citations.
///
/// A checked citation is not yet a true conclusion.
package struct Finding: Hashable, Sendable, Codable {
    package let id: FindingID
    package let statement: String
    package let severity: Severity
    /// From 0 to 1.
    package let confidence: Double
    package let author: Principal
    package let citations: [Citation]
    package let verdict: Verdict
    package let step: StepReference?

    package init(
        id: FindingID, statement: String, severity: Severity, confidence: Double, author: Principal,
        citations: [Citation], verdict: Verdict, step: StepReference?
    ) {
        self.id = id
        self.statement = statement
        self.severity = severity
        self.confidence = min(max(confidence, 0), 1)
        self.author = author
        self.citations = citations
        self.verdict = verdict
        self.step = step
    }

    /// The same finding with another verdict.
    package func judged(_ verdict: Verdict) -> Finding {
        Finding(
            id: id, statement: statement, severity: severity, confidence: confidence, author: author,
            citations: citations, verdict: verdict, step: step)
    }
}
