/// A finding whose parts are known once the step's needs have ended.
package struct FindingTemplate: Sendable {
    package let statement: Template
    package let severity: Template
    /// Nil for `standardConfidence`.
    package let confidence: Template?
    package let citations: [CitationTemplate]

    /// The confidence of a finding that does not tell its own.
    package static let standardConfidence = 0.5
}

/// A place in evidence that supports a finding.
package struct CitationTemplate: Sendable {
    /// Whose evidence it is.
    package enum Subject: Sendable {
        /// The evidence of a step.
        case step(String)
        /// An evidence identifier.
        case evidence(Template)
    }

    /// Where in the evidence.
    package enum Place: Sendable {
        case pointer(Template)
        case lines(first: Template, last: Template)
    }

    package let subject: Subject
    package let place: Place
    /// The words; nil to take what stands there.
    package let quote: Template?
}
