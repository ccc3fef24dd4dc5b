internal import JSON
internal import Model
internal import Store

extension StoreConformance {
    /// Opens sessions one after the other and gives their identifiers, the newest first.
    private func fill(_ store: any SessionStore, count: Int) async throws -> [SessionID] {
        let clock = ManualClock()
        var sessions: [SessionID] = []
        for number in 0..<count {
            var journal = JournalFixture(session: session(UInt64(1000 + number)), clock: clock)
            _ = try await store.append(journal.open(title: "Session \(number)"))
            sessions.insert(journal.session, at: 0)
        }
        return sessions
    }

    func listsNewestFirst(_ store: any SessionStore) async throws {
        let clock = ManualClock()
        var first = JournalFixture(session: session(1), clock: clock)
        var second = JournalFixture(session: session(2), clock: clock)
        _ = try await store.append(first.open(title: "First"))
        _ = try await store.append(second.open(title: "Second"))
        let page = try await store.sessions(limit: 10, cursor: nil)
        try requireEqual(page.sessions, [second.state.summary, first.state.summary])
        try requireEqual(page.nextCursor, nil)
        _ = try await store.append(first.note())
        let moved = try await store.sessions(limit: 10, cursor: nil).sessions
        try requireEqual(moved, [first.state.summary, second.state.summary])
        // Sessions of the same instant stand in one order, the same in each store.
        var twins = [3, 4, 5].map { JournalFixture(session: session($0)) }
        for index in twins.indices { _ = try await store.append(twins[index].open()) }
        let found = try await store.sessions(limit: 10, cursor: nil).sessions.map(\.id).suffix(3)
        try requireEqual(Array(found), twins.map(\.session).sorted(by: >))
    }

    func listsByState(_ store: any SessionStore) async throws {
        let open = try await fill(store, count: 5)
        var closed: [SessionID] = []
        for number in 1...5 {
            var journal = JournalFixture(session: session(UInt64(number)))
            _ = try await store.append(journal.open())
            _ = try await store.append(journal.append([.sessionClosed(SessionClosed(outcome: nil))]))
            closed.append(journal.session)
        }
        func list(_ states: Set<SessionStatus>) async throws -> [SessionID] {
            var found: [SessionID] = []
            var cursor: String?
            repeat {
                let page = try await store.sessions(in: states, limit: 2, cursor: cursor)
                found += page.sessions.map(\.id)
                cursor = page.nextCursor
            } while cursor != nil
            return found
        }
        var working: [SessionID] = []
        let clock = ManualClock()
        for number in 11...15 {
            var journal = JournalFixture(session: session(UInt64(number)), clock: clock)
            let run = run(UInt64(number))
            let started = RunStarted(run: run, workflow: "w", version: "1.0.0", text: "", inputs: [:], session: [:])
            _ = try await store.append(journal.open())
            _ = try await store.append(journal.append([.runStarted(started)]))
            if number.isMultiple(of: 2) {
                _ = try await store.append(journal.append([.runPaused(RunPaused(run: run))]))
            }
            working.insert(journal.session, at: 0)
        }
        try requireEqual(try await list([.waiting, .running]), working)
        try requireEqual(try await list([.waiting]), [working[1], working[3]])
        try requireEqual(try await list([.running]), [working[0], working[2], working[4]])
        try requireEqual(try await list([.open]), open)
        try requireEqual(Set(try await list([.closed, .waiting])), Set(closed + [working[1], working[3]]))
        try requireEqual(try await list([]), [])
        try requireEqual(try await list(Set(SessionStatus.allCases)).count, 15)
    }

