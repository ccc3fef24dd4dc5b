import Model
import SQLiteStore
import Store
import TestSupport
import Testing

/// Journals that are looked through a batch at a time.
@Suite struct EntryScanTests {
    @Test(arguments: [
        ScanBounds(journals: 1), ScanBounds(journals: 2), ScanBounds(rows: 1), ScanBounds(rows: 3),
        ScanBounds(bytes: 1),
    ])
    func goesOnBehindABound(_ bounds: ScanBounds) async throws {
        let harness = try StoreHarness()
        try await StoreConformance.scansEveryJournal.run {
            try await SQLiteStore(path: harness.path, scanBounds: bounds)
        }
    }

    @Test func looksAtNoMoreThanItsBoundsAtOnce() async throws {
        // Five sessions with two notes each, those of the last one first.
        let two = try await Self.batches(ScanBounds(journals: 2))
        #expect(two.map(\.found) == [[5, 5, 4, 4], [3, 3, 2, 2], [1, 1]])
        #expect(two.map(\.left) == [4, 2, 0])
        #expect(try await Self.batches(ScanBounds(rows: 3)).map(\.found) == [[5, 5, 4], [4, 3, 3], [2, 2, 1], [1]])
        #expect(try await Self.batches(ScanBounds(bytes: 1)).map(\.found.count).allSatisfy { $0 <= 1 })
        #expect(try await Self.batches(ScanBounds()).map(\.found) == [[5, 5, 4, 4, 3, 3, 2, 2, 1, 1]])
    }

    /// The numbers of the sessions whose notes a scan tells, batch by batch, and how many journals are left.
    private static func batches(_ bounds: ScanBounds) async throws -> [(found: [Int], left: Int?)] {
        let harness = try StoreHarness()
        let store = try await SQLiteStore(path: harness.path, scanBounds: bounds)
        var sessions: [SessionID] = []
        for number in 1...5 as ClosedRange<UInt64> {
            var journal = harness.journal(number)
            sessions.append(journal.session)
            for append in [journal.open(), journal.note(), journal.note()] { _ = try await store.append(append) }
        }
        var batches: [(found: [Int], left: Int?)] = []
        try await store.scan(EntryFilter(kinds: [NoteAdded.kind])) { entries, left in
            batches.append((entries.compactMap { sessions.firstIndex(of: $0.session).map { $0 + 1 } }, left))
            return nil
        }
        try await store.close()
        return batches
    }
}
