import Dispatch
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

    @Test func whatIsLeftOfTheWorkNeedNotBeWaitedFor() throws {
        let wait = free { () -> Elsewhere.Wait? in
            let (here, isGone) = (pthread_self(), DispatchSemaphore(value: 0))
            let wait = Elsewhere.perform(
                {
                    Elsewhere.done()
                    if pthread_self() != here { isGone.wait() }
                }, meanwhile: { Elsewhere.done() }, lookingFor: 10_000_000_000)
            isGone.signal()
            return wait == .here ? nil : wait
        }
        #expect(wait == .awake)
    }

    @Test func aPromiseIsKeptOrBroken() throws {
        let (made, broken) = (Promised<Int>(), Promised<Int>())
        made.make { 3 }
        #expect(try made.value() == 3 && made.value() == 3)
        broken.make { throw StoreError.closed }
        #expect(throws: StoreError.self) { try broken.value() }
        let late = Promised<Int>()
        let wait = Elsewhere.perform({ _ = try? late.value() }, meanwhile: { late.make { 4 } }, lookingFor: 0)
        #expect(try late.value() == 4, "\(wait)")
    }

    // MARK: The disk

    /// The threads that have committed.
    private final class Committers: TransactionObserver, Sendable {
        let done = Done()

        func observes(eventsOfKind kind: DatabaseEventKind) -> Bool { false }
        func databaseDidChange(with event: DatabaseEvent) {}
        func databaseDidCommit(_ database: Database) { done.note() }
        func databaseDidRollback(_ database: Database) {}
    }

    @Test func anotherThreadCommitsForWhoWritesAlone() async throws {
        let harness = try StoreHarness()
        let (store, committers) = (try await harness.open(), Committers())
        try await store.inspectWriter { $0.add(transactionObserver: committers, extent: .databaseLifetime) }
        var journal = harness.journal()
        _ = try await store.append(journal.open())
        for number in 0..<100 { #expect(try await store.append(journal.note("note \(number)")) == .appended) }
        let other = free { () -> pthread_t? in
            let done = Done()
            return Elsewhere.perform(done.note, meanwhile: {}, lookingFor: 0) == .here ? nil : done.all.first
        }
        let thread = try #require(other)
        #expect(committers.done.all.contains(thread) || Processors.count == 1)
        #expect(committers.done.all.count == 101)
        try await store.close()
        let again = try await harness.open()
        #expect(try await again.entries(of: journal.session, after: 0, limit: 200) == journal.entries)
        try await again.close()
    }

    @Test func whatIsRefusedThereLeavesNothing() async throws {
        let harness = try StoreHarness()
        let store = try await harness.open()
        var journal = harness.journal()
        _ = try await store.append(journal.open())
        for number in 0..<40 { #expect(try await store.append(journal.note("note \(number)")) == .appended) }
        var lost = journal
        let good = lost.note("lost")
        // Evidence for an entry that is not there is found out while the transaction has begun.
        let bad = Append(
            session: good.session, expecting: good.expecting, entries: good.entries,
            evidence: [999: JournalFixture.evidence(1)], summary: good.summary)
        for _ in 0..<4 { #expect(await StoreHarness.kind { _ = try await store.append(bad) } == .badAppend) }
        #expect(try await store.append(journal.note("after")) == .appended)
        #expect(try await store.entries(of: journal.session, after: 0, limit: 200) == journal.entries)
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
}
