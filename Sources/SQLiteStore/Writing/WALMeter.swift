internal import CSQLite
internal import GRDB
internal import Synchronization

/// Knows how long the write-ahead log is, and when it is time to copy it into the database.
///
/// The file's size does not tell: a log that was copied is written again from its beginning, not cut.
final class WALMeter: Sendable {
    /// Pages after which a checkpoint is due.
    private let interval: Int32
    /// How long a commit waits for readers, in milliseconds.
    private static let wait: Int32 = 100
    private let pages = Atomic<Int32>(0)
    private let threshold: Atomic<Int32>

    init(interval: Int) {
        self.interval = Int32(clamping: max(1, interval))
        threshold = Atomic(self.interval)
    }

    /// Pages after which readers that follow each other without a pause are waited for.
    var patience: Int { 2 * Int(interval) }

    /// Pages in the log, as this process knows it.
    var length: Int { Int(pages.load(ordering: .relaxed)) }

    var isCheckpointDue: Bool { pages.load(ordering: .relaxed) >= threshold.load(ordering: .relaxed) }

    /// Has SQLite tell the log's length after each commit of the connection, which must not outlive this.
    func attach(to connection: OpaquePointer) {
        let context = unsafe Unmanaged.passUnretained(self).toOpaque()
        _ = unsafe sqlite3_wal_hook(
            connection,
            { context, _, _, pages in
                guard let context = unsafe context else { return SQLITE_OK }
                let meter = unsafe Unmanaged<WALMeter>.fromOpaque(context).takeUnretainedValue()
                meter.pages.store(pages, ordering: .relaxed)
                return SQLITE_OK
            }, context)
    }

    /// Copies what no reader needs any longer; the store's lock must be held.
    ///
    /// A log is begun anew only when nobody reads in it, and readers that overlap, as those of several exports do, can
    /// keep it from that for ever, however short each of them is. So a log that has grown long is copied with new writes
    /// held back, until those have ended who began before. When one of them stays, the next attempt waits for as much
    /// again.
    func checkpoint(_ database: Database) {
        let pages = pages.load(ordering: .relaxed)
        let isDone = isDone(database, "PASSIVE") || (Int(pages) >= patience && restart(database))
        let base = isDone ? 0 : min(pages, .max - interval)
        threshold.store(base + interval, ordering: .relaxed)
    }

    private func isDone(_ database: Database, _ mode: String) -> Bool {
        let row = try? Row.fetchOne(database, sql: "PRAGMA wal_checkpoint(\(mode))")
        return row.map { $0[0] as Int == 0 && $0[1] as Int == $0[2] as Int } ?? false
    }

    private func restart(_ database: Database) -> Bool {
        guard let connection = unsafe database.sqliteConnection else { return false }
        _ = unsafe sqlite3_busy_timeout(connection, Self.wait)
        defer { _ = unsafe sqlite3_busy_timeout(connection, OpenDatabase.busyTimeout) }
        return isDone(database, "RESTART")
    }

    /// Copies everything and cuts the log, waiting for readers; false when one of them stays for too long.
    func empty(_ database: Database) -> Bool {
        let row = try? Row.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
        return row.map { $0[0] as Int == 0 } ?? false
    }

    /// Copies everything and cuts the log, unless somebody still reads it; the store's lock must be held.
    func finish(_ database: Database) {
        guard let connection = unsafe database.sqliteConnection else { return }
        // Nobody else's write waits for a reader of ours.
        _ = unsafe sqlite3_busy_timeout(connection, 0)
        _ = try? Row.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
}
