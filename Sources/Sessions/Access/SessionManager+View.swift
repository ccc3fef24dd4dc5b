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

    /// What of a session is kept from somebody.
    package func withheld(of session: Session, _ access: EvidenceAccess) async throws -> Withheld {
        guard !access.isUnlimited else { return Withheld() }
        var withheld = Withheld()
        var seen: [EvidenceID: Bool] = [:]
        for call in try await session.refresh().calls {
            if seen[call.evidence] == nil {
                let evidence = try await session.evidence(call.evidence)
                // What was removed is judged by what its entry tells of it.
                seen[call.evidence] =
                    if let evidence {
                        try await access.allows(evidence) { try await session.evidence($0) }
                    } else {
                        false
                    }
            }
            if seen[call.evidence] == false { withheld.add(call) }
        }
        return withheld
    }

    /// All that a report of the session needs, as far as somebody may read it.
    package func snapshot(of session: Session, _ access: EvidenceAccess) async throws -> SessionSnapshot {
        let whole = try await snapshot(of: session)
        guard !access.isUnlimited else { return whole }
        let withheld = try await withheld(of: session, access)
        var state = SessionState(id: session.id)
        var entries: [Entry] = []
        for entry in whole.entries {
            let shown = withheld.shown(entry, access)
            state.apply(Event(shown), of: entry)
            entries.append(shown)
        }
        for (index, record) in whole.state.findings.enumerated() where record.isImported {
            state.judge(findingAt: index, named: record.finding.id, record.finding.verdict)
        }
        return SessionSnapshot(
            state: state, entries: entries, evidence: whole.evidence.filter { !withheld.evidence.contains($0.key) })
    }
}

extension Withheld {
    /// An entry as somebody sees it from whom this is kept; its place and time stay, its hash is not the chain's.
    package func shown(_ entry: Entry, _ access: EvidenceAccess) -> Entry {
        guard entry.payload != nil, !access.isUnlimited else { return entry }
        let event = Event(recorded: entry)
        guard let other = access.replacement(for: event) ?? replacement(for: event) else { return entry }
        return Entry(
            session: entry.session, sequence: entry.sequence, time: entry.time, principal: entry.principal,
            kind: entry.kind, payload: other.canonicalPayload, previousHash: entry.previousHash,
            isImported: entry.isImported)
    }
}

extension EvidenceAccess {
    /// What stands for a failed call of a source or a path that may not be known of; nil for every other event.
    fileprivate func replacement(for event: Event) -> Event? {
        guard case .callFailed(let call) = event else { return nil }
        let isOpen =
            call.arguments["source"]?.stringValue.map { allows(source: $0) } ?? true
            && call.arguments["path"]?.stringValue.map { allows(path: $0) } ?? true
        guard !isOpen else { return nil }
        return .unknown(kind: event.kind, payload: ["withheld": true])
    }
}
