import Model
import Store

extension Session {
    /// The session in one line as it will be after new entries and without what they take out of earlier ones.
    func summary(after new: [(event: Event, entry: Entry)], without removals: [Removal]) async throws -> SessionSummary
    {
        let gone = Set(removals.filter { $0.parts.contains(.payload) }.map(\.sequence))
        guard !gone.isEmpty, let first = new.first?.entry.sequence else { return summary(after: new) }
        var state = try await inherited()
        while state.head.sequence < first - 1 {
            let entries = try await store.entries(of: id, after: state.head.sequence, limit: JournalPages.size)
            guard !entries.isEmpty else { break }
            for entry in entries.prefix(first - 1 - state.head.sequence) {
                state.apply(gone.contains(entry.sequence) ? entry.withoutPayload : entry)
            }
        }
        for (event, entry) in new { state.apply(event, of: entry) }
        return state.summary
    }

    /// Folds the journal as it stands in the store now, at least as far as it was known: what was removed is not told from
    /// memory either.
    func readAnew() async throws {
        let beginning = outlined
        let told = await beginning?.state()
        var (fresh, reader, agrees) = (try await inherited(), EventReader(), told != nil || beginning == nil)
        repeat {
            let start = fresh.head
            let pages = JournalPages(store: store, session: id, end: max(current.head.sequence, start.sequence))
            try await pages.read(after: start.sequence) { page in
                for entry in page {
                    try Self.check(entry, follows: fresh.head)
                    fresh.apply(reader.event(of: entry), of: entry)
                    if let told, entry.sequence == told.head.sequence { agrees = told.agrees(with: fresh) }
                }
            }
            // Another task may have gone further meanwhile; entries that are gone do not come back.
            guard fresh.head.sequence < current.head.sequence else { break }
            guard fresh.head.sequence > start.sequence else { throw SessionsError.deleted(id) }
        } while true
        if !agrees, !isStale {
            // Unless content was removed while it was read, of which the tombstone may stand behind what was read.
            try await catchUp()
            guard isStale else { throw Self.misled(id) }
            return try await readAnew()
        }
        replace(by: fresh)
    }
}

extension Session {
    static func shortened(_ id: SessionID, before sequence: Int) -> SessionsError {
        SessionsError(
            .corrupt, "the journal of \(id) ends before entry \(sequence), which it held",
            hint: "was the database replaced by an older one?")
    }

    private static func misled(_ id: SessionID) -> SessionsError {
        SessionsError(
            .corrupt, "what is kept of the journal of \(id) in brief is not what it says",
            hint: "bring the database back from a backup; it was changed from outside")
    }
}

extension Entry {
    /// The entry as it is once its payload was removed; it has the same hash.
    fileprivate var withoutPayload: Entry {
        Entry(
            session: session, sequence: sequence, time: time, principal: principal, kind: kind, payload: nil,
            payloadHash: payloadHash, previousHash: previousHash, isImported: isImported)
    }
}
