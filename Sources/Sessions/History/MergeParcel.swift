import Model
import Store

/// What a fork has and another session may take over; it knows the entry that it comes from.
enum MergeItem: Sendable {
    case finding(FindingRecorded)
    case note(NoteAdded)
    case hypothesis(HypothesisOpened)
    case weighing(HypothesisWeighed)
}

/// What a session has of what is to be merged, whether it was taken over or found here.
struct MergedItems: Sendable {
    /// What a finding says, whoever named it.
    private struct Content: Hashable {
        let statement: String
        let severity: Severity
        let confidence: Double
        let author: Principal
        let citations: [Citation]

        init(_ finding: Finding) {
            statement = finding.statement
            severity = finding.severity
            confidence = finding.confidence
            author = finding.author
            citations = finding.citations
        }
    }

    private var names: Set<FindingID> = []
    /// The first name of what says the same.
    private var contents: [Content: FindingID] = [:]
    private var hypotheses: Set<HypothesisID> = []
    /// Where notes and what was said of hypotheses come from.
    private var places: Set<EntryPlace> = []

    init(_ state: SessionState) {
        for record in state.findings { insert(record.finding) }
        hypotheses = Set(state.hypotheses.map(\.id))
        places = Set(
            state.notes.compactMap(\.from) + state.hypotheses.flatMap(\.history).compactMap(\.weighed.from))
    }

    func contains(_ item: MergeItem) -> Bool {
        switch item {
        case .finding(let recorded): name(of: recorded.finding) != nil
        case .note(let note): note.from.map { places.contains($0) } ?? false
        case .hypothesis(let opened): hypotheses.contains(opened.id)
        case .weighing(let weighed): weighed.from.map { places.contains($0) } ?? false
        }
    }

    /// The name under which a finding is known; nil for a new one.
    func name(of finding: Finding) -> FindingID? {
        names.contains(finding.id) ? finding.id : contents[Content(finding)]
    }

    mutating func insert(_ item: MergeItem) {
        switch item {
        case .finding(let recorded): insert(recorded.finding)
        case .note(let note): if let from = note.from { places.insert(from) }
        case .hypothesis(let opened): hypotheses.insert(opened.id)
        case .weighing(let weighed): if let from = weighed.from { places.insert(from) }
        }
    }

    private mutating func insert(_ finding: Finding) {
        names.insert(finding.id)
        let content = Content(finding)
        contents[content] = contents[content] ?? finding.id
    }
}

/// What goes into one commit of a merge.
struct MergeParcel: Sendable {
    /// A call of the fork with its evidence.
    struct TakenCall: Sendable {
        let call: CallFinished
        let record: EvidenceRecord
        /// The body that it describes, where that is not there.
        let gone: BodyReference?
    }

    private static let maximumCount = 200
    private static let maximumBytes = 4 << 20

    private(set) var items: [MergeItem] = []
    private var calls: [EvidenceID: TakenCall] = [:]
    /// The evidence of each item, in order.
    private var needs: [[EvidenceID]] = []
    private var bytes = 0
    /// How the session calls findings of the fork that it knows by another name.
    private var aliases: [FindingID: FindingID]

    init(aliases: [FindingID: FindingID]) { self.aliases = aliases }

    /// Notes that the session has a finding of the fork under another name.
    mutating func know(_ finding: FindingID, as name: FindingID) { aliases[finding] = name }

    var isFull: Bool { items.count >= Self.maximumCount || bytes >= Self.maximumBytes }

    mutating func add(_ item: MergeItem, _ taken: [TakenCall]) {
        items.append(item)
        needs.append(taken.map(\.call.evidence))
        for one in taken where calls.updateValue(one, forKey: one.call.evidence) == nil {
            bytes += one.record.bytes.count
        }
    }

    /// What is to be written into a session that others may have written to meanwhile.
    func batch(for state: SessionState, by author: Principal, at now: Timestamp) -> Batch {
        var known = MergedItems(state)
        var aliases = aliases
        var batch = Batch([])
        var written: Set<EvidenceID> = []
        for (item, needs) in zip(items, needs) {
            guard !known.contains(item) else {
                if case .finding(let recorded) = item {
                    aliases[recorded.finding.id] = known.name(of: recorded.finding)
                }
                continue
            }
            known.insert(item)
            for id in needs where state.place(of: id) == nil && written.insert(id).inserted {
                guard let taken = calls[id] else { continue }
                batch.drafts.append(EntryDraft(.callFinished(taken.call), principal: author.name, time: now))
                batch.evidence.append(taken.record)
                guard let body = taken.gone else { continue }
                // Nothing that the fork says of it is said here.
                let item = BodiesRemoved.Item(
                    sequence: state.head.sequence + batch.drafts.count, sha256: body.sha256, length: body.length)
                let event = Event.bodiesRemoved(BodiesRemoved(bodies: [item], author: author))
                batch.drafts.append(EntryDraft(event, principal: author.name, time: now))
            }
            let event: Event =
                switch item {
                case .finding(let recorded): .findingRecorded(recorded)
                case .note(let note): .noteAdded(note)
                case .hypothesis(let opened): .hypothesisOpened(opened)
                case .weighing(let weighed): .hypothesisWeighed(Self.renamed(weighed, aliases))
                }
            batch.drafts.append(EntryDraft(event, principal: author.name, time: now))
        }
        return batch
    }

    private static func renamed(
        _ weighed: HypothesisWeighed, _ aliases: [FindingID: FindingID]
    ) -> HypothesisWeighed {
        guard let place = weighed.from, let name = weighed.finding.flatMap({ aliases[$0] }) else { return weighed }
        return weighed.taken(from: place, finding: name)
    }
}
