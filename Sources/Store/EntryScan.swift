package import Model

/// Which entries are looked for in all journals.
package struct EntryFilter: Hashable, Sendable {
    package var kinds: Set<String>
    /// The principal as the entry has it; nil for any.
    package var principal: String?
    /// When they were written; what lies before the first need not be shown.
    package var since: Timestamp?
    package var until: Timestamp?

    package init(kinds: Set<String>, principal: String? = nil, since: Timestamp? = nil, until: Timestamp? = nil) {
        self.kinds = kinds
        self.principal = principal
        self.since = since
        self.until = until
    }

    /// Whether an entry is one of them.
    package func admits(_ entry: Entry) -> Bool {
        kinds.contains(entry.kind) && (principal ?? entry.principal) == entry.principal
            && since.map { $0 <= entry.time } ?? true && until.map { entry.time < $0 } ?? true
    }
}

extension SessionStore {
    /// By reading every journal, the server's own first, for stores that have no shorter way.
    package func scan(
        _ filter: EntryFilter, _ take: (_ found: [Entry], _ left: Int?) async throws -> Timestamp?
    ) async throws {
        var filter = filter
        try await scan(.server, &filter, take)
        var cursor: String?
        repeat {
            let page = try await sessions(limit: 200, cursor: cursor)
            for session in page.sessions { try await scan(session.id, &filter, take) }
            cursor = page.nextCursor
        } while cursor != nil
    }

    private func scan(
        _ session: SessionID, _ filter: inout EntryFilter,
        _ take: (_ found: [Entry], _ left: Int?) async throws -> Timestamp?
    ) async throws {
        var last = 0
        while true {
            let page = try await entries(of: session, after: last, limit: 1000)
            guard let end = page.last else { return }
            last = end.sequence
            let since = try await take(page.filter(filter.admits), nil)
            filter.since = [filter.since, since].compactMap { $0 }.max()
            try Task.checkCancellation()
        }
    }
}
