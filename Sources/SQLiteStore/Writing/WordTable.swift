internal import Foundation
internal import GRDB
internal import Synchronization

/// Principals and kinds as the numbers that stand for them in entries.
final class WordTable: Sendable {
    /// Words of which a process remembers the number; the table itself has no bound.
    private static let capacity = 4096

    /// By their bytes: texts that Swift calls equal may differ in them, and the hashes of entries are over bytes.
    private let known = Mutex<[[UInt8]: Int64]>([:])

    init() {}

    /// The number of a word, which is given one if it has none; to be called in a write transaction.
    func number(of word: String, in database: Database) throws -> Int64 {
        let bytes = Array(word.utf8)
        if let number = known.withLock({ $0[bytes] }) { return number }
        let number = try find(Data(bytes), in: database)
        known.withLock { known in
            if known.count >= Self.capacity { known = [:] }
            known[bytes] = number
        }
        return number
    }

    /// Forgets everything, because a transaction was rolled back that may have given numbers.
    func forget() { known.withLock { $0 = [:] } }

    private func find(_ text: Data, in database: Database) throws -> Int64 {
        let query = try database.cachedStatement(sql: "SELECT id FROM word WHERE text = ?")
        if let number = try Int64.fetchOne(query, arguments: [text]) { return number }
        let insert = try database.cachedStatement(sql: "INSERT INTO word (text) VALUES (?)")
        try insert.execute(arguments: [text])
        return database.lastInsertedRowID
    }
}

/// Words by their numbers, for the length of one reading.
struct WordReader {
    private var known: [Int64: String] = [:]

    init() {}

    mutating func word(_ number: Int64, in database: Database) throws -> String {
        if let word = known[number] { return word }
        let query = try database.cachedStatement(sql: "SELECT text FROM word WHERE id = ?")
        guard let text = try Data.fetchOne(query, arguments: [number]) else {
            throw DatabaseError(resultCode: .SQLITE_CORRUPT, message: "word \(number) is missing")
        }
        let word = String(decoding: text, as: UTF8.self)
        known[number] = word
        return word
    }
}
