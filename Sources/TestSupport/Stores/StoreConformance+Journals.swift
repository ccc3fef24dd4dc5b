internal import JSON
internal import Model
internal import Store

extension StoreConformance {
    func appendsAndReads(_ store: any SessionStore) async throws {
        var journal = JournalFixture(session: session())
        try requireEqual(try await store.head(of: journal.session), nil)
        try requireEqual(try await store.entries(of: journal.session, after: 0, limit: 10), [])
        try requireEqual(try await store.append(journal.open()), .appended)
        try requireEqual(try await store.append(journal.note("one")), .appended)
        try requireEqual(try await store.append(journal.note("two")), .appended)
        try requireEqual(try await store.entries(of: journal.session, after: 0, limit: 10), journal.entries)
        try requireEqual(try await store.head(of: journal.session), journal.head)
    }

    func readsInPages(_ store: any SessionStore) async throws {
        var journal = JournalFixture(session: session())
        var other = JournalFixture(session: session(2))
        _ = try await store.append(journal.open())
        _ = try await store.append(other.open())
        for number in 0..<9 { _ = try await store.append(journal.note("\(number)")) }
        var found: [Entry] = []
        while true {
            let page = try await store.entries(of: journal.session, after: found.last?.sequence ?? 0, limit: 4)
            found += page
            guard page.count == 4 else { break }
        }
        try requireEqual(found, journal.entries)
        try requireEqual(try await store.entries(of: journal.session, after: 10, limit: 4), [])
        try requireEqual(try await store.entries(of: journal.session, after: .max, limit: .max), [])
        try requireEqual(try await store.entries(of: journal.session, after: 0, limit: 0), [])
        try requireEqual(try await store.entries(of: journal.session, after: .min, limit: -1), [])
        try requireEqual(try await store.entries(of: journal.session, after: -3, limit: .max), journal.entries)
    }

    func answersBehind(_ store: any SessionStore) async throws {
        var journal = JournalFixture(session: session())
        _ = try await store.append(journal.open())
        var late = journal
        _ = try await store.append(journal.note("first"))
        try requireEqual(try await store.append(late.note("second")), .behind(sequence: 2))
        try requireEqual(try await store.entries(of: journal.session, after: 0, limit: 10), journal.entries)
        var unknown = JournalFixture(session: session(2))
        unknown.add(.unknown(kind: "x", payload: 1))
        try requireEqual(try await store.append(unknown.note()), .behind(sequence: 0))
        var twin = JournalFixture(session: session())
        try requireEqual(try await store.append(twin.open()), .behind(sequence: 2))
    }

