/// What a session is now: a pure fold over its entries.
///
/// Those of a fork begin with the entries that it has from others, which name other sessions.
package struct SessionState: Sendable {
    package private(set) var id: SessionID
    /// Where its own journal ends.
    package internal(set) var head: JournalHead = .empty
    /// What it goes on from; nil for a session that is no fork.
    package private(set) var origin: SessionForked?
    package private(set) var title = ""
    package private(set) var owner = Principal(name: "", kind: .person)
    /// Names of the principals besides the owner that it was shared with.
    package private(set) var members: Set<String> = []
    /// Of the server's own journal: the tokens that were not revoked, by name; expired ones among them.
    package private(set) var tokens: [String: TokenAdded] = [:]
    /// Of the server's own journal: every name that a token ever had.
    package private(set) var tokenNames: Set<String> = []
    package private(set) var labels: [String: String] = [:]
    package private(set) var pinned = false
    package private(set) var isClosed = false
    package private(set) var created = Timestamp(nanoseconds: 0)
    /// When it was last worked in here; of one that only came in, when that was elsewhere.
    package internal(set) var updated = Timestamp(nanoseconds: 0)
    var wasWorkedInHere = false
    package private(set) var window: Window?
    /// In the order of their entries.
    package private(set) var findings: [FindingRecord] = []
    package private(set) var notes: [NoteAdded] = []
    /// In the order in which they were opened.
    package private(set) var hypotheses: [Hypothesis] = []
    /// Calls that gave evidence, in order; of a brief state the newest alone.
    package private(set) var calls: [CallFinished] = []
    /// How many there were, also those that a brief state does not name.
    package internal(set) var callCount = 0
    /// Whether an outline told of the beginning: the calls that it told of, and where their evidence stands, are not known.
    package internal(set) var isBrief = false
    private var evidencePlaces: [EvidenceID: EvidencePlace] = [:]
    /// Where runs, questions and hypotheses stand in their lists; of several of one name the newest, of hypotheses the first.
    var runPlaces: [RunID: Int] = [:]
    private var waitPlaces: [WaitID: Int] = [:]
    private var hypothesisPlaces: [HypothesisID: Int] = [:]
    /// What the calls took together.
    package internal(set) var sums = CallSums()
    /// In order; of large arguments, which only the journal keeps, it is not known what they were.
    package private(set) var failedCalls: [CallFailed] = []
    /// How many of them failed once their tool was begun; what is refused before costs nobody anything.
    package private(set) var lostCalls = 0
    /// How many of `calls` stood before each of them.
    package private(set) var callsBeforeFailed: [Int] = []
    /// In the order in which they were started.
    package internal(set) var runs: [RunState] = []
    /// Who started a run or drove it, here.
    private var drivers: [RunID: Set<String>] = [:]
    /// Questions to people, in the order in which they were asked.
    package private(set) var waits: [WaitState] = []
    /// Whether it is known what every entry says: the content of none was removed, here or where it goes on from.
    package private(set) var isWhole = true
    /// What was taken out of entries, by their place.
    package private(set) var removals: [EntryPlace: Removal] = [:]

    /// Where the journal tells of a piece of evidence.
    private struct EvidencePlace {
        /// The newest call that gave it, as an index of `calls`.
        var call: Int
        /// The entry that it was recorded with.
        var entry: EntryPlace?
        /// Whether it was recorded elsewhere.
        var isImported: Bool
    }

    /// Parts of an entry that are gone.
    package struct Removal: Hashable, Sendable {
        package var parts: Set<RemovablePart>
        /// The newest entry that tells of it.
        package var tombstone: Int
    }

    /// A finding and the place of its entry.
    package struct FindingRecord: Sendable {
        package private(set) var finding: Finding
        package let place: EntryPlace
        package let time: Timestamp
        /// The entry of a fork that it was taken over from.
        package let from: EntryPlace?
        /// Whether it was recorded elsewhere; its verdict is then this program's, found when it is read.
        package let isImported: Bool

        fileprivate mutating func judge(_ verdict: Verdict) {
            finding = finding.judged(verdict)
        }
    }

    /// A failed call that takes more in the journal, in bytes, is known without its arguments.
    private static let maximumFailed = 8 << 10

    package init(id: SessionID) { self.id = id }

    /// Begins with what another session was, as a fork of it does.
    package init(id: SessionID, beginningWith parent: SessionState) {
        self = parent
        self.id = id
        head = .empty
        origin = nil
    }

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
        if entry.session == id { head = entry.head }
        updated = updated(after: event, of: entry)
        if !entry.isImported { wasWorkedInHere = true }
        switch event {
        case .sessionOpened(let opened):
            title = opened.title
            owner = opened.owner
            labels = opened.labels
            created = entry.time
        case .sessionForked(let forked): fork(forked, of: entry)
        case .windowSet(let set): window = set.window
        case .noteAdded(let note): notes.append(note)
        case .sessionEdited(let edit):
            title = edit.title ?? title
            labels = edit.labels ?? labels
            // What somebody elsewhere wants to keep is kept there.
            if !entry.isImported { pinned = edit.pinned ?? pinned }
        case .sessionClosed: isClosed = true
        // Nobody cites what the server's own journal tells of calls, and it is held for as long as the process runs.
        case .callFinished(let call):
            guard id != .server else { break }
            place(call, of: entry)
            calls.append(call)
            callCount += 1
            sums.add(call)
            if let step = call.step { change(step.run) { $0.count(call, at: step) } }
        case .callFailed(let call):
            guard id != .server else { break }
            let isLarge = entry.payload.map { $0.count > Self.maximumFailed } ?? false
            failedCalls.append(isLarge ? call.withoutArguments : call)
            count(call)
            callsBeforeFailed.append(callCount)
        case .findingRecorded(let recorded):
            findings.append(
                FindingRecord(
                    finding: recorded.finding, place: entry.place, time: entry.time, from: recorded.from,
                    isImported: entry.isImported))
        case .hypothesisOpened(let opened):
            // The first of a name is what the name means, whatever a case file says later.
            guard hypothesisPlaces[opened.id] == nil else { break }
            hypothesisPlaces[opened.id] = hypotheses.count
            hypotheses.append(Hypothesis(opened, at: entry.time))
        case .hypothesisWeighed(let weighed):
            guard let index = hypothesisPlaces[weighed.id] else { break }
            hypotheses[index].weigh(weighed, at: entry.time)
        case .runStarted(let started):
            runPlaces[started.run] = runs.count
            runs.append(RunState(started, at: entry.time))
            drive(started.run, entry)
            update(started.run, entry) { _ in }
        case .runTaken(let taken):
            drive(taken.run, entry)
            update(taken.run, entry) { $0.take() }
        case .runChanged(let changed): update(changed.run, entry) { $0.change(changed) }
        case .cancelRequested(let request): update(request.run, entry) { $0.requestCancel(request) }
        case .runFinished(let finished): update(finished.run, entry) { $0.finish(finished, at: entry.time) }
        case .stepStarted(let started): update(started.step.run, entry) { $0.start(started.step, at: entry.time) }
        case .stepFinished(let finished): update(finished.step.run, entry) { $0.finish(finished, at: entry.time) }
        case .waitRequested(let request):
            waitPlaces[request.id] = waits.count
            waits.append(
                WaitState(request, at: entry.time, by: entry.principal, isImported: entry.isImported))
            update(request.step.run, entry) { $0.wait(request, at: entry.time) }
        case .waitDecided(let decided):
            guard let index = waitPlaces[decided.id] else { break }
            waits[index].decide(decided, isImported: entry.isImported)
            // An answer that was given elsewhere counts only once somebody here has accepted the run.
            update(waits[index].request.step.run, entry) { _ in }
        case .runPaused(let paused): update(paused.run, entry) { $0.pause() }
        case .workflowAccepted(let accepted):
            // Who agreed elsewhere has agreed to nothing here.
            guard !entry.isImported else { break }
            update(accepted.run, entry) { $0.accept(accepted.textHash) }
        case .entryScrubbed(let scrubbed): for item in scrubbed.items { remove(item, by: entry) }
        case .bodiesRemoved(let removed):
            for item in removed.bodies { note([.body], of: item.sequence, by: entry) }
        // What was agreed elsewhere gives nobody a right here, and takes none.
        case .sessionShared(let shared): if !entry.isImported { members.insert(shared.member) }
        case .sessionUnshared(let unshared): if !entry.isImported { members.remove(unshared.member) }
        // In any other journal, as one that came with a case file, they count for nothing.
        case .tokenAdded(let token):
            guard id == .server else { break }
            tokens[token.name] = token
            tokenNames.insert(token.name)
        case .tokenRevoked(let token): if id == .server { tokens[token.name] = nil }
        case .sessionDeleted, .sessionImported, .accessRefused: break
        case .unknown: if entry.payload == nil { applyRemoved(entry) }
        }
    }

    /// When the session was last worked in, with one more entry.
    ///
    /// What entries from elsewhere say of that counts until something is done here: their clock may be any. What
    /// housekeeping does is nothing new in the investigation.
    func updated(after event: Event, of entry: Entry) -> Timestamp {
        guard entry.isImported || wasWorkedInHere else { return entry.time }
        guard !event.isHousekeeping, !(entry.isImported && wasWorkedInHere) else { return updated }
        return max(updated, entry.time)
    }

    private mutating func drive(_ run: RunID, _ entry: Entry) {
        if !entry.isImported { drivers[run, default: []].insert(entry.principal) }
    }

    /// Notes where evidence is found: the first record under an identifier is what the identifier means for good, whatever
    /// a later entry says, which may have been written elsewhere.
    private mutating func place(_ call: CallFinished, of entry: Entry) {
        let recorded = call.cached ? nil : entry.place
        guard let known = evidencePlaces[call.evidence] else {
            evidencePlaces[call.evidence] = EvidencePlace(
                call: calls.count, entry: recorded, isImported: entry.isImported || call.imported == true)
            return
        }
        guard calls[known.call].evidenceHash == call.evidenceHash else { return }
        evidencePlaces[call.evidence] = EvidencePlace(
            call: calls.count, entry: known.entry ?? recorded, isImported: known.isImported)
    }

    /// What the header of an entry still tells whose payload was removed.
    private mutating func applyRemoved(_ entry: Entry) {
        isWhole = false
        switch entry.kind {
        case SessionOpened.kind:
            title = "(title removed)"
            owner = Principal(name: entry.author, kind: entry.isImported ? .imported : .person)
            created = entry.time
        case SessionClosed.kind: isClosed = true
        default: break
        }
    }

    private mutating func remove(_ item: EntryScrubbed.Item, by tombstone: Entry) {
        note(Set(item.parts), of: item.sequence, by: tombstone)
        if let run = item.run, let status = item.runStatus {
            update(run, tombstone) { $0.finishRemoved(status, by: tombstone) }
        }
        if let step = item.step, let status = item.stepStatus {
            update(step.run, tombstone) { $0.finishRemoved(step, status: status, by: tombstone) }
        }
        if let decided = item.decided, let index = waitPlaces[decided.id] {
            let kept = WaitDecided(
                id: decided.id, decision: decided.decision,
                reason: "what was said was removed, see entry \(tombstone.sequence)",
                // Who acted elsewhere is nobody here, whatever a tombstone from there says.
                author: tombstone.isImported ? decided.author.imported : decided.author)
            waits[index].decide(kept, isImported: tombstone.isImported)
        }
    }

    private mutating func note(_ parts: Set<RemovablePart>, of sequence: Int, by tombstone: Entry) {
        let place = EntryPlace(session: tombstone.session, sequence: sequence)
        removals[place, default: Removal(parts: [], tombstone: tombstone.sequence)].parts.formUnion(parts)
        removals[place]?.tombstone = tombstone.sequence
    }

    /// Goes on from what stands in other journals: under an owner of its own, and without their runs and questions that
    /// were open.
    private mutating func fork(_ forked: SessionForked, of entry: Entry) {
        guard entry.sequence == 1 else { return }
        if entry.session == id { origin = forked }
        owner = forked.owner
        members = []
        created = entry.time
        isClosed = false
        pinned = false
        for index in runs.indices where !runs[index].status.isFinal {
            runs[index].leave(in: forked.parent, at: entry.time)
        }
        waits.removeAll { $0.decision == nil }
        waitPlaces = Dictionary(waits.enumerated().map { ($1.request.id, $0) }) { $1 }
    }

    private mutating func count(_ call: CallFailed) {
        if let cost = call.cost {
            lostCalls += 1
            sums.add(cost)
        }
        if let step = call.step { change(step.run) { $0.count(call, at: step) } }
    }

    mutating func change(_ run: RunID, _ body: (inout RunState) -> Void) {
        // Mostly the one that began last.
        if let last = runs.indices.last, runs[last].id == run { return body(&runs[last]) }
        if let index = runPlaces[run] { body(&runs[index]) }
    }

    private mutating func update(_ run: RunID, _ entry: Entry, _ body: (inout RunState) -> Void) {
        change(run) { state in
            body(&state)
            if entry.isImported { state.markImported() }
        }
    }

    /// Gives a finding the verdict that was found here.
    ///
    /// - Parameter index: its place in `findings`.
    package mutating func judge(findingAt index: Int, named id: FindingID, _ verdict: Verdict) {
        guard findings.indices.contains(index), findings[index].finding.id == id else { return }
        findings[index].judge(verdict)
    }

    /// Whether a waiting run can go on: a question of its newest wait is answered, its time is over, or it was asked
    /// elsewhere and has to be asked again.
    package func hasAnswer(for run: RunID, at now: Timestamp) -> Bool {
        let known = self.run(run)
        let open = waits.filter { $0.request.step.run == run && known?.isWaiting(for: $0.request.step) == true }
        return open.contains { $0.isAnswered(at: now) } || (!open.isEmpty && open.allSatisfy(\.isImported))
    }

    /// The principals that a question comes from: who started its run, and whoever drove it.
    package func askers(of wait: WaitState) -> Set<String> {
        drivers[wait.request.step.run, default: []].union([wait.asker].compactMap { $0 })
    }

    /// The newest call that gave this evidence.
    package func call(for evidence: EvidenceID) -> CallFinished? { evidencePlaces[evidence].map { calls[$0.call] } }

    /// The entry that this evidence was recorded with; that of a fork may stand in another session.
    package func place(of evidence: EvidenceID) -> EntryPlace? { evidencePlaces[evidence]?.entry }

    /// Whether this evidence was recorded elsewhere, and came with a case file.
    package func isImported(_ evidence: EvidenceID) -> Bool { evidencePlaces[evidence]?.isImported ?? false }

    /// The entry that tells of the removal of this evidence; nil while it is there.
    package func tombstone(of evidence: EvidenceID) -> Int? {
        guard let removal = place(of: evidence).flatMap({ removals[$0] }), removal.parts.contains(.evidence) else {
            return nil
        }
        return removal.tombstone
    }

    package func run(_ id: RunID) -> RunState? { runPlaces[id].map { runs[$0] } }

    package var status: SessionStatus {
        if isClosed { return .closed }
        if runs.contains(where: { $0.status == .running }) { return .running }
        return runs.contains { $0.status == .waiting } ? .waiting : .open
    }

    /// Findings by severity, then confidence, both falling, then the order of recording.
    package var rankedFindings: [Finding] {
        rankedRecords.map(\.finding)
    }

    /// The same with the places of their entries.
    package var rankedRecords: [FindingRecord] {
        findings.enumerated().sorted { left, right in
            let (one, other) = (left.element.finding, right.element.finding)
            if one.severity != other.severity { return one.severity > other.severity }
            if one.confidence != other.confidence { return one.confidence > other.confidence }
            return left.offset < right.offset
        }
        .map(\.element)
    }
}
