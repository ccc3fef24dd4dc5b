import CaseFiles
import Model
import Store

/// Writes the lines of a verified case file to a stage, a batch at a time.
struct ImportWriting {
    /// Bounds of one batch.
    private static let maximumCount = 200
    private static let maximumBytes = 4 << 20

    /// An entry of which not all may have come yet.
    private struct Pending {
        let entry: Entry
        let part: ImportPlan.Part
        var record: [UInt8]?
        var body: [UInt8]?
    }

    /// What is known of a journal that is written.
    fileprivate struct Target {
        let base: JournalHead
        var head: JournalHead
        var state: SessionState
        var withheld: [Int: WithheldParts] = [:]
        /// The parts of it that were kept out here.
        var hidden: [Int: WithheldParts] = [:]
        /// Bodies that are not there, by the entries that tell of them, of which no tombstone has told yet.
        var lacking: [Int: Digest] = [:]
    }

    private let plan: ImportPlan
    private let stage: any ImportStage
    private let manager: SessionManager
    private let screen: ImportScreen
    private var pending: Pending?
    private var targets: [SessionID: Target] = [:]
    private var entries: [Entry] = []
    private var evidence: [Int: EvidenceRecord] = [:]
    private var bytes = 0
    /// Bodies that were written, and those that came and were not: later evidence may name either.
    private var bodies: (kept: Set<Digest>, lost: Set<Digest>) = ([], [])

    init(_ plan: ImportPlan, stage: any ImportStage, screen: ImportScreen, manager: SessionManager) {
        self.plan = plan
        self.manager = manager
        self.stage = stage
        self.screen = screen
    }

    /// What is not there and no entry tells of, by journal and entry.
    var withheld: [SessionID: [Int: WithheldParts]] { targets.mapValues(\.allWithheld) }

    /// The parts of it that redaction kept out here.
    var hidden: [SessionID: [Int: WithheldParts]] { targets.mapValues(\.hidden) }

    mutating func take(_ item: CaseItem) async throws {
        switch item {
        case .header: break
        case .entry(let entry):
            try await settle()
            guard let part = plan.part(for: entry.entry.session), let base = part.base,
                plan.isFork || entry.entry.sequence > base.sequence
            else { return }
            pending = Pending(entry: entry.entry, part: part)
        case .evidence(let evidence): pending?.record = evidence.record
        case .blob(let blob):
            guard blob.length <= Evidence.maximumBody else {
                throw CaseError(.tooLarge, "the body \(blob.sha256) is larger than \(Evidence.maximumBody) bytes")
            }
            guard var known = pending else { return }
            pending = nil
            known.body = (known.body ?? []) + blob.piece
            pending = known
        case .end: try await settle()
        }
    }

    /// The journals, ready to be published.
    mutating func finish() async throws -> [ImportedJournal] {
        try await flush()
        var journals: [ImportedJournal] = []
        for (session, _) in plan.targets {
            guard let target = targets[session] else { continue }
            let line = target.state.summary
            let summary = SessionSummary(
                id: session, title: line.title, status: line.status, owner: line.owner, created: line.created,
                // A list shows when something came to it; when it was made elsewhere is what that clock says.
                updated: manager.clock.now, labels: line.labels, pinned: line.pinned)
            journals.append(
                ImportedJournal(
                    session: session, base: target.base, last: target.head.sequence, withheld: target.allWithheld,
                    summary: summary))
        }
        return journals
    }

    /// All of the pending entry has come.
    private mutating func settle() async throws {
        guard let pending else { return }
        self.pending = nil
        // A fork of a whole lineage is no fork of anything here.
        if plan.isFork, pending.entry.sequence == 1, pending.entry.kind == SessionCase.forked { return }
        let screened = try screen.screen(pending.entry, record: pending.record, body: pending.body)
        var target = try await target(of: pending.part)
        let entry = plan.isFork ? sealed(screened.entry, of: pending.part, after: target.head) : screened.entry
        var withheld = screened.withheld
        withheld.formUnion(pending.part.journal.withheld[pending.entry.sequence] ?? [])
        if plan.isFork { withheld.formUnion(Self.gaps(pending.entry, screened)) }
        note(pending.body, screened)
        var hidden = screened.withheld
        if let body = try await lackedBody(of: screened) {
            target.lacking[entry.sequence] = body
            if bodies.lost.contains(body) { hidden.insert(.body) }
        }
        if !withheld.isEmpty { target.withheld[entry.sequence] = withheld }
        if !hidden.isEmpty { target.hidden[entry.sequence] = hidden }
        target.take(entry)
        targets[pending.part.target] = target
        if entries.first.map({ $0.session != entry.session }) ?? false { try await flush() }
        entries.append(entry)
        evidence[entry.sequence] = screened.record
        bytes += 512 + (entry.payload?.count ?? 0) + (screened.record?.bytes.count ?? 0) + (pending.body?.count ?? 0)
        if entries.count >= Self.maximumCount || bytes >= Self.maximumBytes { try await flush() }
    }

