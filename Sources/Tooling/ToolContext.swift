package import Model
package import Policy

/// All that a tool may know besides its input.
package struct ToolContext: Sendable {
    /// The session's window, or the one that the sources themselves suggest.
    package let window: Window
    /// The sources that this call was authorised to read.
    package let sources: SourceCatalog
    /// What was seen of these sources before the call, by their names; none where nobody had to look.
    package let looks: [String: SourceLook]
    /// The operator's roots, for the tools that take paths.
    package let roots: [String]
    /// What is hidden; a search counts a hit only if it still matches in the redacted text.
    package let redactor: Redactor
    /// When the call began; tools have no other clock.
    package let now: Timestamp
    /// Earlier evidence of the session that this call was authorised to read.
    package let evidence: any EvidenceReading
    /// Takes progress; it is shown, never stored.
    package let progress: @Sendable (Progress) -> Void
    /// Whether nearly all of the call's time is over: who can tell what there is by then stops reading, and says in its
    /// coverage what is missing.
    package let isShortOfTime: @Sendable () -> Bool

    package init(
        window: Window, sources: SourceCatalog, looks: [String: SourceLook] = [:], roots: [String],
        redactor: Redactor, now: Timestamp,
        evidence: any EvidenceReading, progress: @escaping @Sendable (Progress) -> Void = { _ in },
        isShortOfTime: @escaping @Sendable () -> Bool = { false }
    ) {
        self.window = window
        self.sources = sources
        self.looks = looks
        self.roots = roots
        self.redactor = redactor
        self.now = now
        self.evidence = evidence
        self.progress = progress
        self.isShortOfTime = isShortOfTime
    }
}

/// How far a call is.
package struct Progress: Hashable, Sendable {
    /// Such as `reading access.log`.
    package let activity: String
    /// Work done, in the unit of `total`.
    package let done: Int
    /// All the work; nil when it is not known.
    package let total: Int?

    package init(activity: String, done: Int, total: Int? = nil) {
        self.activity = activity
        self.done = done
        self.total = total
    }
}

/// Lends stored evidence to a tool that needs another's result.
package protocol EvidenceReading: Sendable {
    /// The evidence of that name.
    /// - Throws: `ToolError` of kind `notFound` for all that is not in the session.
    func evidence(_ id: EvidenceID) async throws -> Evidence

    /// A piece of a body; nil when the body is gone.
    func piece(of body: BodyReference, _ range: Range<Int>) async throws -> [UInt8]?
}

extension EvidenceReading {
    package func piece(of body: BodyReference, _ range: Range<Int>) async throws -> [UInt8]? { nil }
}

/// There is no session, so there is no evidence.
package struct NoEvidence: EvidenceReading {
    package init() {}

    package func evidence(_ id: EvidenceID) async throws -> Evidence {
        throw ToolError(.notFound, "there is no evidence \(id) here", hint: "evidence belongs to a session: name one")
    }
}
