/// What speaks for one change as the explanation of an incident.
struct Judgement: Sendable {
    /// A text of the evidence that the change is tied to.
    struct Link: Hashable, Sendable {
        let evidence: String
        let pointer: String
        /// The whole text at the pointer.
        let text: String
        /// What the change and the text share.
        let terms: [String]
    }

    /// From 0 to 1.
    var score: Double = 0
    /// Whether it is earned to call it the likely cause.
    var isLikely = false
    var reasons: [String] = []
    var links: [Link] = []
    /// The attribute that matters; nil for a deploy and for an object as a whole.
    var attribute: AttributeChange?

    /// Settles the score: what is likely lies above 0.6, all else below 0.5, so that nobody mistakes one for the other.
    mutating func settle(_ raw: Double, isLikely: Bool) {
        self.isLikely = isLikely
        let bounded = min(max(raw, 0), 1)
        score = isLikely ? 0.6 + 0.39 * bounded : 0.45 * bounded
    }
}
