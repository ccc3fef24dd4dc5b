import CSQLite
import GRDB
import Glibc
import Model
import Store
import TestSupport
import Testing

@testable import SQLiteStore

/// Who waits for the disk awake, and that it is the same wait.
@Suite struct AwakeWaitTests {
    /// How many of so many commits in a row wait awake.
    private func awake(_ wait: inout AwakeWait, of count: Int, alone isAlone: Bool = true, late wasLate: Bool = false)
        -> Int
    {
        var awake = 0
        for _ in 0..<count where wait.next(isAlone: isAlone) {
            awake += 1
            wait.note(wasLate: wasLate)
        }
        return awake
    }

    @Test func aFewCommitsAreWaitedForAsEver() {
        var wait = AwakeWait(processors: 2)
        #expect(awake(&wait, of: 15) == 0)
        #expect(awake(&wait, of: 100) == 100)
    }

    @Test func whereOthersWriteOrNobodyElseCanWaitItIsAsEver() {
        var wait = AwakeWait(processors: 2)
        #expect(awake(&wait, of: 100, alone: false) == 0)
        #expect(awake(&wait, of: 100) == 85)
        #expect(awake(&wait, of: 1, alone: false) == 0)
        #expect(awake(&wait, of: 15) == 0)
        var one = AwakeWait(processors: 1)
        #expect(awake(&one, of: 100) == 0)
    }

    @Test func aSlowDiskIsSleptThrough() {
        var wait = AwakeWait(processors: 2)
        #expect(awake(&wait, of: 15) == 0)
        #expect(awake(&wait, of: 1000, late: true) == 4)
        #expect(awake(&wait, of: 28) == 0)
        #expect(awake(&wait, of: 100) == 100)
    }

    @Test func nowAndThenADiskMayBeSlow() {
        var wait = AwakeWait(processors: 2)
        #expect(awake(&wait, of: 15) == 0)
        for _ in 0..<100 {
            #expect(awake(&wait, of: 1, late: true) == 1)
            #expect(awake(&wait, of: 8) == 8)
        }
    }

    @Test("another thread does the work", arguments: [Int64(0), 1, 10_000_000_000])
    func otherThread(_ nanoseconds: Int64) throws {
        var wasLate = false
        var thread = pthread_t()
        let result = unsafe withUnsafeMutablePointer(to: &thread) { thread in
            unsafe casebook_call_awake(
                { thread in
                    unsafe thread?.assumingMemoryBound(to: pthread_t.self).pointee = pthread_self()
                    return 7
                }, thread, nanoseconds, nil, nil, &wasLate)
        }
        #expect(result == 7)
        // Unless other tests are waiting so at this moment.
        if thread != pthread_self() { #expect(wasLate == (nanoseconds < 2)) }
    }

    @Test func whileItIsBusyWorkIsDoneHere() {
        var wasLate = false
        let result = unsafe casebook_call_awake(
            { _ in
                var wasLate = true
                let own = pthread_self()
                var inner = pthread_t()
                let result = unsafe withUnsafeMutablePointer(to: &inner) { inner in
                    unsafe casebook_call_awake(
                        { inner in
                            unsafe inner?.assumingMemoryBound(to: pthread_t.self).pointee = pthread_self()
                            return 10
                        }, inner, 1_000_000_000, nil, nil, &wasLate)
                }
                return inner == own && !wasLate ? result + 1 : 0
            }, nil, 0, nil, nil, &wasLate)
        #expect(result == 11)
    }

    @Test func workOfItsOwnIsDoneMeanwhile() {
        var wasLate = false
        var count: Int32 = 0
        unsafe withUnsafeMutablePointer(to: &count) { count in
            // More than once, in case other tests are waiting so at the same moment.
            for _ in 0..<1000 where unsafe count.pointee == 0 {
                let result = unsafe casebook_call_awake(
                    { _ in 7 }, nil, 10_000_000_000,
                    { count in
                        unsafe count?.assumingMemoryBound(to: Int32.self).pointee += 1
                        return 1
                    }, count, &wasLate)
                #expect(result == 7)
            }
        }
        #expect(count == 1 && !wasLate)
    }

    /// With no patience at all every wait is late, and none is where the log's file is as SQLite made it.
    @Test func theLogOfAStoreIsWaitedForSo() async throws {
        let store = try await StoreHarness().open()
        let wasLate = try await store.inspectWriter { database in
            // More than one, in case other tests are waiting so at the same moment.
            try (0..<1000).contains { number in
                unsafe casebook_sqlite3_stay_awake(1, nil, nil)
                try database.execute(sql: "CREATE TABLE more\(number) (number INTEGER)")
                return casebook_sqlite3_was_late()
            }
        }
        #expect(wasLate)
        try await store.close()
    }

    @Test func whatIsWrittenSoIsThere() async throws {
        let harness = try StoreHarness()
        let store = try await harness.open()
        var journal = harness.journal()
        _ = try await store.append(journal.open())
        for number in 0..<100 { #expect(try await store.append(journal.note("note \(number)")) == .appended) }
        try await store.close()
        let again = try await harness.open()
        #expect(try await again.entries(of: journal.session, after: 0, limit: 200) == journal.entries)
        try await again.close()
    }
}
