import Foundation
import GRDB
import Glibc
import Model
import Store
import TestSupport
import Testing

@testable import SQLiteStore

/// The process whose power is cut: it writes to a store, and into a ledger whatever it was told to be durable.
///
/// A test starts its own program once more, under strace(1), with nothing but this suite.
@Suite struct PowerCutWorker {
    /// What it is to do; nil in an ordinary test.
    struct Orders: Codable {
        let folder: String
        let sessions: Int
        let appends: Int
        /// Whether commits wait for the disk; the control does not, and has to be found out.
        let isDurable: Bool

        static let variable = "CASEBOOK_POWER_CUT"
        var database: String { folder + "/casebook.db" }
        var ledger: String { folder + "/ledger" }
    }

    private static let orders: Orders? = ProcessInfo.processInfo.environment[Orders.variable].flatMap { text in
        try? JSONDecoder().decode(Orders.self, from: Data(text.utf8))
    }

    /// Entries of each append but the first of a session.
    static let entries = 3

    @Test(.enabled(if: orders != nil, "only as the worker of PowerCutTests"))
    func writes() async throws {
        guard let orders = Self.orders else { return }
        let ledger = unsafe Glibc.open(orders.ledger, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        // Opened and closed in between, so that the log is copied, cut and begun anew.
        var journals = (0..<orders.sessions).map { number in
            JournalFixture(session: SessionID(from: SeededIdentifierSource(seed: UInt64(number))))
        }
        for round in 0..<3 {
            let store = try await SQLiteStore(path: orders.database, checkpointPages: 24)
            if !orders.isDurable {
                try await store.inspectWriter { try $0.execute(sql: "PRAGMA synchronous = NORMAL") }
            }
            journals = try await withThrowingTaskGroup(of: (Int, JournalFixture).self) { group in
                for (number, journal) in journals.enumerated() {
                    group.addTask {
                        let writer = Writer(store: store, number: number, ledger: ledger, appends: orders.appends / 3)
                        return (number, try await writer.write(journal, round: round))
                    }
                }
                var written = journals
                for try await (number, journal) in group { written[number] = journal }
                return written
            }
            try await store.close()
        }
    }

    /// One session's driver.
    private struct Writer {
        let store: SQLiteStore
        let number: Int
        let ledger: Int32
        let appends: Int

        func write(_ start: JournalFixture, round: Int) async throws -> JournalFixture {
            var journal = start
            let run = RunID(from: SeededIdentifierSource(seed: UInt64(1000 + number)))
            if round == 0 {
                _ = try await store.append(journal.open())
                tell(journal)
            }
            guard let lease = try await store.lease(run) else { throw TestFailure("the run is free") }
            let fence = Fence(run: run, token: lease.token)
            for turn in 0..<appends {
                let place = round * appends + turn
                let step = StepReference(run: run, path: "step\(place)")
                // Every seventh has a body, of one or several pages.
                let body = turn % 7 == 3 ? [UInt8](repeating: UInt8(turn % 256), count: 2000 * turn) : nil
                let record = JournalFixture.evidence(UInt64(number << 20 | place), key: "key \(turn)", body: body)
                let call = CallID(from: SeededIdentifierSource(seed: UInt64(number << 20 | place)))
                let append = journal.append(
                    [
                        .callFinished(CallFinished(call: call, evidence: record.evidence, cached: false, step: step)),
                        .stepFinished(StepFinished(step, status: .succeeded, evidence: record.evidence.id)),
                        .stepStarted(StepStarted(StepReference(run: run, path: "step\(place + 1)"))),
                    ], evidence: [journal.head.sequence + 1: record], fence: fence)
                guard try await store.append(append) == .appended else { throw TestFailure("somebody else wrote") }
                tell(journal)
            }
            await lease.release()
            return journal
        }

        /// Acknowledges everything up to the journal's head.
        private func tell(_ journal: JournalFixture) {
            let line = Array("\(journal.session.rawValue) \(journal.head.sequence) \(journal.head.hash.hex)\n".utf8)
            _ = unsafe Glibc.write(ledger, line, line.count)
        }
    }
}
