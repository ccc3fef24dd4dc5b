internal import JSON
internal import Model

/// An entry of the journal in words: what was done in the investigation.
struct JournalLine: Sendable {
    enum Tone: String, Sendable { case plain, finding, failure }

    /// The journal that the entry stands in; that of a fork begins in others.
    let session: SessionID
    let sequence: Int
    let time: Timestamp
    let principal: String
    /// The kind of the entry, such as `call.finished`.
    let kind: String
    /// Our own words.
    let words: String
    /// What came from outside: titles, summaries, statements, reasons.
    var data = ""
    var evidence: EvidenceID?
    var tone = Tone.plain

    /// Nil for entries that say nothing which another does not say.
    init?(_ entry: Entry) {
        let event = Event(entry)
        guard let words = Self.words(of: event) else { return nil }
        session = entry.session
        sequence = entry.sequence
        time = entry.time
        principal = entry.author
        kind = entry.kind
        self.words = words
        describe(event)
    }

    private static func words(of event: Event) -> String? {
        switch event {
        case .sessionOpened: "Session opened"
        case .sessionForked(let forked): "Forked from \(forked.parent) at entry \(forked.sequence)"
        case .windowSet(let set): set.origin == "data" ? "Window taken from the data" : "Window set"
        case .noteAdded(let note): "Note\(note.from.words)"
        case .sessionEdited: "Session edited"
        case .sessionClosed: "Session closed"
        case .callFinished(let call):
            "\(call.tool)\(call.step.map { " for step \($0.words)" } ?? "")\(call.cached ? ", from earlier evidence" : "")\(call.from.words)"
        case .callFailed(let call): "\(call.tool)\(call.step.map { " for step \($0.words)" } ?? "") failed"
        case .findingRecorded(let recorded):
            "Finding, \(recorded.finding.severity.rawValue), \(Figures.percent(recorded.finding.confidence))"
                + recorded.from.words
        case .runStarted: "Run started"
        case .runTaken(let taken): taken.token > 1 ? "Run taken over after an interruption" : nil
        case .runChanged(let changed): "Run goes on with a changed workflow, version \(changed.version)"
        case .cancelRequested: "Run to be cancelled"
        case .runFinished(let finished): "Run \(finished.status.rawValue)"
        case .stepStarted: nil
        case .stepFinished(let finished):
            switch finished.status {
            // What a step found or failed at has an entry of its own beside it.
            case .succeeded, .pending, .running: nil
            case .failed where finished.evidence == nil && finished.error == nil: nil
            case .waiting, .skipped, .failed, .cancelled, .timedOut:
                "Step \(finished.step.words) \(finished.status.words)"
            }
        case .waitRequested(let request):
            request.purpose == .approval
                ? "Approval asked for step \(request.step.words)" : "Question asked by step \(request.step.words)"
        case .waitDecided(let decided): "Decided: \(decided.decision.rawValue)"
        case .runPaused: "Run waits for a person"
        case .entryScrubbed(let scrubbed):
            "Removed because of a secret: \(scrubbed.items.map { "entry \($0.sequence)" }.joined(separator: ", "))"
        case .bodiesRemoved(let removed):
            "Removed after their retention: bodies of \(Figures.count(removed.bodies.count, "call"))"
        case .sessionDeleted: "Session deleted"
        case .workflowAccepted: "Workflow of an imported run accepted"
        case .sessionImported: "Session imported"
        case .sessionShared: "Session shared"
        case .sessionUnshared: "Session no longer shared"
        case .accessRefused: "Access refused"
        case .hypothesisOpened(let opened): "Hypothesis opened by \(opened.author.words)"
        case .hypothesisWeighed(let weighed): weighed.words
        case .tokenAdded: "Token made"
        case .tokenRevoked: "Token revoked"
        case .unknown(let kind, let payload):
            payload.isNull ? "Entry of kind \(kind), whose content was removed" : "Entry of kind \(kind)"
        }
    }

    private mutating func describe(_ event: Event) {
        switch event {
        case .sessionOpened(let opened): data = opened.title
        case .windowSet(let set): data = Moment.span(set.window.start, set.window.end)
        case .noteAdded(let note): data = note.text
        case .sessionEdited(let edit): data = edit.title ?? ""
        case .sessionClosed(let closed): data = closed.outcome ?? ""
        case .callFinished(let call):
            data = call.summary
            evidence = call.evidence
        case .callFailed(let call): fail(call.error)
        case .findingRecorded(let recorded):
            data = recorded.finding.statement
            tone = .finding
        case .runStarted(let started): data = "\(started.workflow) \(started.version)"
        case .runFinished(let finished):
            if let error = finished.error { fail(error) }
            if finished.status == .failed { tone = .failure }
        case .stepFinished(let finished):
            data = finished.reason ?? ""
            if let error = finished.error { fail(error) }
        case .waitRequested(let request): data = request.message
        case .waitDecided(let decided): data = decided.reason ?? ""
        case .cancelRequested(let request): data = request.reason ?? ""
        case .entryScrubbed(let scrubbed): data = scrubbed.reason ?? ""
        case .sessionDeleted(let deleted): data = deleted.reason ?? ""
        case .hypothesisOpened(let opened): data = opened.statement
        case .hypothesisWeighed(let weighed): data = weighed.note ?? ""
        case .sessionShared(let shared): data = shared.member
        case .sessionUnshared(let unshared): data = unshared.member
        case .accessRefused(let refused): data = refused.subject
        case .tokenAdded(let token): data = token.name
        case .tokenRevoked(let token): data = token.name
        case .sessionForked, .runTaken, .runPaused, .runChanged, .stepStarted, .bodiesRemoved, .workflowAccepted,
            .sessionImported, .unknown:
            break
        }
    }

    private mutating func fail(_ error: ToolError) {
        data = "\(error.code): \(error.message)"
        tone = .failure
    }
}

extension HypothesisWeighed {
    /// What was done to the hypothesis, and by whom.
    fileprivate var words: String {
        let stance = stance.map { "a finding \($0.rawValue) it" }
        let parts = [status?.rawValue, stance].compactMap { $0 }
        return "Hypothesis weighed by \(author.words)" + (parts.isEmpty ? "" : ": \(parts.joined(separator: ", "))")
    }
}

extension EntryPlace? {
    /// Where something was taken over from; empty for what was recorded here.
    fileprivate var words: String {
        guard case let place? = self else { return "" }
        return ", taken over from entry \(place.sequence) of \(place.session)"
    }
}
