import CSQLite
import Foundation
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

    @Test func aShareOfAProcessorIsOne() {
        #expect(Processors.count(ofQuota: "max 100000\n") == nil)
        #expect(Processors.count(ofQuota: "50000 100000\n") == 1)
        #expect(Processors.count(ofQuota: "250000 100000\n") == 2)
        #expect(Processors.count(ofQuota: "") == nil)
        #expect(Processors.count >= 1)
    }

    // MARK: The other thread

    /// A call that notes its thread, and what came of it.
    private struct Asked {
        var thread = pthread_t()
        var meanwhile = 0
        var result: Int32 = 0
        var wait = CASEBOOK_WAIT_PLAIN

        /// Waits for a call that fails with 7.
        static func call(_ nanoseconds: Int64) -> Asked {
            var asked = Asked()
            unsafe withUnsafeMutablePointer(to: &asked.thread) { thread in
                unsafe withUnsafeMutablePointer(to: &asked.meanwhile) { meanwhile in
                    var result: Int32 = 0
                    let wait = unsafe casebook_call_awake(
                        { thread in
                            unsafe thread?.assumingMemoryBound(to: pthread_t.self).pointee = pthread_self()
                            return 7
                        }, thread, nanoseconds,
                        { count in unsafe count?.assumingMemoryBound(to: Int.self).pointee += 1 }, meanwhile, &result)
                    (asked.result, asked.wait) = (result, wait)
                }
            }
            return asked
        }
    }

    /// Tries until the other thread is free, which other tests have waiting as well.
    private func free<Value>(_ attempt: () throws -> Value?) rethrows -> Value? {
        for _ in 0..<10_000_000 {
            if let value = try attempt() { return value }
            sched_yield()
        }
        return nil
    }

    @Test("another thread makes the call, and its result comes back", arguments: [Int64(0), 10_000_000_000])
    func otherThread(_ nanoseconds: Int64) throws {
        let asked = try #require(
            free { () -> Asked? in
                let asked = Asked.call(nanoseconds)
                return asked.wait == CASEBOOK_WAIT_PLAIN ? nil : asked
            })
        #expect(asked.wait == (nanoseconds == 0 ? CASEBOOK_WAIT_LATE : CASEBOOK_WAIT_AWAKE))
        #expect(asked.thread != pthread_self() && asked.result == 7 && asked.meanwhile == 1)
    }

    @Test func whileItIsBusyTheCallIsMadeHere() throws {
        // The call of the outer one, on the other thread, finds it busy with itself.
        let inner = free { () -> Int32? in
            var result: Int32 = 0
            let wait = unsafe casebook_call_awake(
                { _ in
                    let asked = Asked.call(10_000_000_000)
                    let isHere = asked.thread == pthread_self() && asked.wait == CASEBOOK_WAIT_PLAIN
                    return isHere && asked.meanwhile == 0 ? asked.result + 1 : 0
                }, nil, 0, nil, nil, &result)
            return wait == CASEBOOK_WAIT_PLAIN ? nil : result
        }
        #expect(inner == 8)
    }

    // MARK: The disk

    /// Makes a table, and tells how the commit waited that is late whenever another thread waits for it.
    private static func wait(_ database: Database) throws -> casebook_wait {
        unsafe casebook_sqlite3_stay_awake(1, nil, nil)
        defer { _ = casebook_sqlite3_sleep_again() }
        try database.execute(sql: "DROP TABLE IF EXISTS more; CREATE TABLE more (number INTEGER)")
        return casebook_sqlite3_sleep_again()
    }

    @Test func theLogOfAStoreIsWaitedForSo() async throws {
        let store = try await StoreHarness().open()
        let wait = try await store.inspectWriter { database in
            try free { () -> casebook_wait? in
                let wait = try Self.wait(database)
                return wait == CASEBOOK_WAIT_PLAIN ? nil : wait
            }
        }
        #expect(wait == CASEBOOK_WAIT_LATE)
        try await store.close()
    }

    /// The log's descriptor leads to a device that takes every write and cannot be synchronised.
    @Test func whatAnotherThreadWasToldIsToldToo() async throws {
        let harness = try StoreHarness()
        let store = try await harness.open()
        var journal = harness.journal()
        _ = try await store.append(journal.open())
        for number in 0..<40 { #expect(try await store.append(journal.note("note \(number)")) == .appended) }
        let log = try #require(try Self.descriptor(of: harness.path + "-wal"))
        let kept = dup(log)
        let lost = journal
        for number in 0..<4 {
            let device = open("/dev/null", O_RDWR | O_CLOEXEC)
            #expect(kept >= 0 && device >= 0 && dup2(device, log) == log)
            var next = lost
            let append = next.note("lost \(number)")
            #expect(await StoreHarness.kind { _ = try await store.append(append) } == .inputOutput)
            #expect(dup2(kept, log) == log && close(device) == 0)
        }
        journal = lost
        #expect(try await store.append(journal.note("after")) == .appended)
        #expect(close(kept) == 0)
        try await store.close()
        let again = try await harness.open()
        #expect(try await again.entries(of: journal.session, after: 0, limit: 200) == journal.entries)
        try await again.close()
    }

    /// The descriptor by which this process has a file open, the first of them.
    private static func descriptor(of path: String) throws -> Int32? {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap { Int32($0) }.sorted()
            .first { (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")) == path }
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
