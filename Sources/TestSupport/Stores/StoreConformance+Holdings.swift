internal import Model
internal import Store

extension StoreConformance {
    /// Limits of principals are counted by this, so it has to be the same after a restart and in every process.
    func tellsWhatIsKeptForWhom(_ store: any SessionStore) async throws {
        let owner = "local:ada"
        try requireEqual(try await store.holdings(of: owner), Holdings())
        var first = JournalFixture(session: session(1))
        var second = JournalFixture(session: session(2))
        _ = try await store.append(first.open())
        _ = try await store.append(second.open())
        let empty = try await store.holdings(of: owner)
        try requireEqual(empty.openSessions, 2)
        // What people write counts as what tools find does.
        _ = try await store.append(first.note(String(repeating: "note ", count: 2000)))
        guard try await store.holdings(of: owner).bytes > empty.bytes else {
            throw TestFailure("a note does not count")
        }
        let body = Array(repeating: UInt8(ascii: "x"), count: 3 << 20)
        _ = try await store.append(first.call(JournalFixture.evidence(1, body: body), number: 1))
        let once = try await store.holdings(of: owner)
        guard once.bytes > body.count, once.bytes < body.count + 64 << 10 else {
            throw TestFailure("\(once.bytes) bytes are kept of a body of \(body.count)")
        }
        // Wherever a body is referred to it counts, since nobody else need have it.
        _ = try await store.append(second.call(JournalFixture.evidence(2, body: body), number: 2))
        guard try await store.holdings(of: owner).bytes > 2 * body.count else {
            throw TestFailure("a body counts once")
        }
        _ = try await store.append(first.append([.sessionClosed(SessionClosed())]))
        try requireEqual(try await store.holdings(of: owner).openSessions, 1)
        // What is called without a session stands in the server's own journal, which is nobody's.
        let before = try await store.holdings(of: owner).bytes
        var server = JournalFixture(session: .server)
        _ = try await store.append(server.call(JournalFixture.evidence(3, body: body), number: 3))
        guard try await store.holdings(of: owner).bytes > before + body.count else {
            throw TestFailure("calls without a session do not count")
        }
        // What was counted of it once is not counted again.
        let known = try await store.holdings(of: owner)
        _ = try await store.append(server.call(JournalFixture.evidence(4, body: body), number: 4))
        let next = try await store.holdings(of: owner, beyond: known.stray)
        try requireEqual(next, try await store.holdings(of: owner))
        guard next.stray.bytes > known.stray.bytes + body.count, next.stray.through > known.stray.through else {
            throw TestFailure("a later call without a session does not count")
        }
        for stranger in ["bob", ""] {
            let holdings = try await store.holdings(of: stranger)
            try requireEqual(holdings, Holdings(stray: Holdings.Stray(through: holdings.stray.through)))
        }
    }
}
