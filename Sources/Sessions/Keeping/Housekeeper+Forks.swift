import Model
import Store

extension Housekeeper {
    /// Every session that goes on from another, be it through others, with the last entry that it has from that one.
    private func descendants(of session: SessionID) async throws -> [Fork] {
        var found: [Fork] = []
        for fork in try await store.forks(of: session) {
            found.append(fork)
            let deeper = try await descendants(of: fork.session)
            found += deeper.map { Fork(session: $0.session, sequence: fork.sequence) }
        }
        return found
    }

    /// Refuses while a process drives a run of a fork that has an entry from here on.
    func refuseDrivenForks(of session: SessionID, from sequence: Int) async throws {
        for fork in try await descendants(of: session) where fork.sequence >= sequence {
            // Not the manager's, which would keep each session that was ever looked at.
            try await refuseDriven(try await Session(id: fork.session, store: store).refresh())
        }
    }

    /// Appends to each fork that has what was removed an entry that says so, with the line of the list as it is now.
    ///
    /// The tombstone in the session's own journal stands behind the place where the fork leaves it. A fork whose line
    /// alone still holds the secret was not reached by an earlier removal, whose process ended.
    func tellForks(
        of session: SessionID, _ target: ScrubTarget, _ scrubbed: inout Scrubbed, reason: String?,
        by author: Principal
    ) async throws {
        let items = scrubbed.parts.filter { $0.session == session }.flatMap(\.items)
        let first = items.filter { $0.parts.contains(.payload) }.map(\.sequence).min() ?? .max
        for fork in try await descendants(of: session) {
            if fork.sequence < first, try await !isLeftOver(fork.session, target) { continue }
            // What the manager's has folded holds it still.
            let fresh = Session(id: fork.session, store: store)
            try await fresh.refresh()
            let told = Event.entryScrubbed(EntryScrubbed(items: [], reason: reason, author: author))
            let draft = EntryDraft(told, principal: author.name, time: manager.clock.now)
            let tombstone = try await fresh.append(Batch([draft])).first?.sequence
            scrubbed.parts.append(Scrubbed.Part(session: fork.session, items: [], tombstone: tombstone ?? 0))
        }
    }

    private func isLeftOver(_ fork: SessionID, _ target: ScrubTarget) async throws -> Bool {
        guard case .secret(let secret) = target, try await store.contains(secret.text, in: fork) else {
            return false
        }
        // One that names it in entries of its own is told of as holding it.
        return (try? await parts(of: fork, target))?.isEmpty ?? false
    }
}
