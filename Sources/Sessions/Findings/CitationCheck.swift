package import Model

/// What looking up one citation came to.
package struct CitationCheck: Hashable, Sendable {
    /// What stands in the evidence and is most like the quote.
    package struct Nearest: Hashable, Sendable {
        package let place: Citation.Place
        /// At most some hundred bytes of it.
        package let text: String
    }

    package let verdict: Verdict
    /// Why it does not hold, in words; nil when it does.
    package let reason: String?
    package let nearest: Nearest?

    init(_ verdict: Verdict, reason: String? = nil, nearest: Nearest? = nil) {
        self.verdict = verdict
        self.reason = reason
        self.nearest = nearest
    }
}
