internal import GRDB
internal import Model
internal import Store

extension JournalWriter {
    /// Removes a session and notes it in another journal, inside a transaction.
    func delete(_ deletion: SessionDeletion, noting note: PreparedAppend) throws -> AppendOutcome {
        let query = try database.cachedStatement(sql: "SELECT id FROM session WHERE name = ?")
        guard let session = try Int64.fetchOne(query, arguments: [deletion.session.rawValue]),
            let head = try JournalHead(ofSession: session, in: database)
        else { return .behind(sequence: 0) }
        guard head == deletion.head else { return .behind(sequence: head.sequence) }
        let outcome = try perform(note)
        guard outcome == .appended else { return outcome }
        try remove(session)
        try execute("DELETE FROM redaction_key WHERE session = ?", [deletion.session.rawValue])
        // Tokens of its runs stay: forks and copies of the session name the same runs, and no token is given twice.
        return .appended
    }

    private func remove(_ session: Int64) throws {
        try SearchIndex(database).removeAll(of: session)
        try SessionMarks(database).remove(session)
        try execute("DELETE FROM fork WHERE child = ?", [session])
        try execute("DELETE FROM import WHERE session = ?", [session])
        try execute("DELETE FROM evidence_key WHERE session = ?", [session])
        try OutlineTable(database: database, texts: texts).remove(of: session)
        try removeEntries(of: session, atMost: Self.maximumSequence)
        let range: StatementArguments = [session << 24, session << 24 | Int64(Self.maximumSequence)]
        try execute("DELETE FROM withheld WHERE id > ? AND id <= ?", range)
        do {
            try execute("DELETE FROM session WHERE id = ?", [session])
        } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_FOREIGNKEY {
            throw StoreError.inUse
        }
    }

    /// Removes entries of a journal, the first ones first, and the bodies to which nothing refers then.
    ///
    /// - Returns: how many were removed.
    @discardableResult
    func removeEntries(of session: Int64, atMost limit: Int) throws -> Int {
        let last = session << 24 | Int64(Self.maximumSequence)
        let part = "SELECT id, body FROM entry WHERE id > ? AND id <= ? ORDER BY id LIMIT ?"
        let arguments: StatementArguments = [session << 24, last, limit]
        let bodies = try Int64.fetchAll(
            database.cachedStatement(sql: "SELECT DISTINCT body FROM (\(part)) WHERE body IS NOT NULL"),
            arguments: arguments)
        try execute("DELETE FROM entry WHERE id IN (SELECT id FROM (\(part)))", arguments)
        let count = database.changesCount
        for body in bodies { try forget(body) }
        return count
    }

    private func execute(_ sql: String, _ arguments: StatementArguments) throws {
        try database.cachedStatement(sql: sql).execute(arguments: arguments)
    }
}
