import Model
import TestSupport
import Testing

@testable import SQLiteStore

/// Who begins the next transaction, and with what.
@Suite struct CommitBacklogTests {
    /// What `#expect` can ask, though each question changes it.
    private final class Held {
        private var backlog = CommitBacklog(processors: 2)

        var isClosed: Bool { backlog.isClosed }
        func add(_ job: WriteJob) -> CommitBacklog.Turn { backlog.add(job) }
        func take() -> [WriteJob]? { backlog.take() }
        func end(isLocked: Bool = false) -> CommitBacklog.Next { backlog.end(isLocked: isLocked) }
        func begin() -> CommitBacklog.Start { backlog.begin() }
        func close() -> Bool { backlog.close() }
    }

    private let backlog = Held()
    private let sessions: [SessionID]

    init() {
        let names = SeededIdentifierSource()
        sessions = (0..<64).map { _ in SessionID(from: names) }
    }

    private func job(_ writer: Int? = nil, cost: Int = 0) -> WriteJob {
        WriteJob(
            cost: cost, writer: writer.map { sessions[$0] }, isLookedFor: false, run: { _ in {} }, refuse: { _ in })
    }

    /// Commits what writers want to have written at the same time, one of them first.
    private func commit(_ writers: Range<Int>) {
        for writer in writers { _ = backlog.add(job(writer)) }
        while backlog.take() != nil {}
    }

    @Test func whoeverIsFirstCommits() {
        #expect(backlog.add(job(0)) == .due)
        #expect(backlog.add(job(1)) == .waiting)
        #expect(backlog.take()?.count == 2)
        #expect(backlog.add(job()) == .waiting)
        // Nothing waits any more only once somebody has looked.
        #expect(backlog.end() == .task)
        #expect(backlog.begin() == .commits)
        #expect(backlog.take()?.count == 1)
        #expect(backlog.end() == .nothing)
        #expect(backlog.add(job(0)) == .due)
    }

