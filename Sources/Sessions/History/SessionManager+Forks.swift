package import Model
import Store

extension SessionManager {
    /// Makes a session that goes on from an entry of another, with all that stands before.
    ///
    /// Nothing is copied, and what happens to the other later does not show in it. A run that had not ended at that entry
    /// stays with the other session; in the fork it is cancelled, and a rerun takes over what it had finished.
    /// - Parameters:
    ///   - sequence: The last entry that both have; the newest when nil. It counts in the session's own journal.
    ///   - title: Redacted already; that of the other session when nil.
    /// - Throws: `SessionsError` of code `validation` for an entry that is not there.
    package func fork(
        _ parent: Session, at sequence: Int? = nil, title: String? = nil, by owner: Principal
    ) async throws -> Session {
        let newest = try await parent.refresh().head
        let head = try await self.head(of: parent, at: sequence ?? newest.sequence, newest)
        let lineage = await parent.lineage
        guard lineage.inherited.count < SessionForked.maximumDepth else {
            throw SessionsError(
                .validation, "\(parent.id) is the last of \(SessionForked.maximumDepth) forks, each of the one before",
                hint: "fork an earlier one, or open a new session")
        }
        let session = Session(id: SessionID(from: identifiers), store: store, tasks: tasks, pageSize: outlinePage)
        try await session.inherit(lineage.forked(as: session.id, at: head))
        var events: [Event] = [.sessionForked(SessionForked(parent: parent.id, at: head, owner: owner))]
        if let title { events.append(.sessionEdited(SessionEdited(title: title))) }
        let now = clock.now
        let drafts = events.map { EntryDraft($0, principal: owner.name, time: now) }
        try await session.append(Batch(drafts))
        keep(session)
        return session
    }

    private func head(of session: Session, at sequence: Int, _ newest: JournalHead) async throws -> JournalHead {
        guard sequence != newest.sequence else { return newest }
        guard (1..<newest.sequence).contains(sequence) else {
            let origin = await session.reading(\.origin)
            let words = origin.map { "; what is before them stands in \($0.parent)" } ?? ""
            throw SessionsError(
                .validation, "session \(session.id) has no entry \(sequence)",
                hint: "it has entries 1 to \(newest.sequence)\(words)")
        }
        guard let entry = try await store.entries(of: session.id, after: sequence - 1, limit: 1).first,
            entry.sequence == sequence
        else { throw SessionsError(.corrupt, "entry \(sequence) of \(session.id) is missing") }
        return entry.head
    }
}
