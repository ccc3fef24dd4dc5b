package import Model
package import Store

extension Housekeeper {
    /// The bodies of one session that were removed, or would be.
    package struct Cleared: Sendable {
        package let session: SessionID
        package let bodies: [BodiesRemoved.Item]
        /// The entry that tells of it; nil when nothing was removed.
        package let tombstone: Int?
    }

    /// Removes the bodies of calls that ended before an instant, where no finding cites the evidence, no run of the
    /// session is unfinished and nobody pinned the session.
    ///
    /// The records of the evidence stay. Bytes go when no entry of any session refers to them any more.
    /// - Parameter isTrial: Whether nothing is removed and only told what would be.
    package func clear(
        before limit: Timestamp, by author: Principal, trial isTrial: Bool = false
    ) async throws -> [Cleared] {
        var cleared: [Cleared] = []
        try await eachSession { summary in
            guard summary.created < limit, !summary.pinned else { return }
            let old = try await store.bodies(of: summary.id).filter { $0.time < limit }
            guard !old.isEmpty else { return }
            // Not the manager's, which would keep each session that was ever looked at.
            let session = Session(id: summary.id, store: store)
            let needed = try await needed(by: session)
            let bodies = old.filter {
                needed?.contains(EntryPlace(session: summary.id, sequence: $0.sequence)) == false
            }
            .map { BodiesRemoved.Item(sequence: $0.sequence, sha256: $0.sha256, length: $0.length) }
            guard !bodies.isEmpty else { return }
            var tombstone: Int?
            if !isTrial {
                let event = Event.bodiesRemoved(BodiesRemoved(bodies: bodies, author: author))
                let removals = bodies.map { Removal(sequence: $0.sequence, parts: [.body]) }
                tombstone = try await session.remove(removals, telling: event, by: author.name, at: manager.clock.now)
                    .sequence
            }
            cleared.append(Cleared(session: summary.id, bodies: bodies, tombstone: tombstone))
        }
        return cleared
    }

    /// The entries whose bodies a session or its forks still need; nil when one of them needs all.
    private func needed(by session: Session) async throws -> Set<EntryPlace>? {
        let state = try await session.refresh()
        guard !state.pinned, state.runs.allSatisfy(\.status.isFinal) else { return nil }
        let cited = state.findings.flatMap { $0.finding.citations.map(\.evidence) }
        var places = Set(cited.compactMap { state.place(of: $0) })
        for fork in try await store.forks(of: session.id) {
            guard let more = try await needed(by: Session(id: fork.session, store: store)) else { return nil }
            places.formUnion(more)
        }
        return places
    }
}
