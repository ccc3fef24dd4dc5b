import Foundation
import GRDB
import JSON
import TestSupport

@testable import SQLiteStore

/// The database behind the program's back, between two of its runs.
struct DatabaseFile {
    let path: String

    private func open() throws -> DatabaseQueue {
        var configuration = Configuration()
        // The first to open it after a kill recovers the WAL behind a lock, and the last to close it checkpoints so
        // (https://sqlite.org/wal.html, section 2.4): whoever comes in between waits.
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { TextPacking().attach(to: $0) }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// The number of the database's form, `PRAGMA user_version`.
    func version() throws -> Int {
        let queue = try open()
        defer { try? queue.close() }
        return try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } ?? 0
    }

    /// Runs SQL, in which `unpacked(column)` is the text of a payload or record.
    func execute(_ sql: String) throws {
        let queue = try open()
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
    }

    /// Puts one text in place of another of the same length, in payloads and records.
    ///
    /// - Parameter sequence: that of the one entry in whose row it is done; nil for all rows.
    func replace(_ old: String, with new: String, at sequence: Int? = nil) throws {
        let texts = TextPacking()
        let queue = try open()
        try queue.writeWithoutTransaction { database in
            for row in try Row.fetchAll(database, sql: "SELECT id, payload, evidence FROM entry") {
                let id: Int64 = row[0]
                guard sequence == nil || id & 0xFFFFFF == Int64(sequence ?? 0) else { continue }
                for (index, column) in ["payload", "evidence"].enumerated() {
                    guard let form = row[index + 1] as Data? else { continue }
                    let text = try texts.unpack([UInt8](form)).replacing(Array(old.utf8), with: Array(new.utf8))
                    try database.execute(
                        sql: "UPDATE entry SET \(column) = ? WHERE id = ?", arguments: [Data(texts.pack(text)), id])
                }
            }
        }
        try queue.close()
    }

    /// How many rows a table has.
    func count(_ table: String) throws -> Int {
        let queue = try open()
        defer { try? queue.close() }
        return try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") } ?? 0
    }

    /// What SQLite itself says of the file; `ok` when nothing is wrong.
    func integrity() throws -> String {
        let queue = try open()
        let answer = try queue.read { try String.fetchOne($0, sql: "PRAGMA integrity_check") } ?? "nothing"
        try queue.close()
        return answer
    }

    /// The kept output of a piece of evidence.
    func output(of evidence: String) throws -> JSONValue {
        let queue = try open()
        let record = try queue.read {
            try Data.fetchOne(
                $0,
                sql: """
                    SELECT entry_record(payload, followers, evidence) FROM entry
                    WHERE instr(entry_record(payload, followers, evidence), CAST(? AS BLOB)) > 0
                    """,
                arguments: [evidence])
        }
        try queue.close()
        guard let record, let output = try JSONValue(parsing: Array(record))["output"] else {
            throw TestFailure("there is no evidence \(evidence)")
        }
        return output
    }

    /// The stored forms of the payloads and records in which a text stands.
    func forms(holding text: String) throws -> [Data] {
        let queue = try open()
        let forms = try queue.read { database in
            try ["payload", "evidence"].flatMap { column in
                try Data.fetchAll(
                    database,
                    sql: "SELECT \(column) FROM entry WHERE instr(unpacked(\(column)), CAST(? AS BLOB)) > 0",
                    arguments: [text])
            }
        }
        try queue.close()
        return forms
    }

    /// How often each step of a session was started and finished, by the journal's own entries.
    func steps(of session: String) throws -> (started: [String: Int], finished: [String: Int]) {
        (try count("step.started", in: session), try count("step.finished", in: session))
    }

    /// The same of the session that a command knows by another name, such as `@last`.
    func steps(of name: String, by casebook: Casebook) async throws -> (started: [String: Int], finished: [String: Int])
    {
        guard let session = try await casebook.json("sessions", "show", name)["id"]?.stringValue else {
            throw TestFailure("no session \(name)")
        }
        return try steps(of: session)
    }

    private func count(_ kind: String, in session: String) throws -> [String: Int] {
        let sql = """
            SELECT CAST(word.text AS TEXT), unpacked(entry.payload), entry.followers
            FROM entry JOIN word ON word.id = entry.kind JOIN session ON session.id = entry.id >> 24
            WHERE session.name = ? AND entry.payload IS NOT NULL
            """
        let queue = try open()
        let rows = try queue.read { try Row.fetchAll($0, sql: sql, arguments: [session]) }
        try queue.close()
        var payloads: [[UInt8]] = []
        for row in rows {
            let text = [UInt8](row[1] as Data)
            let group = try (row[2] as Int?).map { try EntryGroup(text, followers: $0) }
            if row[0] == kind { payloads.append(group?.payload ?? text) }
            payloads += group?.followers.filter { $0.kind.name == kind }.map(\.payload) ?? []
        }
        var counts: [String: Int] = [:]
        for payload in payloads {
            let value = try JSONValue(parsing: payload)
            counts[value["path"]?.stringValue ?? value["step"]?["path"]?.stringValue ?? "?", default: 0] += 1
        }
        return counts
    }
}
