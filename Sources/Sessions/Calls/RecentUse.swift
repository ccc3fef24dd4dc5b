import Model
import Policy
import Store

/// What calls have used lately, as the journals tell it.
struct RecentUse: Sendable {
    /// What one call has used.
    struct Use: Sendable {
        let principal: String
        let age: Duration
        let use: BudgetUse
    }

    let store: any SessionStore
    let clock: any WallClock

    private static let pageSize = 1000

    /// The most entries that are read for it, those of the sessions that were at work last.
    private static let mostEntries = 200_000

    /// The calls that ended within a time before now, the oldest first.
    ///
    /// What was made elsewhere cost nothing here.
    func uses(within time: Duration) async throws -> [Use] {
        let now = clock.now
        let since = now.advanced(byNanoseconds: -Int64(time / .nanoseconds(1)))
        var uses: [Use] = []
        var room = Self.mostEntries
        try await read(.server, since, now, &room, into: &uses)
        var cursor: String?
        repeat {
            let page = try await store.sessions(limit: 200, cursor: cursor)
            for session in page.sessions {
                guard session.updated >= since, room > 0 else { return Self.ordered(uses) }
                try await read(session.id, since, now, &room, into: &uses)
            }
            cursor = page.nextCursor
        } while cursor != nil
        return Self.ordered(uses)
    }

    private static func ordered(_ uses: [Use]) -> [Use] { uses.sorted { $0.age > $1.age } }

    /// Reads a journal from its end backwards, page by page.
    private func read(
        _ session: SessionID, _ since: Timestamp, _ now: Timestamp, _ room: inout Int, into uses: inout [Use]
    ) async throws {
        guard var end = try await store.head(of: session)?.sequence else { return }
        while end > 0, room > 0 {
            let start = max(0, end - Self.pageSize)
            let page = try await store.entries(of: session, after: start, limit: end - start)
            for entry in page where entry.time >= since && !entry.isImported {
                guard let use = BudgetUse(of: Event(entry)) else { continue }
                let age = max(0, now.nanoseconds(since: entry.time))
                uses.append(Use(principal: entry.principal, age: .nanoseconds(age), use: use))
            }
            room -= page.count
            guard let first = page.first, first.time >= since else { return }
            end = start
        }
    }
}

extension BudgetUse {
    /// What a call has used of which an event tells; nil for all other events, and for a call whose tool was not begun.
    fileprivate init?(of event: Event) {
        switch event {
        case .callFinished(let call) where call.from == nil:
            self.init(
                calls: 1, seconds: Double(call.cost?.milliseconds ?? 0) / 1000, answer: call.cost?.answer ?? 0)
            if !call.cached { add(call.coverage.read) }
        case .callFailed(let call):
            guard let cost = call.cost else { return nil }
            self.init(calls: 1, seconds: Double(cost.milliseconds) / 1000, bytes: cost.bytes, rows: cost.rows)
        default: return nil
        }
    }
}
