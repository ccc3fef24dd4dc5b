internal import GRDB
package import Model
package import Store

extension SQLiteStore {
    package func scan(
        _ filter: EntryFilter, _ take: (_ found: [Entry], _ left: Int?) async throws -> Timestamp?
    ) async throws {
        var filter = filter
        var end: Int64? = try await read { database in
            try Int64.fetchOne(database, sql: "SELECT max(id) FROM session").map { ($0 + 1) << 24 }
        }
        while let before = end {
            let (texts, wanted, bounds) = (texts, filter, scanBounds)
            // Each batch sees the database as it is then, so that the log does not have to wait for all of them.
            let batch = try await read {
                try EntryScan(database: $0, texts: texts, filter: wanted, bounds: bounds).batch(before: before)
            }
            end = batch.next
            let since = try await take(batch.entries, batch.next.map { Int($0 >> 24) } ?? 0)
            filter.since = [filter.since, since].compactMap { $0 }.max()
            try Task.checkCancellation()
        }
    }
}
