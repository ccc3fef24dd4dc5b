import Model
import Store

extension Session {
    /// Begins with the journal's outline, where there is one and nothing was read yet, and reads on from where it ends.
    ///
    /// - Returns: A state that can be brief: enough to go on with a run. `refresh` makes it whole, and checks the chain of
    ///   what the outline told of.
    @discardableResult
    func refreshBriefly() async throws -> SessionState {
        if current.head == .empty { try await beginByOutline() }
        try await catchUp(outlining: true)
        if isStale { try await readAnew() }
        try await judgeImported()
        return current
    }

    private func beginByOutline() async throws {
        guard let (state, beginning) = try await readOutline() else { return }
        begin(with: state, of: beginning)
    }

    /// The session as its outline tells it; nil when there is none, or it does not fit the journal.
    @concurrent
    private nonisolated func readOutline() async throws -> (state: SessionState, beginning: OutlinedBeginning)? {
        let outline = JournalOutline(try await store.outline(of: id), of: id)
        guard outline.count > 0, let others = outline.others else { return nil }
        let entries = try await store.entries(of: id, at: others + [outline.end.sequence])
        let beginning = OutlinedBeginning(outline: outline, entries: entries)
        return await beginning.state().map { ($0, beginning) }
    }
}
