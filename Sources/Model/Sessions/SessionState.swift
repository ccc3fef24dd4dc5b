/// What a session is now: a pure fold over its entries.
package struct SessionState: Sendable {
    package let id: SessionID
    package private(set) var head: JournalHead = .empty
    package private(set) var title = ""
    package private(set) var owner = Principal(name: "", kind: .person)
    package private(set) var labels: [String: String] = [:]
    package private(set) var pinned = false
    package private(set) var isClosed = false
    package private(set) var created = Timestamp(nanoseconds: 0)
    package private(set) var updated = Timestamp(nanoseconds: 0)
    package private(set) var window: Window?
    /// In the order of their entries.
    package private(set) var findings: [FindingRecord] = []
    package private(set) var notes: [NoteAdded] = []
    /// Calls that gave evidence, in order.
    package private(set) var calls: [CallFinished] = []
    private var callPlaces: [EvidenceID: Int] = [:]
    private var evidencePlaces: [EvidenceID: Int] = [:]
    /// What the calls have read, in bytes of their coverage; earlier evidence that was used again is not read again.
    package private(set) var bytesRead = 0
    package private(set) var failedCalls: [CallFailed] = []
    /// In the order in which they were started.
    package private(set) var runs: [RunState] = []
    /// Questions to people, in the order in which they were asked.
    package private(set) var waits: [WaitState] = []

    /// A finding and the place of its entry.
    package struct FindingRecord: Sendable {
        package let finding: Finding
        package let sequence: Int
        package let time: Timestamp
        /// Whether it was recorded elsewhere; its verdict is then this program's, found when it is read.
        package let isImported: Bool
    }

    package init(id: SessionID) { self.id = id }

    /// Folds the entries of one session from its first.
    package init(id: SessionID, folding entries: some Sequence<Entry>) {
        self.init(id: id)
        for entry in entries { apply(entry) }
    }

    /// Takes the next entry in; entries come in order and without gaps.
    package mutating func apply(_ entry: Entry) {
        apply(Event(entry), of: entry)
    }

    /// Takes an entry in whose event is already at hand.
    package mutating func apply(_ event: Event, of entry: Entry) {
        head = entry.head
        updated = max(updated, entry.time)
        switch event {
        case .sessionOpened(let opened):
            title = opened.title
            owner = opened.owner
            labels = opened.labels
            created = entry.time
        case .windowSet(let set): window = set.window
        case .noteAdded(let note): notes.append(note)
        case .sessionEdited(let edit):
            title = edit.title ?? title
            labels = edit.labels ?? labels
            pinned = edit.pinned ?? pinned
        case .sessionClosed: isClosed = true
        case .callFinished(let call):
            callPlaces[call.evidence] = calls.count
            calls.append(call)
            if !call.cached {
                evidencePlaces[call.evidence] = entry.sequence
                count(call.coverage)
            }
        case .callFailed(let call): failedCalls.append(call)
        case .findingRecorded(let recorded):
            findings.append(
                FindingRecord(
                    finding: recorded.finding, sequence: entry.sequence, time: entry.time,
                    isImported: entry.isImported))
        case .runStarted(let started):
            runs.append(RunState(started, at: entry.time))
            update(started.run, entry) { _ in }
        case .runTaken(let taken): update(taken.run, entry) { $0.take(token: taken.token) }
        case .runChanged(let changed): update(changed.run, entry) { $0.change(changed) }
        case .cancelRequested(let request): update(request.run, entry) { $0.requestCancel(request) }
        case .runFinished(let finished): update(finished.run, entry) { $0.finish(finished, at: entry.time) }
        case .stepStarted(let started): update(started.step.run, entry) { $0.start(started, at: entry.time) }
        case .stepFinished(let finished): update(finished.step.run, entry) { $0.finish(finished, at: entry.time) }
        case .waitRequested(let request):
            waits.append(WaitState(request, at: entry.time, isImported: entry.isImported))
            update(request.step.run, entry) { $0.wait(request, at: entry.time) }
        case .waitDecided(let decided):
            guard let index = waits.lastIndex(where: { $0.request.id == decided.id }) else { break }
            waits[index].decide(decided, isImported: entry.isImported)
        case .runPaused(let paused): update(paused.run, entry) { $0.pause() }
        case .workflowAccepted(let accepted):
            // Who agreed elsewhere has agreed to nothing here.
            guard !entry.isImported else { break }
            update(accepted.run, entry) { $0.accept(accepted.textHash) }
        case .sessionImported, .unknown: break
        }
    }

    private mutating func count(_ coverage: [Coverage]) {
        for part in coverage {
            let (sum, isTooMuch) = bytesRead.addingReportingOverflow(max(0, part.searched.bytes ?? 0))
            bytesRead = isTooMuch ? .max : sum
        }
    }

    private mutating func update(_ run: RunID, _ entry: Entry, _ change: (inout RunState) -> Void) {
        guard let index = runs.lastIndex(where: { $0.id == run }) else { return }
        change(&runs[index])
        if entry.isImported { runs[index].markImported() }
    }

    /// Gives the finding that an entry recorded the verdict that was found here.
    package mutating func judge(findingAt sequence: Int, _ verdict: Verdict) {
        // They stand in the order of their sequences, and there may be many.
        var range = 0..<findings.count
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            range = findings[middle].sequence < sequence ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        let index = range.lowerBound
        guard findings.indices.contains(index), findings[index].sequence == sequence else { return }
        let known = findings[index]
        findings[index] = FindingRecord(
            finding: known.finding.by(known.finding.author, verdict: verdict), sequence: sequence, time: known.time,
            isImported: known.isImported)
    }

    /// Whether a waiting run can go on: a question of its newest wait is answered, its time is over, or it was asked
    /// elsewhere and has to be asked again.
    package func hasAnswer(for run: RunID, at now: Timestamp) -> Bool {
        let known = self.run(run)
        let open = waits.filter { $0.request.step.run == run && known?.isWaiting(for: $0.request.step) == true }
        return open.contains { $0.isAnswered(at: now) } || (!open.isEmpty && open.allSatisfy(\.isImported))
    }

    /// The newest call that gave this evidence.
    package func call(for evidence: EvidenceID) -> CallFinished? { callPlaces[evidence].map { calls[$0] } }

    /// The sequence of the entry that this evidence was recorded with.
    package func place(of evidence: EvidenceID) -> Int? { evidencePlaces[evidence] }

    package func run(_ id: RunID) -> RunState? { runs.last { $0.id == id } }

    package var status: SessionStatus {
        if isClosed { return .closed }
        if runs.contains(where: { $0.status == .running }) { return .running }
        return runs.contains { $0.status == .waiting } ? .waiting : .open
    }

    /// Findings by severity, then confidence, both falling, then the order of recording.
    package var rankedFindings: [Finding] {
        findings.sorted { left, right in
            if left.finding.severity != right.finding.severity { return left.finding.severity > right.finding.severity }
            if left.finding.confidence != right.finding.confidence {
                return left.finding.confidence > right.finding.confidence
            }
            return left.sequence < right.sequence
        }
        .map(\.finding)
    }
}
