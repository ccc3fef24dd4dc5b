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
        configuration.prepareDatabase { TextPacking().attach(to: $0) }
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// Runs SQL, in which `unpacked(column)` is the text of a payload or record.
    func execute(_ sql: String) throws {
        let queue = try open()
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
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
                $0, sql: "SELECT unpacked(evidence) FROM entry WHERE instr(unpacked(evidence), CAST(? AS BLOB)) > 0",
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
            SELECT unpacked(entry.payload) FROM entry JOIN word ON word.id = entry.kind JOIN session ON session.id = entry.id >> 24
            WHERE word.text = CAST(? AS BLOB) AND session.name = ?
            """
        let queue = try open()
        let payloads = try queue.read { try Data.fetchAll($0, sql: sql, arguments: [kind, session]) }
        try queue.close()
        var counts: [String: Int] = [:]
        for payload in payloads {
            let value = try JSONValue(parsing: Array(payload))
            counts[value["path"]?.stringValue ?? value["step"]?["path"]?.stringValue ?? "?", default: 0] += 1
        }
        return counts
    }
}
