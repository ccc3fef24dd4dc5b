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
            let needed = Self.needed(try await session.refresh())
            let bodies = old.filter { needed?.contains($0.sequence) == false }
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

    /// The entries whose bodies a session still needs; nil when it needs all of them.
    private static func needed(_ state: SessionState) -> Set<Int>? {
        guard !state.pinned, state.runs.allSatisfy(\.status.isFinal) else { return nil }
        let cited = state.findings.flatMap { $0.finding.citations.map(\.evidence) }
        return Set(cited.compactMap { state.place(of: $0) })
    }
}
