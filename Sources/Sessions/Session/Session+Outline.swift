import Model
import Store

extension Session {
    /// Begins with the journal's outline, where there is one and nothing was read yet, and reads on from where it ends.
    ///
    /// - Returns: A state that can be brief: enough to go on with a run. `refresh` makes it whole, and checks the chain of
    ///   what the outline told of.
    @discardableResult
    func refreshBriefly() async throws -> SessionState {
        if current.head == .empty, let (state, pages) = try await readOutline() { begin(with: state, pages: pages) }
        try await catchUp(outlining: true)
        if isStale { try await readAnew() }
        try await judgeImported()
        return current
    }

    /// The session as its outline tells it, and the pages of that; nil when there is none, or it does not fit the journal.
    @concurrent
    private nonisolated func readOutline() async throws -> (state: SessionState, pages: Int)? {
        let outline = JournalOutline(try await store.outline(of: id), of: id)
        guard outline.count > 0, let others = outline.others else { return nil }
        let entries = try await store.entries(of: id, at: others + [outline.end.sequence])
        return outline.state(with: entries).map { ($0, outline.count) }
    }
}
