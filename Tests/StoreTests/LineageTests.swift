import Model
import Store
import TestSupport
import Testing

@Suite struct LineageTests {
    private func session(_ number: UInt64) -> SessionID { SessionID(from: SeededIdentifierSource(seed: number)) }

    private func head(_ sequence: Int) -> JournalHead { JournalHead(sequence: sequence, hash: .zero) }

    @Test func aSessionThatIsNoForkHasOneJournal() async throws {
        let store = InMemoryStore()
        var journal = JournalFixture(session: session(1))
        _ = try await store.append(journal.open())
        #expect(try await store.lineage(of: journal.session) == Lineage(of: journal.session))
        #expect(try await store.lineage(of: session(2)).inherited.isEmpty)
    }

    @Test func refusesAParentThatIsNotTheSameAnyMore() async throws {
        let store = InMemoryStore()
        var parent = JournalFixture(session: session(1))
        var fork = JournalFixture(session: session(2))
        for append in [parent.open(), parent.note("one"), fork.fork(parent.session, at: parent.head)] {
            _ = try await store.append(append)
        }
        // Another store holds the fork beside a parent that says something else.
        let other = ForeignStore(inner: store, parent: parent.session)
        let error = await #expect(throws: StoreError.self) { try await other.lineage(of: fork.session) }
        #expect(error?.kind == .corrupt)
    }

    @Test func findsTheLastCommonEntry() {
        let root = Lineage(of: session(1))
        let left = root.forked(as: session(2), at: head(5))
        let right = root.forked(as: session(3), at: head(8))
        let deep = left.forked(as: session(4), at: head(3))
        func common(_ one: Lineage, _ head: Int, _ other: Lineage, _ end: Int) -> EntryPlace? {
            one.commonEntry(endingAt: head, with: (other, end))
        }
        #expect(common(root, 9, left, 4) == EntryPlace(session: session(1), sequence: 5))
        #expect(common(left, 4, root, 9) == EntryPlace(session: session(1), sequence: 5))
        #expect(common(left, 4, right, 4) == EntryPlace(session: session(1), sequence: 5))
        #expect(common(deep, 1, left, 9) == EntryPlace(session: session(2), sequence: 3))
        #expect(common(deep, 1, right, 9) == EntryPlace(session: session(1), sequence: 5))
        #expect(common(root, 7, root, 7) == EntryPlace(session: session(1), sequence: 7))
        #expect(common(deep, 1, Lineage(of: session(9)), 9) == nil)
    }
}

/// A store in which one journal says something else.
private struct ForeignStore: SessionStore {
    let inner: InMemoryStore
    let parent: SessionID

    func entries(of session: SessionID, after sequence: Int, limit: Int) async throws -> [Entry] {
        let entries = try await inner.entries(of: session, after: sequence, limit: limit)
        guard session == parent else { return entries }
        return entries.map { entry in
            Entry(
                session: entry.session, sequence: entry.sequence, time: entry.time, principal: "somebody else",
                kind: entry.kind, payload: entry.payload, previousHash: entry.previousHash)
        }
    }
    func append(_ append: Append) async throws -> AppendOutcome { try await inner.append(append) }
    func head(of session: SessionID) async throws -> JournalHead? { try await inner.head(of: session) }
    func sessions(limit: Int, cursor: String?) async throws -> SessionPage {
        try await inner.sessions(limit: limit, cursor: cursor)
    }
    func sessions(labelled labels: [String: String], limit: Int, cursor: String?) async throws -> SessionPage {
        try await inner.sessions(labelled: labels, limit: limit, cursor: cursor)
    }
    func search(_ text: String, limit: Int, cursor: String?) async throws -> SearchPage {
        try await inner.search(text, limit: limit, cursor: cursor)
    }
    func sessions(withPrefix prefix: String, limit: Int) async throws -> [SessionID] {
        try await inner.sessions(withPrefix: prefix, limit: limit)
    }
    func forks(of session: SessionID) async throws -> [Fork] { try await inner.forks(of: session) }
    func evidence(in session: SessionID, at sequence: Int) async throws -> Evidence? {
        try await inner.evidence(in: session, at: sequence)
    }
    func blob(_ sha256: Digest, range: Range<Int>) async throws -> [UInt8]? {
        try await inner.blob(sha256, range: range)
    }
    func newestEvidence(in session: SessionID, key: Digest) async throws -> Int? {
        try await inner.newestEvidence(in: session, key: key)
    }
    func lease(_ run: RunID) async throws -> (any RunLease)? { try await inner.lease(run) }
    func takeOver(_ run: RunID) async throws -> any RunLease { try await inner.takeOver(run) }
    func token(of run: RunID) async throws -> Int { try await inner.token(of: run) }
    func isDriven(_ run: RunID) async throws -> Bool { try await inner.isDriven(run) }
    func redactionKey(of session: SessionID) async throws -> [UInt8] { try await inner.redactionKey(of: session) }
    func close() async throws { await inner.close() }
}
