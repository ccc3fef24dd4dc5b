import JSON
package import Model

/// One line of an audit: who did what, and what came of it.
package struct AuditRecord: Sendable {
    package let place: EntryPlace
    package let time: Timestamp
    /// Who acted elsewhere is named as imported.
    package let principal: String
    /// The entry's, such as `call.finished`.
    package let kind: String
    /// The tool of a call.
    package private(set) var tool: String?
    /// What a call has read or wanted to read: sources, and files beneath the roots.
    package private(set) var sources: [String] = []
    /// How much of each source it saw, the code of an error, or what was decided.
    package private(set) var outcome: String
    package private(set) var evidence: EvidenceID?
    /// Whether earlier evidence was used and nothing was read anew.
    package private(set) var isCached = false
    package private(set) var step: StepReference?
    /// What else it is about: a member, a token, what was refused.
    package private(set) var subject: String?

    /// Whether it was refused because of who asked.
    package var isRefusal: Bool { kind == AccessRefused.kind || outcome == ToolError.Kind.notPermitted.rawValue }

    /// Reads an entry; nil for one of which an audit does not tell.
    package init?(_ entry: Entry) {
        guard Self.kinds.contains(entry.kind) else { return nil }
        place = entry.place
        time = entry.time
        principal = entry.author
        kind = entry.kind
        outcome = ""
        take(Event(entry))
    }

    /// The kinds of which one can be a refusal.
    static let refusals: Set<String> = [CallFailed.kind, AccessRefused.kind]

    static let kinds: Set<String> = [
        CallFinished.kind, CallFailed.kind, AccessRefused.kind, SessionShared.kind, SessionUnshared.kind,
        WaitDecided.kind, TokenAdded.kind, TokenRevoked.kind, SessionDeleted.kind, SessionImported.kind,
    ]

    private mutating func take(_ event: Event) {
        switch event {
        case .callFinished(let call):
            tool = call.tool
            sources = call.coverage.map(\.source)
            outcome = call.coverage.reduce(into: [String]()) { values, part in
                if !values.contains(part.value.rawValue) { values.append(part.value.rawValue) }
            }.joined(separator: ",")
            if outcome.isEmpty { outcome = CoverageValue.complete.rawValue }
            // Nobody has read a source for it: the fork's journal tells who did.
            if call.from != nil { outcome = "takenOver" }
            evidence = call.evidence
            isCached = call.cached
            step = call.step
        case .callFailed(let call):
            tool = call.tool
            sources = ["source", "path"].compactMap { call.arguments[$0]?.stringValue }
            outcome = call.error.code
            step = call.step
        case .accessRefused(let refused):
            subject = refused.subject
            outcome = "refused"
        case .sessionShared(let shared):
            subject = shared.member
            outcome = "shared"
        case .sessionUnshared(let unshared):
            subject = unshared.member
            outcome = "unshared"
        case .waitDecided(let decided):
            subject = decided.id.rawValue
            outcome = decided.decision.rawValue
        case .tokenAdded(let token):
            subject = token.name
            outcome = "added"
        case .tokenRevoked(let token):
            subject = token.name
            outcome = "revoked"
        case .sessionDeleted(let deleted):
            subject = deleted.session.rawValue
            outcome = "deleted"
        case .sessionImported(let imported):
            subject = imported.session.rawValue
            outcome = "imported"
        default:
            // Its content was removed; that it happened is told nevertheless.
            outcome = "removed"
        }
    }
}