    func listsRunsWithinASecond(_ store: any SessionStore) async throws {
        let clock = ManualClock()
        var journal = JournalFixture(session: session(1), clock: clock)
        _ = try await store.append(journal.open())
        guard let lease = try await store.lease(run()) else { throw TestFailure("the run is free") }
        let fence = Fence(run: run(), token: lease.token)
        let step = Event.unknown(kind: "step.finished", payload: 1)
        // A run that only adds steps may show late, but never by more than a second.
        for _ in 0..<5 {
            _ = try await store.append(journal.append([step], fence: fence))
            clock.advance(milliseconds: 700)
            let listed = try await store.sessions(limit: 1, cursor: nil).sessions.first
            let updated = listed?.updated ?? journal.state.created
            let delay = journal.state.updated.nanoseconds(since: updated)
            try require((0...1_000_000_000).contains(delay), "the list is \(delay) ns behind")
        }
        let edit = SessionEdited(title: "Another title")
        _ = try await store.append(journal.append([.sessionEdited(edit)], fence: fence))
        try requireEqual(try await store.sessions(limit: 1, cursor: nil).sessions, [journal.state.summary])
        await lease.release()
    }

    func listsInPages(_ store: any SessionStore) async throws {
        let expected = try await fill(store, count: 7)
        var found: [SessionID] = []
        var cursor: String?
        var pages = 0
        repeat {
            let page = try await store.sessions(limit: 3, cursor: cursor)
            found += page.sessions.map(\.id)
            cursor = page.nextCursor
            pages += 1
            if pages == 1 {
                // A session that comes in between moves nothing.
                let clock = ManualClock(Timestamp(milliseconds: 1_900_000_000_000))
                var late = JournalFixture(session: session(7), clock: clock)
                _ = try await store.append(late.open())
            }
        } while cursor != nil && pages < 9
        try requireEqual(found, expected)
        try requireEqual(pages, 3)
        try requireEqual(try await store.sessions(limit: 8, cursor: nil).nextCursor, nil)
        try requireEqual(try await store.sessions(limit: .max, cursor: nil).sessions.count, 8)
        let none = try await store.sessions(limit: 0, cursor: nil)
        try require(none.sessions.isEmpty && none.nextCursor == nil, "an empty page has no successor")
    }

    func refusesForeignCursors(_ store: any SessionStore) async throws {
        for cursor in ["", "x", "7", "1.ses_x", ".", "1.2.3", "99999999999999999999.\(session())"] {
            try await requireError(.badCursor) { _ = try await store.sessions(limit: 3, cursor: cursor) }
        }
    }

    func findsByPrefix(_ store: any SessionStore) async throws {
        let expected = try await fill(store, count: 5)
        try requireEqual(try await store.sessions(withPrefix: "ses_", limit: 9), expected)
        try requireEqual(try await store.sessions(withPrefix: "", limit: 9), expected)
        try requireEqual(try await store.sessions(withPrefix: "ses_", limit: 2), Array(expected.prefix(2)))
        try requireEqual(try await store.sessions(withPrefix: "ses_", limit: -1), [])
        for session in expected {
            let text = session.rawValue
            try requireEqual(try await store.sessions(withPrefix: text, limit: 9), [session])
            let short = String(text.prefix(10))
            let wanted = expected.filter { $0.rawValue.hasPrefix(short) }
            try requireEqual(try await store.sessions(withPrefix: short, limit: 9), wanted)
        }
        for prefix in ["ses%", "ses_*", "SES_", "ev_", "ses_\0", "\0", expected[0].rawValue + "0", "\u{1f600}"] {
            try requireEqual(try await store.sessions(withPrefix: prefix, limit: 9), [], prefix)
        }
    }

    func keepsTheServerJournalOffTheList(_ store: any SessionStore) async throws {
        var server = JournalFixture(session: .server)
        let refusal = Event.unknown(kind: "server.refused", payload: ["why": "no token"])
        try requireEqual(try await store.append(server.append([refusal])), .appended)
        try requireEqual(try await store.append(server.append([refusal])), .appended)
        try requireEqual(try await store.entries(of: .server, after: 0, limit: 9), server.entries)
        try requireEqual(try await store.head(of: .server), server.head)
        try requireEqual(try await store.sessions(limit: 9, cursor: nil).sessions, [])
        try requireEqual(try await store.sessions(withPrefix: "ses_", limit: 9), [])
    }
}
