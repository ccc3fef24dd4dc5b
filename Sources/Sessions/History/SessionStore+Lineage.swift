import Model
import Store

extension SessionStore {
    /// Reads the entries of a part of a lineage, in order.
    ///
    /// - Throws: `SessionsError` of code `corrupt` when they are not one chain that ends as the part says.
    func read(_ part: Lineage.Part, _ body: (Entry) -> Void) async throws {
        var head = JournalHead.empty
        while head.sequence < part.through.sequence {
            let limit = min(JournalPages.size, part.through.sequence - head.sequence)
            let page = try await entries(of: part.session, after: head.sequence, limit: limit)
            if page.isEmpty { break }
            for entry in page {
                guard entry.sequence == head.sequence + 1, entry.previousHash == head.hash else {
                    throw Session.broken(entry)
                }
                body(entry)
                head = entry.head
            }
        }
        guard head == part.through else {
            throw SessionsError(
                .corrupt, "the journal of \(part.session) does not hold its entry \(part.through.sequence) any more",
                hint: "bring the database back from a backup; the journal was changed")
        }
    }

    /// What a session is before the first entry of its own journal.
    func inherited(by lineage: Lineage) async throws -> SessionState {
        var state = SessionState(id: lineage.session)
        for part in lineage.inherited { try await read(part) { state.apply($0) } }
        return state
    }
}
