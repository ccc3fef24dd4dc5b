internal import Foundation
internal import GRDB
internal import JSON
internal import Model

/// Pins and labels of sessions, as lists show them and look for them.
struct SessionMarks {
    /// What one session has of them.
    struct Line: Equatable {
        let pinned: Bool
        let labels: [String: String]

        static let none = Line(pinned: false, labels: [:])

        init(pinned: Bool, labels: [String: String]) {
            self.pinned = pinned
            self.labels = labels
        }

        /// Reads the columns `pinned` and `labels` from one on.
        init(row: Row, from first: Int) throws {
            guard let pinned = row[first] as Bool?, let labels = row[first + 1] as Data? else {
                self = .none
                return
            }
            self.pinned = pinned
            self.labels = try JSONValue(parsing: [UInt8](labels)).decode([String: String].self)
        }
    }

    let database: Database

    init(_ database: Database) { self.database = database }

    /// Replaces what a session had.
    func change(_ session: Int64, from old: Line, to new: Line) throws {
        guard old != new else { return }
        try remove(session, old)
        guard new != .none else { return }
        let labels = JSONValue.object(
            JSONObject(new.labels.map { ($0, .string($1)) }, uniquingKeysWith: { first, _ in first }))
        try database.cachedStatement(sql: "INSERT INTO session_mark (session, pinned, labels) VALUES (?, ?, ?)")
            .execute(arguments: [session, new.pinned, Data(labels.canonicalBytes())])
        let insert = try database.cachedStatement(
            sql: "INSERT INTO session_label (name, value, session) VALUES (?, ?, ?)")
        for (name, value) in new.labels {
            try insert.execute(arguments: [Data(name.utf8), Data(value.utf8), session])
        }
    }

    /// Removes what a session has.
    func remove(_ session: Int64) throws {
        let query = try database.cachedStatement(sql: "SELECT pinned, labels FROM session_mark WHERE session = ?")
        guard let row = try Row.fetchOne(query, arguments: [session]) else { return }
        try remove(session, Line(row: row, from: 0))
    }

    private func remove(_ session: Int64, _ old: Line) throws {
        guard old != .none else { return }
        try database.cachedStatement(sql: "DELETE FROM session_mark WHERE session = ?").execute(arguments: [session])
        let delete = try database.cachedStatement(
            sql: "DELETE FROM session_label WHERE name = ? AND value = ? AND session = ?")
        for (name, value) in old.labels {
            try delete.execute(arguments: [Data(name.utf8), Data(value.utf8), session])
        }
    }

    /// Fills the empty tables from the journals.
    func readEverything() throws {
        let rows = try Row.fetchCursor(
            database,
            sql: """
                SELECT entry.id >> 24, word.text, unpacked(entry.payload) FROM entry JOIN word ON word.id = entry.kind
                WHERE word.text IN (?, ?) ORDER BY entry.id
                """, arguments: [Data(SessionOpened.kind.utf8), Data(SessionEdited.kind.utf8)])
        var session: Int64 = 0
        var line = Line.none
        while let row = try rows.next() {
            if row[0] as Int64 != session {
                try change(session, from: .none, to: line)
                (session, line) = (row[0], .none)
            }
            guard let payload = row[2] as Data?, let value = try? JSONValue(parsing: [UInt8](payload)) else { continue }
            line = Line(
                pinned: value["pinned"]?.boolValue ?? line.pinned,
                labels: (try? value["labels"]?.decode([String: String].self)) ?? line.labels)
        }
        try change(session, from: .none, to: line)
    }
}
