package import Model
import Store

extension Session {
    /// Evidence of a call in this session; nil when no call of it gave that evidence, or it is gone.
    ///
    /// - Throws: `SessionsError` of code `corrupt` when it is not what the journal's chain vouches for.
    package func evidence(_ id: EvidenceID) async throws -> Evidence? {
        try await know(id)
        guard let call = current.call(for: id), let place = current.place(of: id),
            let evidence = try await store.evidence(in: place.session, at: place.sequence)
        else { return nil }
        guard evidence.hash == call.evidenceHash else { throw Self.changed(id) }
        return evidence
    }

    /// The newest evidence under an evidence key, in its own journal or in those that it goes on from; nil when there is
    /// none, or it is gone.
    ///
    /// - Throws: `SessionsError` of code `corrupt` when it is not what the journal's chain vouches for.
    func newestEvidence(key: Digest) async throws -> Evidence? {
        guard !keys.lack(key) || !lineage.inherited.isEmpty else { return nil }
        if let sequence = try await store.newestEvidence(in: id, key: key) {
            if current.head.sequence < sequence { try await refresh() }
            if let evidence = try await evidence(at: EntryPlace(session: id, sequence: sequence)) { return evidence }
        }
        for part in lineage.inherited.reversed() {
            guard let sequence = try await store.newestEvidence(in: part.session, key: key),
                sequence <= part.through.sequence,
                let evidence = try await evidence(at: EntryPlace(session: part.session, sequence: sequence))
            else { continue }
            return evidence
        }
        return nil
    }

    private func evidence(at place: EntryPlace) async throws -> Evidence? {
        guard let evidence = try await store.evidence(in: place.session, at: place.sequence) else { return nil }
        try await know(evidence.id)
        guard evidence.hash == current.call(for: evidence.id)?.evidenceHash else { throw Self.changed(evidence.id) }
        return evidence
    }

    /// Reads what an outline left out, where evidence may stand there.
    private func know(_ id: EvidenceID) async throws {
        // Where it was used again the newest call is known, and not the one that it was recorded with.
        if current.isBrief, current.place(of: id) == nil { try await refresh() }
    }

    private static func changed(_ id: EvidenceID) -> SessionsError {
        SessionsError(
            .corrupt, "the evidence \(id) was changed after it was recorded",
            hint: "bring the database back from a backup; what it says now cannot be trusted")
    }
}
