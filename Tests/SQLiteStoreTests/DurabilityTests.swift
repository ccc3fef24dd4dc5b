import GRDB
import JSON
import Model
import Store
import TestSupport
import Testing

@testable import SQLiteStore

@Suite struct DurabilityTests {
    @Test func waitsForTheDiskAtEachCommit() async throws {
        let harness = try StoreHarness()
        for _ in 0..<2 {
            let store = try await harness.open()
            let found = try await store.inspectWriter { database in
                try ["synchronous", "journal_mode", "page_size", "foreign_keys", "busy_timeout", "wal_autocheckpoint"]
                    .map { try String.fetchOne(database, sql: "PRAGMA \($0)") }
            }
            #expect(found == ["2", "wal", "4096", "1", "5000", "0"])
            let mark = try await store.inspectWriter { try Int.fetchOne($0, sql: "PRAGMA application_id") }
            #expect(mark == 0x4353_424B)
            try await store.close()
        }
    }

    @Test func readersRunNoCheckpoint() async throws {
        let harness = try StoreHarness()
        let store = try await harness.open()
        let found = try await store.read { try Int.fetchOne($0, sql: "PRAGMA wal_autocheckpoint") }
        #expect(found == 0)
        try await store.close()
    }

    @Test func filesBelongToTheirOwnerAlone() async throws {
        let harness = try StoreHarness()
        let path = harness.folder.path("state/casebook/casebook.db")
        let store = try await SQLiteStore(path: path)
        var journal = harness.journal()
        _ = try await store.append(journal.open())
        let lease = try await store.lease(RunID(from: SeededIdentifierSource()))
        for suffix in ["", "-wal", "-shm", "-lock"] { #expect(harness.mode(of: path + suffix) == 0o600, "\(suffix)") }
        for folder in ["state", "state/casebook", "state/casebook/casebook.db-runs"] {
            #expect(harness.mode(of: harness.folder.path(folder)) == 0o700, "\(folder)")
        }
        await lease?.release()
        try await store.close()
    }

    @Test func acknowledgedEntriesAreThereForAnotherConnection() async throws {
        let harness = try StoreHarness()
        let store = try await harness.open()
        var journal = harness.journal()
        _ = try await store.append(journal.open())
        // The first store is neither closed nor asked again, as if its process had been killed.
        let second = try await harness.open()
        #expect(try await second.entries(of: journal.session, after: 0, limit: 9) == journal.entries)
        try await second.close()
        try await store.close()
    }

    @Test func keepsTheLogShort() async throws {
        let harness = try StoreHarness()
        let store = try await SQLiteStore(path: harness.path, checkpointPages: 1000)
        var longest = 0
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<40 {
                let start = harness.journal(UInt64(500 + number))
                group.addTask {
                    var journal = start
                    _ = try await store.append(journal.open())
                    for turn in 0..<500 { _ = try await store.append(journal.note("\(turn)")) }
                }
            }
            for try await _ in group { longest = max(longest, harness.folder.size(of: "casebook.db-wal") ?? 0) }
        }
        // 1000 pages, and what one transaction adds to them.
        #expect(longest > 0 && longest < 2 * 1000 * 8192)
        try await store.close()
        #expect(harness.folder.size(of: "casebook.db-wal") == 0)
    }

    @Test func theLogHasRoomBeforeItIsWritten() async throws {
        let harness = try StoreHarness()
        let store = try await harness.open()
        var journal = harness.journal()
        _ = try await store.append(journal.open())
        // Whoever commits a few times makes the log no longer than it is.
        #expect(harness.folder.size(of: "casebook.db-wal") ?? .max < LogRoom.least)
        var lengths: Set<Int> = []
        for turn in 0..<100 {
            _ = try await store.append(journal.note("\(turn)"))
            lengths.insert(harness.folder.size(of: "casebook.db-wal") ?? 0)
        }
        // At first it grows with each commit, then in a few steps.
        #expect(lengths.count < 40, "\(lengths.sorted())")
        // What is not a frame is nothing to whoever opens it.
        let second = try await harness.open()
        #expect(try await second.entries(of: journal.session, after: 0, limit: 200) == journal.entries)
        try await second.close()
        try await store.close()
    }

