internal import Foundation
internal import GRDB
internal import Model
internal import Store

extension JournalWriter {
    /// The number of the session that a fork goes on from.
    ///
    /// - Throws: `StoreError` of code `badAppend` when the entry is not there, or is another one.
    func number(of origin: SessionForked) throws -> Int64 {
        guard origin.sequence <= Self.maximumSequence else { throw StoreError.badOrigin(origin) }
        let query = try database.cachedStatement(
            sql: """
                SELECT session.id FROM session JOIN entry ON entry.id = session.id << 24 | ?
                WHERE session.name = ? AND entry.hash = ?
                """)
        let arguments: StatementArguments = [origin.sequence, origin.parent.rawValue, Data(origin.hash.bytes)]
        guard let number = try Int64.fetchOne(query, arguments: arguments) else { throw StoreError.badOrigin(origin) }
        return number
    }

    /// Keeps the session that a fork goes on from for as long as the fork.
    func insert(_ origin: SessionForked, of parent: Int64, into child: Int64) throws {
        let insert = try database.cachedStatement(
            sql: "INSERT INTO fork (child, parent, sequence) VALUES (?, ?, ?)")
        try insert.execute(arguments: [child, parent, origin.sequence])
    }
}