    /// Remembers what became of a body that came with evidence.
    private mutating func note(_ body: [UInt8]?, _ screened: ImportScreen.Screened) {
        if let record = screened.record, record.body != nil, let reference = record.evidence.body {
            bodies.kept.insert(reference.sha256)
        } else if let body {
            bodies.lost.insert(Digest(of: body))
        }
    }

    /// The body that evidence names and that will not be there; nil when it will.
    ///
    /// It may have come with an entry that is here already, and not have been let in then.
    private func lackedBody(of screened: ImportScreen.Screened) async throws -> Digest? {
        guard let body = screened.record?.evidence.body?.sha256, !bodies.kept.contains(body) else { return nil }
        return try await manager.store.blob(body, range: 0..<1) == nil ? body : nil
    }

    /// What is known of the journal that a part goes to.
    private func target(of part: ImportPlan.Part) async throws -> Target {
        if let known = targets[part.target] { return known }
        let base = part.base ?? .empty
        guard base == .empty else {
            let state = try await manager.session(part.target).state
            return Target(base: base, head: base, state: state)
        }
        var state = SessionState(id: part.target)
        // Each journal of a lineage goes on from the one before it.
        if let parent = try await parent(of: part) { state = SessionState(id: part.target, beginningWith: parent) }
        return Target(base: base, head: base, state: state)
    }

    /// What the journal before a part's in the lineage tells; nil for the first.
    private func parent(of part: ImportPlan.Part) async throws -> SessionState? {
        guard !plan.isFork, let index = plan.parts.firstIndex(where: { $0.target == part.target }), index > 0 else {
            return nil
        }
        let before = plan.parts[index - 1].target
        if let known = targets[before] { return known.state }
        return try await manager.session(before).state
    }

    private mutating func flush() async throws {
        guard !entries.isEmpty else { return }
        try await stage.add(entries, evidence: evidence)
        entries = []
        evidence = [:]
        bytes = 0
    }

    /// The entry as one of a new session: its place in the chain is another, what it says is the same.
    ///
    /// A tombstone names the entries of its journal by the places that they have now.
    private func sealed(_ entry: Entry, of part: ImportPlan.Part, after head: JournalHead) -> Entry {
        // The first entry of every journal but the first one is not taken in.
        let first = part.journal.session == plan.parts.first?.journal.session ? 1 : 2
        let places = ImportedTombstone.Places(
            known: first..<max(first, entry.sequence), offset: head.sequence + 1 - entry.sequence)
        let payload = ImportedTombstone.payload(of: entry, places) ?? entry.payload
        return Entry(
            session: part.target, sequence: head.sequence + 1, time: entry.time, principal: entry.principal,
            kind: entry.kind, payload: payload, payloadHash: entry.payloadHash, previousHash: head.hash,
            isImported: true)
    }

    /// What the file came without: the tombstone of a part may stand in an entry that is not in the file.
    private static func gaps(_ entry: Entry, _ screened: ImportScreen.Screened) -> WithheldParts {
        var gaps: WithheldParts = entry.payload == nil ? .payload : []
        if screened.record == nil, case .callFinished(let call) = Event(recorded: entry), !call.cached {
            gaps.formUnion([.evidence, .body])
        }
        return gaps
    }
}

extension ImportWriting.Target {
    fileprivate mutating func take(_ entry: Entry) {
        head = entry.head
        let event = Event(entry)
        // A line of a list shows nothing else, and the whole state would grow with the file.
        if event.changesSummary { state.apply(event, of: entry) }
        switch event {
        case .entryScrubbed(let scrubbed):
            for item in scrubbed.items where item.parts.contains(.body) && item.sequence < entry.sequence {
                lacking[item.sequence] = nil
            }
        case .bodiesRemoved(let removed):
            for item in removed.bodies where lacking[item.sequence] == item.sha256 && item.sequence < entry.sequence {
                lacking[item.sequence] = nil
            }
        default: break
        }
    }

    /// With the bodies that are not there and of which no tombstone has told.
    var allWithheld: [Int: WithheldParts] {
        withheld.merging(lacking.mapValues { _ in .body }) { $0.union($1) }
    }
}
