import Model
package import Store

/// Clears up: removes secrets, sessions, and bodies that nothing needs, each under an entry that tells of it.
package struct Housekeeper: Sendable {
    package let manager: SessionManager
    package let store: any KeepingStore

    package init(manager: SessionManager, store: any KeepingStore) {
        self.manager = manager
        self.store = store
    }

    /// Reads a journal in pages.
    func eachEntry(of session: SessionID, _ body: (Entry) async throws -> Void) async throws {
        var sequence = 0
        while true {
            let entries = try await store.entries(of: session, after: sequence, limit: JournalPages.size)
            for entry in entries { try await body(entry) }
            guard entries.count == JournalPages.size, let last = entries.last else { return }
            sequence = last.sequence
        }
    }

    /// All sessions, as they are listed.
    func eachSession(_ body: (SessionSummary) async throws -> Void) async throws {
        try await each(of: { try await store.sessions(limit: 500, cursor: $0) }, body)
    }

    /// The sessions that have bodies, as they are listed.
    func eachSessionWithBodies(_ body: (SessionSummary) async throws -> Void) async throws {
        // A page goes through the index of all bodies.
        try await each(of: { try await store.sessionsWithBodies(limit: 5000, cursor: $0) }, body)
    }

    private func each(
        of page: (_ cursor: String?) async throws -> SessionPage, _ body: (SessionSummary) async throws -> Void
    ) async throws {
        var cursor: String?
        repeat {
            let next = try await page(cursor)
            for summary in next.sessions { try await body(summary) }
            cursor = next.nextCursor
        } while cursor != nil
    }
}