    func keepsConcurrentWritersApart(_ store: any SessionStore) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<16 {
                let session = session(UInt64(100 + number))
                group.addTask {
                    var journal = JournalFixture(session: session)
                    try requireEqual(try await store.append(journal.open()), .appended)
                    for turn in 0..<20 { try requireEqual(try await store.append(journal.note("\(turn)")), .appended) }
                    let found = try await store.entries(of: session, after: 0, limit: 100)
                    try requireEqual(found, journal.entries)
                }
            }
            try await group.waitForAll()
        }
        var journal = JournalFixture(session: session())
        _ = try await store.append(journal.open())
        let start = journal
        let outcomes = try await withThrowingTaskGroup(of: AppendOutcome.self) { group in
            for number in 0..<16 {
                var writer = start
                let append = writer.note("\(number)")
                group.addTask { try await store.append(append) }
            }
            var outcomes: [AppendOutcome] = []
            for try await outcome in group { outcomes.append(outcome) }
            return outcomes
        }
        try requireEqual(outcomes.count { $0 == .appended }, 1, "winners")
        try requireEqual(outcomes.count { $0 == .behind(sequence: 2) }, 15, "losers")
    }

    func refusesBrokenChains(_ store: any SessionStore) async throws {
        var journal = JournalFixture(session: session())
        _ = try await store.append(journal.open())
        var forged = JournalFixture(session: session())
        _ = forged.open(title: "Another beginning")
        try await requireError(.badAppend) { _ = try await store.append(forged.note()) }
        var skipped = journal
        skipped.add(.unknown(kind: "x", payload: 1))
        let last = skipped.add(.unknown(kind: "x", payload: 2))
        let gap = Append(session: journal.session, expecting: 1, entries: [last], summary: nil)
        try await requireError(.badAppend) { _ = try await store.append(gap) }
        var foreign = JournalFixture(session: session(2))
        let entries = foreign.open().entries
        try await requireError(.badAppend) {
            _ = try await store.append(Append(session: session(3), expecting: 0, entries: entries, summary: nil))
        }
        try requireEqual(try await store.entries(of: journal.session, after: 0, limit: 10), journal.entries)
        try requireEqual(try await store.head(of: session(3)), nil)
    }

    func acceptsNoPartOfARefusedAppend(_ store: any SessionStore) async throws {
        var journal = JournalFixture(session: session())
        _ = try await store.append(journal.open())
        var broken = journal
        let record = JournalFixture.evidence(5, key: "k", body: Array("body".utf8))
        let good = broken.call(record, number: 5)
        let stray = Entry(
            session: journal.session, sequence: 9, time: good.entries[0].time, principal: "p", kind: "k", payload: [],
            previousHash: .zero)
        let append = Append(
            session: journal.session, expecting: 1, entries: good.entries + [stray], evidence: [2: record],
            summary: broken.state.summary)
        try await requireError(.badAppend) { _ = try await store.append(append) }
        try requireEqual(try await store.head(of: journal.session), journal.head)
        try requireEqual(try await store.evidence(in: journal.session, at: 2), nil)
        try requireEqual(try await store.blob(Digest(of: Array("body".utf8)), range: 0..<4), nil)
        try requireEqual(try await store.sessions(limit: 9, cursor: nil).sessions, [journal.state.summary])
    }

    func keepsScrubbedPayloads(_ store: any SessionStore) async throws {
        let hash = Digest(of: Array("a secret".utf8))
        let time = Timestamp(milliseconds: 1_772_366_400_123)
        let scrubbed = Entry(
            session: session(), sequence: 1, time: time, principal: "import", kind: "session.note", payload: nil,
            payloadHash: hash, previousHash: .zero)
        let empty = Entry(
            session: session(), sequence: 2, time: time, principal: "import", kind: "session.note", payload: [],
            previousHash: scrubbed.hash)
        let append = Append(session: session(), expecting: 0, entries: [scrubbed, empty], summary: nil)
        try requireEqual(try await store.append(append), .appended)
        try requireEqual(try await store.entries(of: session(), after: 0, limit: 9), [scrubbed, empty])
    }

    func keepsUnusualText(_ store: any SessionStore) async throws {
        var journal = JournalFixture(session: session())
        let title = "a\0b \u{202e}\u{1f600} 'x'; DROP TABLE entry; --"
        _ = try await store.append(journal.open(title: title))
        let entry = Entry(
            session: session(), sequence: 2, time: Timestamp(milliseconds: -1), principal: "p\0q", kind: "k\0l",
            payload: [0, 255, 10], previousHash: journal.head.hash)
        let append = Append(
            session: session(), expecting: 1, entries: [entry], summary: journal.state.summary)
        _ = try await store.append(append)
        try requireEqual(try await store.entries(of: session(), after: 1, limit: 1), [entry])
        try requireEqual(try await store.sessions(limit: 1, cursor: nil).sessions.first?.title, title)
    }

    func survivesCancelledCallers(_ store: any SessionStore) async throws {
        let session = session()
        let task = Task {
            var journal = JournalFixture(session: session)
            unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
            return try await store.append(journal.open())
        }
        // Either it was written or it was not; it must not stand in the way of others.
        _ = await task.result
        var other = JournalFixture(session: self.session(2))
        try requireEqual(try await store.append(other.open()), .appended)
        try requireEqual(try await store.head(of: other.session), other.head)
    }
}