    @Test func halfOfThoseWhoWriteDoNotWaitForATask() {
        commit(0..<16)
        #expect(backlog.add(job(0)) == .due && backlog.take()?.count == 1)
        // Not while somebody commits.
        for writer in 1..<12 { #expect(backlog.add(job(writer)) == .waiting) }
        #expect(backlog.end() == .task && backlog.begin() == .commits && backlog.take()?.count == 11)
        for writer in 12..<15 { #expect(backlog.add(job(writer)) == .waiting) }
        #expect(backlog.end() == .task)
        // What is no session's is not half of them.
        for _ in 0..<20 { #expect(backlog.add(job()) == .waiting) }
        for writer in 0..<4 { #expect(backlog.add(job(writer)) == .waiting) }
        #expect(backlog.add(job(4)) == .due)
        #expect(backlog.add(job(5)) == .waiting)
        #expect(backlog.take()?.count == 29)
        // The task comes too late.
        #expect(backlog.begin() == .nothing)
        #expect(backlog.end() == .nothing)
    }

    /// It was put behind what was ready then; now others are, who are about to write too.
    @Test func aTaskOfAnEarlierTransactionIsPutBehindAnew() {
        commit(0..<8)
        #expect(backlog.add(job(0)) == .due && backlog.take()?.count == 1)
        #expect(backlog.add(job(1)) == .waiting)
        #expect(backlog.end() == .task)
        for writer in 2..<4 { #expect(backlog.add(job(writer)) == .waiting) }
        #expect(backlog.add(job(4)) == .due && backlog.take()?.count == 4)
        #expect(backlog.add(job(5)) == .waiting)
        // No second one is needed.
        #expect(backlog.end() == .nothing)
        #expect(backlog.begin() == .again)
        #expect(backlog.begin() == .commits)
        #expect(backlog.take()?.count == 1)
        #expect(backlog.end() == .nothing && backlog.begin() == .nothing)
    }

    @Test func otherWorkLeavesItKnownWhoWrites() {
        commit(0..<8)
        for _ in 0..<5 {
            #expect(backlog.add(job()) == .due && backlog.take()?.count == 1 && backlog.end() == .nothing)
        }
        #expect(backlog.add(job()) == .due && backlog.take()?.count == 1)
        #expect(backlog.add(job(0)) == .waiting && backlog.end() == .task)
        #expect(backlog.add(job(1)) == .waiting)
    }

    @Test func aFullTransactionIsNotWaitedFor() {
        for cost in [0, 16 << 20] {
            commit(0..<64)
            #expect(backlog.add(job()) == .due && backlog.take()?.count == 1)
            #expect(backlog.add(job(0)) == .waiting && backlog.end() == .task)
            if cost == 0 { for _ in 0..<510 { #expect(backlog.add(job()) == .waiting) } }
            #expect(backlog.add(job(cost: cost)) == .due)
            while backlog.take() != nil {}
            #expect(backlog.end() == .nothing && backlog.begin() == .nothing)
        }
    }

    /// What is left behind a transaction that was cut by its size counts on.
    @Test func whatIsLeftOfAFullTransactionCounts() {
        commit(0..<64)
        #expect(backlog.add(job(cost: 8 << 20)) == .due)
        for cost in [8 << 20, 16 << 20] { #expect(backlog.add(job(cost: cost)) == .waiting) }
        #expect(backlog.take()?.count == 2 && backlog.end() == .task)
        #expect(backlog.add(job()) == .due)
        #expect(backlog.take()?.count == 1 && backlog.take()?.count == 1 && backlog.take() == nil)
        #expect(backlog.begin() == .nothing)
    }

    /// A task that comes late finds enough.
    @Test func whereThereIsEnoughATaskIsNotPutBehindAnew() {
        commit(0..<8)
        #expect(backlog.add(job(0)) == .due && backlog.take()?.count == 1)
        #expect(backlog.add(job(1)) == .waiting && backlog.end() == .task)
        for writer in 2..<4 { #expect(backlog.add(job(writer)) == .waiting) }
        #expect(backlog.add(job(4)) == .due && backlog.take()?.count == 4)
        for writer in 0..<4 { #expect(backlog.add(job(writer)) == .waiting) }
        #expect(backlog.end() == .nothing && backlog.begin() == .commits)
    }

    @Test func nobodyComesFirstWhereTheLockIsNotFree() {
        commit(0..<4)
        _ = backlog.add(job(0))
        for writer in 1..<4 { _ = backlog.add(job(writer)) }
        #expect(backlog.end(isLocked: true) == .drain)
        #expect(backlog.add(job(0)) == .waiting)
        #expect(backlog.begin() == .nothing)
        #expect(backlog.take()?.count == 5)
        #expect(backlog.take() == nil)
        #expect(backlog.add(job(0)) == .due)
    }

    /// A transaction by itself for each that is larger than what one holds, and none without work.
    @Test func aTransactionIsBounded() {
        for cost in [8 << 20, 8 << 20, 1, 40 << 20, 40 << 20] { _ = backlog.add(job(cost: cost)) }
        #expect(backlog.take()?.map(\.cost) == [8 << 20, 8 << 20])
        #expect(backlog.take()?.map(\.cost) == [1, 40 << 20])
        #expect(backlog.take()?.map(\.cost) == [40 << 20])
        for _ in 0..<700 { _ = backlog.add(job()) }
        #expect(backlog.take()?.count == 512 && backlog.take()?.count == 188 && backlog.take() == nil)
    }

    @Test func closingRefusesWhatComes() {
        _ = backlog.add(job(0))
        #expect(backlog.take()?.count == 1)
        _ = backlog.add(job(1))
        #expect(backlog.end() == .task)
        #expect(backlog.close() && !backlog.close() && backlog.isClosed)
        #expect(backlog.add(job(2)) == .refused)
        #expect(backlog.take()?.count == 1 && backlog.take() == nil)
        #expect(backlog.begin() == .nothing)
    }

    @Test func thoseOfTheLastTransactionsAreCounted() {
        var writers = RecentWriters()
        #expect(writers.count == 0)
        for _ in 0..<10 {
            writers.note(sessions[0..<20])
            writers.note(sessions[20..<64])
        }
        #expect(writers.count == 64)
        // One session twice in a transaction is one.
        for _ in 0..<3 { writers.note([sessions[1], sessions[1]]) }
        #expect(writers.count == 45)
        writers.note([])
        #expect(writers.count == 45)
        writers.note([sessions[1]])
        #expect(writers.count == 1)
        // One that stood twice in its transactions leaves with them.
        for _ in 0..<8 { writers.note([sessions[2]]) }
        #expect(writers.count == 1)
    }
}
