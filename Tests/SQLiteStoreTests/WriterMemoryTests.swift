import GRDB
import Model
import Store
import TestSupport
import Testing

@testable import SQLiteStore

/// What a writer remembers of journals and runs while others write too.
@Suite struct WriterMemoryTests {
    private let harness: StoreHarness
    private let run = RunID(from: SeededIdentifierSource(seed: 5))

    init() throws { harness = try StoreHarness() }

    private func started(_ path: String) -> Event {
        .stepStarted(StepStarted(StepReference(run: run, path: path, attempt: 1)))
    }

    @Test func forgetsWhatAnotherStoreChanged() async throws {
        let (first, second) = (try await harness.open(), try await harness.open())
        var journal = harness.journal()
        _ = try await first.append(journal.open())
        let lease = try #require(try await first.lease(run))
        let fence = Fence(run: run, token: lease.token)
        #expect(try await first.append(journal.append([started("a")], fence: fence)) == .appended)
        var late = journal
        #expect(try await second.append(journal.note("from the other")) == .appended)
        #expect(try await first.append(late.append([started("b")], fence: fence)) == .behind(sequence: 3))
        #expect(try await first.append(journal.append([started("b")], fence: fence)) == .appended)
        let taken = try await second.takeOver(run)
        let stale = journal.append([started("c")], fence: fence)
        #expect(await StoreHarness.kind { _ = try await first.append(stale) } == .fenced)
        let current = Fence(run: run, token: taken.token)
        #expect(try await second.append(stale.under(current)) == .appended)
        #expect(try await first.entries(of: journal.session, after: 0, limit: 9) == journal.entries)
        await taken.release()
        await lease.release()
        try await second.close()
        try await first.close()
    }

    @Test func forgetsWhatWasRolledBack() async throws {
        let store = try await harness.open()
        var journal = harness.journal()
        _ = try await store.append(journal.open())
        _ = try await store.append(journal.append([started("a")]))
        let next = journal.append([started("b")])
        _ = try await store.inspectWriter { try Int.fetchOne($0, sql: "PRAGMA query_only = ON") }
        #expect(await StoreHarness.kind { _ = try await store.append(next) } != nil)
        _ = try await store.inspectWriter { try Int.fetchOne($0, sql: "PRAGMA query_only = OFF") }
        #expect(try await store.append(next) == .appended)
        #expect(try await store.entries(of: journal.session, after: 0, limit: 9) == journal.entries)
        #expect(try await store.head(of: journal.session) == journal.head)
        try await store.close()
    }

    /// Names that Swift calls equal are two by their bytes, over which the hashes are.
    @Test func keepsNamesThatLookAlikeApart() async throws {
        let store = try await harness.open()
        let session = SessionID(from: SeededIdentifierSource(seed: 8))
        var (head, entries): (JournalHead, [Entry]) = (.empty, [])
        for name in ["caf\u{E9}", "cafe\u{301}"] {
            let time = Timestamp(milliseconds: 1_772_366_400_000)
            let entry = Entry(EntryDraft(started(name), principal: name, time: time), session: session, after: head)
            entries.append(entry)
            head = entry.head
        }
        let append = Append(session: session, expecting: 0, entries: entries, summary: nil)
        #expect(try await store.append(append) == .appended)
        let found = try await store.entries(of: session, after: 0, limit: 9)
        #expect(found.map(\.hash) == entries.map(\.hash))
        #expect(found.map { Array($0.principal.utf8) } == entries.map { Array($0.principal.utf8) })
        try await store.close()
    }
}

extension Append {
    /// The same under another token.
    fileprivate func under(_ fence: Fence) -> Append {
        Append(
            session: session, expecting: expecting, entries: entries, evidence: evidence, removals: removals,
            fence: fence, summary: summary)
    }
}
