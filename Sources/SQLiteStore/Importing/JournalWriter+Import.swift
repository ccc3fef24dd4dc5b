internal import GRDB
internal import Model
internal import Store

extension JournalWriter {
    /// Tells lists, searches and forks of a journal that was taken in, as an append does of its entries.
    ///
    /// - Throws: `StoreError` of code `badAppend` for a fork whose parent neither was there nor came with it.
    func project(_ journal: ImportedJournal, of session: Int64, goingOnFrom origin: SessionForked?) throws {
        if let origin { try insert(origin, of: try number(of: origin), into: session) }
        let marks = SessionMarks(database)
        try marks.remove(session)
        let line = SessionMarks.Line(pinned: journal.summary.pinned, labels: journal.summary.labels)
        try marks.change(session, from: .none, to: line)
        // The index takes the entries in afterwards, a part at a time.
        try database.cachedStatement(
            sql: "INSERT INTO unsearched (session, sequence) VALUES (?, ?) ON CONFLICT (session) DO NOTHING"
        ).execute(arguments: [session, journal.base.sequence])
    }
}
