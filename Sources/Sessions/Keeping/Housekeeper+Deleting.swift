package import Model
import Store

extension Housekeeper {
    /// Removes a session for good; its identifier, and where its journal ended, stay in the server's own journal.
    ///
    /// - Throws: `SessionsError` of code `driven` while a process drives one of its runs, `StoreError` of code `inUse` when
    ///   other sessions begin in it.
    package func delete(_ session: Session, reason: String?, by author: Principal) async throws -> JournalHead {
        var leases: [any RunLease] = []
        do {
            // Whoever holds the lease cannot be surprised in the middle of a step.
            for run in try await session.refresh().runs where !run.status.isFinal {
                guard let lease = try await store.lease(run.id) else {
                    throw SessionsError.driven(run.id)
                }
                leases.append(lease)
            }
            let head = try await remove(session, reason: reason, by: author)
            for lease in leases { await lease.release() }
            await manager.forget(session.id)
            return head
        } catch {
            for lease in leases { await lease.release() }
            throw error
        }
    }

    private func remove(_ session: Session, reason: String?, by author: Principal) async throws -> JournalHead {
        let journal = try await manager.serverJournal()
        while true {
            let state = try await session.refresh()
            guard try await store.head(of: session.id) != nil else { throw SessionsError.deleted(session.id) }
            let server = try await journal.refresh().head
            let deleted = SessionDeleted(session: session.id, head: state.head, reason: reason, author: author)
            let draft = EntryDraft(.sessionDeleted(deleted), principal: author.name, time: manager.clock.now)
            let note = Append(
                session: .server, expecting: server.sequence,
                entries: [Entry(draft, session: .server, after: server)], summary: nil)
            let deletion = SessionDeletion(session: session.id, head: state.head, note: note)
            if try await store.delete(deletion) == .appended { return state.head }
        }
    }
}
