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
        let query = try database.cachedStatement(sql: "SELECT id FROM session WHERE name = ?")
        guard let number = try Int64.fetchOne(query, arguments: [origin.parent.rawValue]) else {
            throw StoreError.badOrigin(origin)
        }
        var reader = try EntryReader(session: origin.parent, number: number, database: database, texts: texts)
        guard try reader.entries(after: origin.sequence - 1, limit: 1).first?.hash == origin.hash else {
            throw StoreError.badOrigin(origin)
        }
        return number
    }

    /// Keeps the session that a fork goes on from for as long as the fork.
    func insert(_ origin: SessionForked, of parent: Int64, into child: Int64) throws {
        let insert = try database.cachedStatement(
            sql: "INSERT INTO fork (child, parent, sequence) VALUES (?, ?, ?)")
        try insert.execute(arguments: [child, parent, origin.sequence])
    }
}
