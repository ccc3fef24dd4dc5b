import Foundation
import GRDB
import Glibc
import Model
import Store
import Synchronization
import TestSupport
import Testing

@testable import SQLiteStore

/// Which commits are waited for awake, and that they are the same commits.
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

    /// What was done and on which thread, in order.
    private final class Done: Sendable {
        private let threads = Mutex<[pthread_t]>([])

        var all: [pthread_t] { threads.withLock { $0 } }
        func note() { threads.withLock { $0.append(pthread_self()) } }
    }

    /// Tries until the other thread is free, which other tests have working as well.
    private func free<Value>(_ attempt: () throws -> Value?) rethrows -> Value? {
        for _ in 0..<10_000_000 {
            if let value = try attempt() { return value }
            sched_yield()
        }
        return nil
    }

    @Test("another thread does the work", arguments: [Int64(0), 10_000_000_000])
    func otherThread(_ nanoseconds: Int64) throws {
        let (work, also, wait) = try #require(
            free { () -> (Done, Done, Elsewhere.Wait)? in
                let (work, also) = (Done(), Done())
                let wait = Elsewhere.perform(work.note, meanwhile: also.note, lookingFor: nanoseconds)
                return wait == .here ? nil : (work, also, wait)
            })
        // Without patience it is in time only if it was done meanwhile.
        #expect(wait == .awake || nanoseconds == 0)
        #expect(work.all.count == 1 && work.all != [pthread_self()])
        #expect(also.all == [pthread_self()])
    }

    @Test func whileItIsBusyBothAreDoneHere() throws {
        final class Inner: Sendable {
            let state = Mutex<(order: [String], wait: Elsewhere.Wait?)>(([], nil))

            func perform() {
                let wait = Elsewhere.perform(
                    { self.state.withLock { $0.order.append("work") } },
                    meanwhile: { self.state.withLock { $0.order.append("also") } }, lookingFor: 10_000_000_000)
                state.withLock { $0.wait = wait }
            }
        }
        // The inner one, which the other thread asks for, finds it busy with itself.
        let inner = free { () -> Inner? in
            let inner = Inner()
            return Elsewhere.perform(inner.perform, meanwhile: {}, lookingFor: 0) == .here ? nil : inner
        }
        let state = try #require(inner).state.withLock { $0 }
        #expect(state.wait == .here && state.order == ["also", "work"])
    }

    @Test func aPromiseIsKeptOrBroken() throws {
        let (made, broken) = (Promised<Int>(), Promised<Int>())
        made.make { 3 }
        for _ in 0..<2 { #expect(try made.value() == 3) }
        broken.make { throw StoreError.closed }
        #expect(throws: StoreError.self) { try broken.value() }
        let late = Promised<Int>()
        let wait = Elsewhere.perform({ _ = try? late.value() }, meanwhile: { late.make { 4 } }, lookingFor: 0)
        #expect(try late.value() == 4, "\(wait)")
    }

    // MARK: The disk

    /// A store whose writer has been alone for so long that another thread commits for it.
    private struct Lone {
        let harness: StoreHarness
        let store: SQLiteStore
        var journal: JournalFixture
        /// The threads that have begun statements.
        private let writers = Done()
        private let other: pthread_t

        init(_ other: pthread_t) async throws {
            self.other = other
            harness = try StoreHarness()
            store = try await harness.open()
            let writers = writers
            try await store.inspectWriter { $0.trace { _ in writers.note() } }
            journal = harness.journal()
            _ = try await store.append(journal.open())
            // No more than it takes: a slow disk is slept through from the fifth late commit on.
            for number in 0..<15 { #expect(try await store.append(journal.note("note \(number)")) == .appended) }
        }

        /// How many statements the other thread has begun.
        var count: Int { writers.all.count { $0 == other } }

        /// Repeats something until the other thread did it, which other tests ask for as well.
        func there(_ body: () async throws -> Void) async throws {
            let before = count
            for _ in 0..<(Processors.count == 1 ? 1 : 10_000) where count == before { try await body() }
            #expect(count > before || Processors.count == 1)
        }

        /// What stands there once it was opened anew.
        func entries() async throws -> [Entry] {
            try await store.close()
            let again = try await harness.open()
            let entries = try await again.entries(of: journal.session, after: 0, limit: 20_000)
            try await again.close()
            return entries
        }
    }

    private func lone() async throws -> Lone {
        let other = free { () -> pthread_t? in
            let done = Done()
            return Elsewhere.perform(done.note, meanwhile: {}, lookingFor: 0) == .here ? nil : done.all.first
        }
        return try await Lone(try #require(other))
    }

    @Test func anotherThreadCommitsForWhoWritesAlone() async throws {
        var lone = try await lone()
        var journal = lone.journal
        let (also, before) = (Done(), journal.entries.count)
        try await lone.there {
            let append = journal.note().with(also.note)
            let outcome = try await lone.store.append(append)
            #expect(outcome == .appended)
        }
        // What is large is not made while others could wait for it.
        let large = journal.note(String(repeating: "large ", count: 20_000)).with(also.note)
        let there = lone.count
        #expect(try await lone.store.append(large) == .appended)
        #expect(!large.isSmall && lone.count == there)
        #expect(also.all.count == journal.entries.count - before)
        lone.journal = journal
        #expect(try await lone.entries() == journal.entries)
    }

    /// Evidence for an entry that is not there is found out while the transaction has begun.
    @Test func whatIsRefusedThereLeavesNothing() async throws {
        var lone = try await lone()
        var lost = lone.journal
        let good = lost.note("lost")
        let bad = Append(
            session: good.session, expecting: good.expecting, entries: good.entries,
            evidence: [999: JournalFixture.evidence(1)], summary: good.summary)
        try await lone.there {
            #expect(await StoreHarness.kind { _ = try await lone.store.append(bad) } == .badAppend)
        }
        #expect(try await lone.store.append(lone.journal.note("after")) == .appended)
        #expect(try await lone.entries() == lone.journal.entries)
    }

    /// The log's descriptor leads to a device that takes every write and cannot be synchronised.
    @Test func aDiskThatFailedThereIsToldOf() async throws {
        var lone = try await lone()
        let log = try #require(try Self.descriptor(of: lone.harness.path + "-wal"))
        let kept = dup(log)
        let journal = lone.journal
        try await lone.there {
            let device = unsafe open("/dev/null", O_RDWR | O_CLOEXEC)
            #expect(kept >= 0 && device >= 0 && dup2(device, log) == log)
            var lost = journal
            let append = lost.note("lost")
            #expect(await StoreHarness.kind { _ = try await lone.store.append(append) } == .inputOutput)
            #expect(dup2(kept, log) == log && close(device) == 0)
        }
        #expect(try await lone.store.append(lone.journal.note("after")) == .appended)
        #expect(close(kept) == 0)
        #expect(try await lone.entries() == lone.journal.entries)
    }

    /// Adds to four sessions at the same time.
    private static func others(_ round: UInt64, _ store: SQLiteStore, _ harness: StoreHarness) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<4 as Range<UInt64> {
                group.addTask {
                    var journal = harness.journal(10 + round * 4 + number)
                    _ = try await store.append(journal.open())
                    for _ in 0..<10 { _ = try await store.append(journal.note()) }
                    let kept = try await store.entries(of: journal.session, after: 0, limit: 99)
                    #expect(kept == journal.entries)
                }
            }
            try await group.waitForAll()
        }
    }

    /// Others come, each with a session of its own, and go.
    @Test func othersMayJoin() async throws {
        var lone = try await lone()
        let (store, harness) = (lone.store, lone.harness)
        for round in 0..<8 as Range<UInt64> {
            async let others: Void = Self.others(round, store, harness)
            for _ in 0..<40 { #expect(try await store.append(lone.journal.note()) == .appended) }
            try await others
        }
        #expect(try await lone.entries() == lone.journal.entries)
    }

    @Test func twoStoresShareTheOtherThread() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lone in [try await lone(), try await lone()] {
                group.addTask {
                    var journal = lone.journal
                    for _ in 0..<40 { _ = try await lone.store.append(journal.note()) }
                    let kept = try await lone.entries()
                    #expect(kept == journal.entries)
                }
            }
            try await group.waitForAll()
        }
    }

    /// What was answered before a store was closed is there.
    @Test func aStoreMayBeClosedMeanwhile() async throws {
        for _ in 0..<8 {
            let (lone, answered) = (try await lone(), Done())
            let (store, start) = (lone.store, lone.journal)
            let writer = Task {
                var journal = start
                for _ in 0..<200 where try await store.append(journal.note()) == .appended { answered.note() }
            }
            for _ in 0..<10 { await Task.yield() }
            let kept = try await lone.entries()
            do { try await writer.value } catch let error as StoreError { #expect(error.kind == .closed) }
            #expect(kept.count >= start.entries.count + answered.all.count)
        }
    }

    /// The descriptor by which this process has a file open, the first of them.
    private static func descriptor(of path: String) throws -> Int32? {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap { Int32($0) }.sorted()
            .first { (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")) == path }
    }
}

extension Append {
    /// The same with something to be done meanwhile.
    fileprivate func with(_ meanwhile: @escaping @Sendable () -> Void) -> Append {
        Append(
            session: session, expecting: expecting, entries: entries, evidence: evidence, summary: summary,
            meanwhile: meanwhile)
    }
}
