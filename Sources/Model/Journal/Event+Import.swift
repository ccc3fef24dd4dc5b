extension Event {
    /// The event as it counts here when it happened elsewhere: its authors are nobody here, and the verdict of a finding
    /// is open until its citations have been looked up again.
    var imported: Event {
        switch self {
        case .sessionOpened(let opened):
            .sessionOpened(SessionOpened(title: opened.title, owner: opened.owner.imported, labels: opened.labels))
        case .sessionForked(let forked):
            .sessionForked(
                SessionForked(
                    parent: forked.parent, at: JournalHead(sequence: forked.sequence, hash: forked.hash),
                    owner: forked.owner.imported))
        case .sessionShared(let shared):
            .sessionShared(
                SessionShared(member: Principal.importedPrefix + shared.member, author: shared.author.imported))
        case .sessionUnshared(let unshared):
            .sessionUnshared(
                SessionUnshared(member: Principal.importedPrefix + unshared.member, author: unshared.author.imported))
        case .noteAdded(let note): .noteAdded(NoteAdded(text: note.text, author: note.author.imported))
        case .findingRecorded(let recorded):
            .findingRecorded(
                FindingRecorded(recorded.finding.by(recorded.finding.author.imported, verdict: .unavailable)))
        case .hypothesisOpened(let opened):
            .hypothesisOpened(
                HypothesisOpened(
                    id: opened.id, statement: opened.statement, author: opened.author.imported, from: opened.from))
        case .hypothesisWeighed(let weighed): .hypothesisWeighed(weighed.by(weighed.author.imported))
        case .cancelRequested(let request):
            .cancelRequested(
                CancelRequested(run: request.run, reason: request.reason, author: request.author.imported))
        case .waitDecided(let decided):
            .waitDecided(
                WaitDecided(
                    id: decided.id, decision: decided.decision, answer: decided.answer, reason: decided.reason,
                    author: decided.author.imported))
        case .workflowAccepted(let accepted):
            .workflowAccepted(
                WorkflowAccepted(
                    run: accepted.run, textHash: accepted.textHash, author: accepted.author.imported))
        case .entryScrubbed(let scrubbed):
            .entryScrubbed(
                EntryScrubbed(items: scrubbed.items, reason: scrubbed.reason, author: scrubbed.author.imported))
        case .bodiesRemoved(let removed):
            .bodiesRemoved(BodiesRemoved(bodies: removed.bodies, author: removed.author.imported))
        default: self
        }
    }
}

extension Finding {
    /// The same statement by another author, with another verdict.
    package func by(_ author: Principal, verdict: Verdict) -> Finding {
        Finding(
            id: id, statement: statement, severity: severity, confidence: confidence, author: author,
            citations: citations, verdict: verdict, step: step)
    }
}
