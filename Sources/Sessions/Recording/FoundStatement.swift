package import Model

/// A finding without what differs from run to run: identifiers, times, author.
package struct FoundStatement: Hashable, Sendable, Codable {
    /// A place in the evidence of a tool, and what stands there.
    package struct Quote: Hashable, Sendable, Codable {
        package let tool: String
        package let pointer: String?
        /// First and last line of the body, from 1.
        package let lines: [Int]?
        package let quote: String

        /// - Parameter tool: Whose evidence is cited; empty where it is not known.
        package init(_ citation: Citation, tool: String) {
            self.tool = tool
            switch citation.place {
            case .pointer(let text): (pointer, lines) = (text, nil)
            case .lines(let range): (pointer, lines) = (nil, [range.lowerBound, range.upperBound])
            }
            quote = citation.quote
        }
    }

    /// Nil for a finding that no step made.
    package let step: StepPlace?
    package let statement: String
    package let severity: Severity
    /// From 0 to 1.
    package let confidence: Double
    package let verdict: Verdict
    package let citations: [Quote]

    /// - Parameter tool: The tool that gave a piece of evidence.
    package init(_ finding: Finding, tool: (EvidenceID) -> String?) {
        step = finding.step.map { StepPlace($0) }
        statement = finding.statement
        severity = finding.severity
        confidence = finding.confidence
        verdict = finding.verdict
        citations = finding.citations.map { Quote($0, tool: tool($0.evidence) ?? "") }
    }

    /// The names of the members that differ.
    package func differences(from other: FoundStatement) -> [Member] {
        Member.allCases.filter { member in
            switch member {
            case .statement: RedactionTokens.blinded(statement) != RedactionTokens.blinded(other.statement)
            case .severity: severity != other.severity
            case .confidence: confidence != other.confidence
            case .verdict: verdict != other.verdict
            case .citations: citations.map(\.blinded) != other.citations.map(\.blinded)
            }
        }
    }

    /// All that is compared, without what tells one redaction key from another.
    struct Sameness: Hashable {
        let statement: String
        let severity: Severity
        let confidence: Double
        let verdict: Verdict
        let citations: [[String]]
    }

    var sameness: Sameness {
        Sameness(
            statement: RedactionTokens.blinded(statement), severity: severity, confidence: confidence,
            verdict: verdict, citations: citations.map(\.blinded))
    }

    /// What is compared.
    package enum Member: String, Sendable, CaseIterable { case statement, severity, confidence, verdict, citations }
}

extension FoundStatement.Quote {
    /// What is compared of it.
    fileprivate var blinded: [String] {
        [tool, pointer ?? "", lines.map { "\($0)" } ?? "", RedactionTokens.blinded(quote)]
    }
}
