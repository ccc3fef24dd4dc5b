import JSON
package import Model
import Store

extension SessionManager {
    /// A session as somebody sees it who may not read all of its sources: what rests on the others is not there.
    ///
    /// It reads the whole journal and the evidence; with rights to everything it costs nothing.
    package func view(of session: Session, _ access: EvidenceAccess) async throws -> SessionState {
        guard !access.isUnlimited else { return try await session.refresh() }
        return try await snapshot(of: session, access).state
    }

    /// What of a session somebody may read, of the entries that there are now; nil for everything.
    ///
    /// - Parameter known: Evidence of the session that is at hand.
    package func readable(
        of session: Session, _ access: EvidenceAccess, known: [EvidenceID: Evidence] = [:]
    ) async throws -> Readable? {
        guard !access.isUnlimited else { return nil }
        let state = try await session.refresh()
        let find: EvidenceJudge.Find = { id in
            if let evidence = known[id] { return evidence }
            return try await session.evidence(id)
        }
        let judge = EvidenceJudge(access, finding: find)
        var judged: [EvidenceID: Bool] = [:]
        let steps = state.runs.flatMap(\.attempts).compactMap(\.evidence)
        for id in state.calls.map(\.evidence) + steps where judged[id] == nil {
            try Task.checkCancellation()
            // What was removed cannot be judged.
            guard let evidence = try await find(id) else {
                judged[id] = false
                continue
            }
            judged[id] = try await judge.allows(evidence)
        }
        var failed: Set<CallID> = []
        for call in state.failedCalls where try await judge.allows(call) { failed.insert(call.call) }
        return Readable(of: state, judged: Set(judged.filter(\.value).keys), failed: failed)
    }

    /// All that a report of the session needs, as far as somebody may read it.
    package func snapshot(of session: Session, _ access: EvidenceAccess) async throws -> SessionSnapshot {
        let whole = try await snapshot(of: session)
        // Judged after the entries were read: what came later is judged too, and not shown.
        guard let readable = try await readable(of: session, access, known: whole.evidence) else { return whole }
        var state = SessionState(id: session.id)
        var entries: [Entry] = []
        for entry in whole.entries {
            let shown = readable.shown(entry)
            state.apply(Event(shown), of: entry)
            entries.append(shown)
        }
        for (index, record) in whole.state.findings.enumerated() where record.isImported {
            state.judge(findingAt: index, named: record.finding.id, record.finding.verdict)
        }
        return SessionSnapshot(
            state: state, entries: entries, evidence: whole.evidence.filter { readable.evidence.contains($0.key) })
    }
}

extension Readable {
    /// An entry as somebody sees it who may read no more; its place and time stay, its hash is not the chain's.
    package func shown(_ entry: Entry) -> Entry {
        guard entry.payload != nil, let other = replacement(for: Event(recorded: entry)) else { return entry }
        return Entry(
            session: entry.session, sequence: entry.sequence, time: entry.time, principal: entry.principal,
            kind: entry.kind, payload: other.canonicalPayload, previousHash: entry.previousHash,
            isImported: entry.isImported)
    }
}
