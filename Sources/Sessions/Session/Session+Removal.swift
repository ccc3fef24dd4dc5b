package import Model
package import Store

extension Session {
    /// Takes parts out of entries and appends the entry that tells of it, in one commit.
    ///
    /// - Returns: the tombstone, once it is durable.
    @discardableResult
    package func remove(
        _ removals: [Removal], telling event: Event, by principal: String, at time: Timestamp
    ) async throws -> Entry {
        while true {
            let head = try await refresh().head
            guard head.sequence > 0 else { throw SessionsError.deleted(id) }
            let entry = Entry(EntryDraft(event, principal: principal, time: time), session: id, after: head)
            let summary = id == .server ? nil : try await summary(after: entry, without: removals)
            let append = Append(
                session: id, expecting: head.sequence, entries: [entry], removals: removals, summary: summary)
            guard try await store.append(append) == .appended else { continue }
            try await refresh()
            return entry
        }
    }

    /// The session in one line as it will be without these payloads.
    private func summary(after tombstone: Entry, without removals: [Removal]) async throws -> SessionSummary {
        let gone = Set(removals.filter { $0.parts.contains(.payload) }.map(\.sequence))
        guard !gone.isEmpty else { return current.summary(after: [(Event(tombstone), tombstone)]) }
        var state = try await inherited()
        while state.head.sequence < tombstone.sequence - 1 {
            let entries = try await store.entries(of: id, after: state.head.sequence, limit: Self.pageSize)
            guard !entries.isEmpty else { break }
            for entry in entries.prefix(tombstone.sequence - 1 - state.head.sequence) {
                state.apply(gone.contains(entry.sequence) ? entry.withoutPayload : entry)
            }
        }
        state.apply(tombstone)
        return state.summary
    }
}

extension Entry {
    /// The entry as it is once its payload was removed; it has the same hash.
    fileprivate var withoutPayload: Entry {
        Entry(
            session: session, sequence: sequence, time: time, principal: principal, kind: kind, payload: nil,
            payloadHash: payloadHash, previousHash: previousHash)
    }
}
