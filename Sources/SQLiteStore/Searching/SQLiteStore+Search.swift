internal import Foundation
internal import GRDB
internal import Model
package import Store

extension SQLiteStore {
    package func search(_ text: String, limit: Int, cursor: String?) async throws -> SearchPage {
        let query = try SearchQuery(text)
        let end = try cursor.map { try SearchPosition(cursor: $0) } ?? .end
        guard limit > 0 else { return SearchPage(hits: [], nextCursor: nil) }
        return try await read { database in
            try SearchReader(database: database, query: query).page(before: end, limit: min(limit, 1 << 20))
        }
    }
}
