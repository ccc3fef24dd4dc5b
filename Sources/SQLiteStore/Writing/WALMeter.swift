internal import CSQLite
internal import GRDB
internal import Synchronization

/// Knows how long the write-ahead log is, and when it is time to copy it into the database.
///
/// The file's size does not tell: a log that was copied is written again from its beginning, not cut.
final class WALMeter: Sendable {
    /// Pages after which a checkpoint is due.
    private let interval: Int32
    private let pages = Atomic<Int32>(0)
    private let threshold: Atomic<Int32>

    init(interval: Int) {
        self.interval = Int32(clamping: max(1, interval))
        threshold = Atomic(self.interval)
    }

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
    /// When a reader keeps a part from being copied, the next attempt waits for as much again.
    func checkpoint(_ database: Database) {
        let row = try? Row.fetchOne(database, sql: "PRAGMA wal_checkpoint(PASSIVE)")
        let pages = pages.load(ordering: .relaxed)
        let isDone = row.map { $0[0] as Int == 0 && $0[1] as Int == $0[2] as Int } ?? false
        let base = isDone ? 0 : min(pages, .max - interval)
        threshold.store(base + interval, ordering: .relaxed)
    }

    /// Copies everything and cuts the log, unless somebody still reads it; the store's lock must be held.
    func finish(_ database: Database) {
        guard let connection = unsafe database.sqliteConnection else { return }
        // Nobody else's write waits for a reader of ours.
        _ = unsafe sqlite3_busy_timeout(connection, 0)
        _ = try? Row.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
}
