package import Model
import Store

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
    /// - Parameters:
    ///   - isTrial: Whether nothing is removed and only told what would be.
    ///   - progress: Is told how many sessions with bodies were looked at.
    package func clear(
        before limit: Timestamp, by author: Principal, trial isTrial: Bool = false,
        progress: (Int) -> Void = { _ in }
    ) async throws -> [Cleared] {
        var cleared: [Cleared] = []
        var count = 0
        try await eachSessionWithBodies { summary in
            count += 1
            progress(count)
            guard summary.created < limit, !summary.pinned else { return }
            let bodies = try await store.bodies(of: summary.id)
            guard bodies.contains(where: { $0.time < limit }) else { return }
            // Not the manager's, which would keep each session that was ever looked at.
            let session = Session(id: summary.id, store: store)
            guard let elsewhere = try await needed(byForksOf: summary.id) else { return }
            let state = try await session.refresh()
            guard isTrial else {
                // Decided again over the state that it is committed on: somebody may have cited one meanwhile.
                let now = manager.clock.now
                let entries = try await session.append { state in
                    let bodies = Self.unneeded(of: bodies, before: limit, in: state, elsewhere)
                    guard !bodies.isEmpty else { return Batch([]) }
                    let event = Event.bodiesRemoved(BodiesRemoved(bodies: bodies, author: author))
                    return Batch(
                        [EntryDraft(event, principal: author.name, time: now)],
                        removals: bodies.map { Removal(sequence: $0.sequence, parts: [.body]) })
                }
                guard let entry = entries.first, case .bodiesRemoved(let removed) = Event(entry) else { return }
                cleared.append(Cleared(session: summary.id, bodies: removed.bodies, tombstone: entry.sequence))
                return
            }
            let unneeded = Self.unneeded(of: bodies, before: limit, in: state, elsewhere)
            if !unneeded.isEmpty { cleared.append(Cleared(session: summary.id, bodies: unneeded, tombstone: nil)) }
        }
        return cleared
    }

    /// The old bodies that neither the session nor its forks need, in any of the entries that share one.
    private static func unneeded(
        of bodies: [StoredBody], before limit: Timestamp, in state: SessionState, _ elsewhere: Set<EntryPlace>
    ) -> [BodiesRemoved.Item] {
        guard let own = needed(by: state) else { return [] }
        let kept = bodies.filter { body in
            let place = EntryPlace(session: state.id, sequence: body.sequence)
            return body.time >= limit || own.contains(place) || elsewhere.contains(place)
        }
        let hashes = Set(kept.map(\.sha256))
        return bodies.filter { !hashes.contains($0.sha256) }
            .map { BodiesRemoved.Item(sequence: $0.sequence, sha256: $0.sha256, length: $0.length) }
    }

    /// The entries whose bodies a session still needs; nil when it needs all.
    private static func needed(by state: SessionState) -> Set<EntryPlace>? {
        guard !state.pinned, state.runs.allSatisfy(\.status.isFinal) else { return nil }
        let cited = state.findings.flatMap { $0.finding.citations.map(\.evidence) }
        return Set(cited.compactMap { state.place(of: $0) })
    }

    /// The same of the forks of a session, and theirs.
    private func needed(byForksOf session: SessionID) async throws -> Set<EntryPlace>? {
        var places: Set<EntryPlace> = []
        for fork in try await store.forks(of: session) {
            let state = try await Session(id: fork.session, store: store).refresh()
            guard let own = Self.needed(by: state), let more = try await needed(byForksOf: fork.session) else {
                return nil
            }
            places.formUnion(own.union(more))
        }
        return places
    }
}
