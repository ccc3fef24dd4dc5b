package import Model
import Store
import Tooling

/// Takes what was found in a fork over into the session that it goes on from.
///
/// Findings keep their name, statement, citations and author, and say which entry of the fork they come from; their
/// verdicts are made anew. Hypotheses come with what was said of them there, also of those that the fork began with. Evidence that they cite is taken over with them, so that they stay checkable when the fork is
/// deleted. What the session has already is passed over, so that merging twice adds nothing.
package struct ForkMerger: Sendable {
    private let manager: SessionManager
    private let access: EvidenceAccess
    private let author: Principal

    /// What the session has now and did not have before.
    package struct Merged: Sendable {
        package let session: SessionID
        package let fork: SessionID
        /// In the order of the fork.
        package fileprivate(set) var findings: [FindingRecorded] = []
        package fileprivate(set) var notes = 0
        /// Hypotheses that are new, and those of which something new was said.
        package fileprivate(set) var hypotheses: Set<HypothesisID> = []
        package fileprivate(set) var evidence = 0
    }

    /// - Parameter access: What `author` may read; other evidence is not taken over, and cannot be checked.
    package init(manager: SessionManager, access: EvidenceAccess, author: Principal) {
        self.manager = manager
        self.access = access
        self.author = author
    }

    /// Merges a fork; several commits where there is much, each with the evidence of its findings.
    ///
    /// - Throws: `SessionsError` of code `validation` for a session that is no fork, of code `closed` when the one that it
    ///   goes on from is closed.
    package func merge(_ fork: Session) async throws -> Merged {
        let state = try await fork.refresh()
        guard let origin = state.origin else {
            throw SessionsError(
                .validation, "\(fork.id) is not a fork of another session", hint: "`casebook sessions fork` makes one")
        }
        let session = try await manager.session(origin.parent)
        var merged = Merged(session: session.id, fork: fork.id)
        var known = await session.reading { MergedItems($0) }
        var aliases: [FindingID: FindingID] = [:]
        var parcel = MergeParcel(aliases: aliases)
        for item in try await items(of: fork, through: state.head) {
            if case .finding(let recorded) = item, let name = known.name(of: recorded.finding) {
                aliases[recorded.finding.id] = name
                parcel.know(recorded.finding.id, as: name)
            }
            guard !known.contains(item) else { continue }
            known.insert(item)
            parcel.add(try await checked(item, of: fork), try await evidence(for: item, of: fork, to: session))
            guard parcel.isFull else { continue }
            try await deliver(parcel, to: session, &merged)
            parcel = MergeParcel(aliases: aliases)
        }
        try await deliver(parcel, to: session, &merged)
        return merged
    }

    /// What was found, noted and said of hypotheses in the fork itself.
    private func items(of fork: Session, through head: JournalHead) async throws -> [MergeItem] {
        var items: [MergeItem] = []
        try await manager.store.read(Lineage.Part(session: fork.id, through: head)) { entry in
            switch Event(entry) {
            case .findingRecorded(let recorded):
                items.append(.finding(FindingRecorded(recorded.finding, from: entry.place)))
            case .noteAdded(let note):
                items.append(.note(NoteAdded(text: note.text, author: note.author, from: entry.place)))
            case .hypothesisOpened(let opened):
                items.append(
                    .hypothesis(
                        HypothesisOpened(
                            id: opened.id, statement: opened.statement, author: opened.author, from: entry.place)))
            case .hypothesisWeighed(let weighed):
                items.append(.weighing(weighed.taken(from: entry.place, finding: weighed.finding)))
            default: break
            }
        }
        return items
    }

    private func checked(_ item: MergeItem, of fork: Session) async throws -> MergeItem {
        guard case .finding(let recorded) = item else { return item }
        let evidence = SessionEvidence(session: fork, store: manager.store, access: access)
        let checker = CitationChecker(store: manager.store, evidence: evidence)
        let verdict = try await checker.verdict(on: recorded.finding.statement, recorded.finding.citations)
        return .finding(FindingRecorded(recorded.finding.judged(verdict), from: recorded.from))
    }

    /// The cited evidence that the session does not have.
    private func evidence(
        for item: MergeItem, of fork: Session, to session: Session
    ) async throws -> [MergeParcel.TakenCall] {
        guard case .finding(let recorded) = item else { return [] }
        let judge = EvidenceJudge(access) { try await fork.evidence($0) }
        var taken: [MergeParcel.TakenCall] = []
        for id in Set(recorded.finding.citations.map(\.evidence)).sorted() {
            guard await session.reading({ $0.place(of: id) }) == nil,
                let place = await fork.reading({ $0.place(of: id) }),
                let evidence = try await fork.evidence(id),
                try await judge.allows(evidence),
                let entry = try await manager.store.entries(of: place.session, after: place.sequence - 1, limit: 1)
                    .first, case .callFinished(let call) = Event(entry)
            else { continue }
            // Its body is in the store already, under its hash, unless it was removed or never came in.
            let record = EvidenceRecord(evidence: evidence, key: nil, body: nil)
            taken.append(
                MergeParcel.TakenCall(
                    call: call.taken(from: place, isImported: await fork.reading { $0.isImported(id) }),
                    record: record, gone: try await missingBody(of: evidence)))
        }
        return taken
    }

    private func missingBody(of evidence: Evidence) async throws -> BodyReference? {
        guard let body = evidence.body, try await manager.store.blob(body.sha256, range: 0..<1) == nil else {
            return nil
        }
        return body
    }

    private func deliver(_ parcel: MergeParcel, to session: Session, _ merged: inout Merged) async throws {
        guard !parcel.items.isEmpty else { return }
        let (now, author) = (manager.clock.now, author)
        let entries = try await session.append { state in
            guard !state.isClosed else {
                throw SessionsError(
                    .closed, "session \(state.id), which the fork goes on from, is closed",
                    hint: "the fork keeps what it found")
            }
            return parcel.batch(for: state, by: author, at: now)
        }
        for entry in entries {
            switch Event(entry) {
            case .findingRecorded(let recorded): merged.findings.append(recorded)
            case .noteAdded: merged.notes += 1
            case .hypothesisOpened(let opened): merged.hypotheses.insert(opened.id)
            case .hypothesisWeighed(let weighed): merged.hypotheses.insert(weighed.id)
            case .callFinished: merged.evidence += 1
            default: break
            }
        }
    }
}