    @Test func keepsTheLogShortWhileReadersFollowEachOther() async throws {
        let harness = try StoreHarness()
        let store = try await SQLiteStore(path: harness.path, checkpointPages: 500)
        var journal = harness.journal()
        _ = try await store.append(journal.open())
        for _ in 0..<20 {
            let events = (0..<100).map { Event.unknown(kind: "x", payload: JSONValue($0)) }
            _ = try await store.append(journal.append(events))
        }
        // Another process exports: there is no moment at which nobody reads.
        let other = try await harness.open()
        let start = journal
        let longest = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<2 {
                group.addTask {
                    var pages = 0
                    while !Task.isCancelled {
                        _ = try await other.entries(of: start.session, after: pages % 1000, limit: 200)
                        pages += 1
                    }
                    return 0
                }
            }
            group.addTask {
                var journal = start
                var longest = 0
                var random = SeededGenerator(seed: 1)
                for _ in 0..<100 {
                    _ = try await store.append(journal.note(Self.text(400_000, &random)))
                    longest = max(longest, harness.folder.size(of: "casebook.db-wal") ?? 0)
                }
                return longest
            }
            // The readers end when the writer has.
            let longest = try await group.next() ?? 0
            group.cancelAll()
            return longest
        }
        print("longest log beside readers: \(longest >> 20) MiB")
        // Of 30 MB that are written in all: it was copied, and begun anew though somebody always read. How soon depends on
        // how long a reader takes.
        #expect(longest > 500 * 4096 && longest < 24_000_000)
        try await other.close()
        try await store.close()
    }

    /// A text of letters by chance, which does not shrink by much.
    private static func text(_ count: Int, _ random: inout SeededGenerator) -> String {
        let letters = Array("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+-".utf8)
        return String(decoding: (0..<count).map { _ in letters[Int(random.next() % 64)] }, as: UTF8.self)
    }

    @Test func goesOnWhileAReaderHoldsTheLog() async throws {
        let harness = try StoreHarness()
        let store = try await SQLiteStore(path: harness.path, checkpointPages: 500)
        var journal = harness.journal()
        _ = try await store.append(journal.open())
        let reader = try DatabasePool(path: harness.path)
        var random = SeededGenerator(seed: 2)
        try await reader.read { database in
            _ = try Int.fetchOne(database, sql: "SELECT count(*) FROM entry")
        }
        let snapshot = try reader.makeSnapshot()
        for _ in 0..<50 {
            #expect(try await store.append(journal.note(Self.text(160_000, &random))) == .appended)
        }
        // Nothing is thrown away that it may read: more than what a checkpoint or the wait for readers is due after.
        #expect(harness.folder.size(of: "casebook.db-wal") ?? 0 > 2 * 500 * 4096)
        #expect(try await snapshot.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM entry") } == 1)
        try snapshot.close()
        try reader.close()
        try await store.close()
    }

    @Test func closingFinishesWhatWaits() async throws {
        for count in [2, 20, 200] {
            let harness = try StoreHarness()
            let store = try await harness.open()
            let journals = (0..<count).map { harness.journal(UInt64(700 + $0)) }
            let kept = try await withThrowingTaskGroup(of: SessionID?.self) { group in
                for journal in journals {
                    group.addTask {
                        var journal = journal
                        do { return try await store.append(journal.open()) == .appended ? journal.session : nil } catch
                        {
                            // What comes after the closing is refused, and nothing else.
                            #expect((error as? StoreError)?.kind == .closed)
                            return nil
                        }
                    }
                }
                let first = try await group.next() ?? nil
                try await store.close()
                return try await group.reduce(into: [first]) { $0.append($1) }.compactMap(\.self)
            }
            let again = try await harness.open()
            for session in kept { #expect(try await again.head(of: session)?.sequence == 1) }
            try await again.close()
        }
    }

    @Test func leavesTheLogToOthersOnClosing() async throws {
        let harness = try StoreHarness()
        let store = try await harness.open()
        var journal = harness.journal()
        _ = try await store.append(journal.open())
        // Somebody holds the lock, so nobody may run a checkpoint, on closing either.
        let lock = FileLock(path: harness.path + "-lock", beside: harness.path, timeout: .seconds(1))
        let before = harness.folder.size(of: "casebook.db-wal")
        let other = try await SQLiteStore(path: harness.path, lockTimeout: .milliseconds(50))
        let closing = try await Self.whileHolding(lock) { try await other.close() }
        #expect(closing)
        #expect(before == harness.folder.size(of: "casebook.db-wal"))
        try await store.close()
        #expect(harness.folder.size(of: "casebook.db-wal") == 0)
    }

    /// Runs `work` while another thread holds the lock.
    static func whileHolding(_ lock: FileLock, _ work: () async throws -> Void) async throws -> Bool {
        let (taken, takenContinuation) = AsyncStream<Void>.makeStream()
        let holder = HeldLock(lock) { takenContinuation.finish() }
        for await _ in taken {}
        defer { holder.release() }
        try await work()
        return holder.isHeld
    }

    @Test func bytesOfAStepThatCalled() async throws {
        let harness = try StoreHarness()
        let store = try await harness.open()
        var journal = harness.journal()
        _ = try await store.append(journal.open())
        guard let lease = try await store.lease(RunID(from: SeededIdentifierSource(seed: 9))) else {
            throw TestFailure("the run is free")
        }
        let fence = Fence(run: lease.run, token: lease.token)
        for number in 0..<1000 {
            let record = JournalFixture.evidence(
                UInt64(number),
                summary: "\(number) lines in \(number % 7) files say connection refused by 10.0.0.\(number % 256)")
            _ = try await store.append(journal.call(record, number: UInt64(number), fence: fence))
        }
        await lease.release()
        _ = try await store.append(journal.note())
        let index = try await store.read { try Int.fetchOne($0, sql: "SELECT sum(length(block)) FROM search_data") }
        try await store.close()
        let bytes = (harness.folder.size(of: "casebook.db") ?? 0) / 1000
        print("bytes a call: \(bytes), of these in the search index: \((index ?? 0) / 1000)")
        #expect(index ?? 0 > 0 && index ?? 0 < 40 * 1000)
    }

    @Test func bytesOfAStep() async throws {
        for (name, size, bar) in [("no payload", 0, 400.0), ("10 KiB", 10_240, 10_240 * 1.15)] {
            let harness = try StoreHarness()
            let store = try await harness.open()
            var journal = harness.journal()
            var random = SystemRandomNumberGenerator()
            let run = RunID(from: SeededIdentifierSource(seed: 9))
            _ = try await store.append(journal.open())
            let steps = size == 0 ? 2000 : 500
            var events: [Event] = []
            for number in 0..<steps {
                let step = StepReference(run: run, path: "step\(number)")
                let letters = (0..<size).map { _ in UInt8.random(in: 97...122, using: &random) }
                let output: JSONValue? = size == 0 ? nil : .string(String(decoding: letters, as: UTF8.self))
                events.append(.stepStarted(StepStarted(step)))
                events.append(.stepFinished(StepFinished(step, status: .succeeded, output: output)))
                guard events.count >= 100 else { continue }
                _ = try await store.append(journal.append(events))
                events = []
            }
            try await store.close()
            let bytes = Double(harness.folder.size(of: "casebook.db") ?? 0) / Double(steps)
            print("bytes a step, \(name): \(Int(bytes))")
            #expect(bytes > 0 && bytes <= bar)
        }
    }
}
