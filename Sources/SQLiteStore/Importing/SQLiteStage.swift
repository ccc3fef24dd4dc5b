internal import GRDB
internal import Model
internal import Store

/// Rows of journals that are being taken in, under names that are no session's and stand on no list.
///
/// They are written in small transactions, so that neither the log grows with a case file nor anybody waits for it.
/// Publishing gives a new journal its name, or moves the rows behind those of a journal that is there.
actor SQLiteStage: ImportStage {
    /// What the names of staged journals begin with; no session's does.
    static let prefix = "stage:"
    /// Rows removed in one transaction.
    private static let removal = 2000

    private let name: RunID
    private let file: RunFile
    private let queue: CommitQueue
    private var numbers: [SessionID: Int64] = [:]
    /// Where each staged journal begins and ends.
    private var ends: [SessionID: (base: JournalHead, head: JournalHead)] = [:]
    /// What staged forks go on from.
    private var origins: [SessionID: SessionForked] = [:]

    init(name: RunID, file: RunFile, queue: CommitQueue) {
        self.name = name
        self.file = file
        self.queue = queue
    }

    func add(_ entries: [Entry], evidence: [Int: EvidenceRecord]) async throws {
        guard let first = entries.first, let last = entries.last else { return }
        let session = first.session
        let base = ends[session]?.head ?? JournalHead(sequence: first.sequence - 1, hash: first.previousHash)
        try JournalWriter.check(entries, of: session, after: base)
        let prepared = try PreparedAppend(
            Append(
                session: session, expecting: entries[0].sequence - 1, entries: entries, evidence: evidence,
                summary: nil), queue.database.texts)
        if let origin = prepared.origin { origins[session] = origin }
        let known = numbers[session]
        let name = name(of: session)
        numbers[session] = try await queue.write(cost: prepared.cost) { [queue] database in
            if let known { try Self.check(known, isNamed: name, endsAt: base, in: database) }
            let number = try known ?? Self.number(of: name, in: database)
            try queue.writer(database).insert(prepared.rows, into: number)
            return number
        }
        ends[session] = (ends[session]?.base ?? base, last.head)
    }

    /// What the rows of a journal stand under until they are published.
    private func name(of session: SessionID) -> String { "\(Self.prefix)\(name):\(session)" }

    /// Refuses rows that are not those that were staged: somebody took them for left over, and their number may be that
    /// of another journal by now.
    private static func check(
        _ number: Int64, isNamed name: String, endsAt head: JournalHead, in database: Database
    ) throws {
        let query = try database.cachedStatement(sql: "SELECT name FROM session WHERE id = ?")
        guard try String.fetchOne(query, arguments: [number]) == name,
            try JournalHead(ofSession: number, in: database) == head
        else {
            throw StoreError(
                .badAppend, "what was staged is not there any more", hint: "import it again")
        }
    }

    private static func number(of name: String, in database: Database) throws -> Int64 {
        try database.execute(sql: "INSERT INTO session (name) VALUES (?)", arguments: [name])
        guard database.lastInsertedRowID < JournalWriter.maximumSession else {
            throw StoreError(.full, "the database holds as many sessions as it can")
        }
        return database.lastInsertedRowID
    }

    func publish(_ journals: [ImportedJournal], telling: Append?) async throws -> AppendOutcome {
        let (numbers, origins) = (numbers, origins)
        for journal in journals {
            guard let (base, head) = ends[journal.session], base == journal.base, head.sequence == journal.last else {
                throw StoreError(.badAppend, "what was staged of \(journal.session) is not what is to be published")
            }
        }
        let names = Dictionary(uniqueKeysWithValues: numbers.keys.map { ($0, name(of: $0)) })
        let heads = ends.mapValues(\.head)
        let told = try telling.map { try PreparedAppend($0, queue.database.texts) }
        let (outcome, published) = try await queue.write { [queue] database in
            let writer = queue.writer(database)
            var (targets, published): ([Int64?], [Int64]) = ([], [])
            // Every refusal comes before the first change.
            for journal in journals {
                let place = try writer.place(of: journal.session)
                guard place.head == journal.base else {
                    return (AppendOutcome.behind(sequence: place.head.sequence), published)
                }
                guard let number = numbers[journal.session], let name = names[journal.session],
                    let head = heads[journal.session]
                else { throw StoreError(.badAppend, "nothing of \(journal.session) was staged") }
                try Self.check(number, isNamed: name, endsAt: head, in: database)
                targets.append(place.id)
            }
            if let told {
                let outcome = try writer.perform(told)
                guard outcome == .appended else { return (outcome, published) }
            }
            for (journal, target) in zip(journals, targets) {
                guard let staged = numbers[journal.session] else {
                    throw StoreError(.badAppend, "nothing of \(journal.session) was staged")
                }
                let number = try Self.join(staged, to: target, as: journal, in: database)
                try ImportTable(database: database).add(journal, to: number)
                try writer.project(journal, of: number, goingOnFrom: origins[journal.session])
                published.append(number)
            }
            return (.appended, published)
        }
        guard outcome == .appended else { return outcome }
        self.numbers = [:]
        self.origins = [:]
        ends = [:]
        file.release()
        // Nobody has to wait for it: who searches meanwhile reads the entries themselves.
        for number in published { try? await index(number) }
        return .appended
    }

    /// Has the search index take in a journal that was published, in transactions that nobody waits long for.
    private func index(_ number: Int64) async throws {
        while try await !queue.write({ try SearchIndex($0).goOn(with: number) }) {}
    }

    /// Gives staged rows their place; answers with the journal's number.
    private static func join(
        _ staged: Int64, to target: Int64?, as journal: ImportedJournal, in database: Database
    ) throws -> Int64 {
        let line = SessionLine(journal.summary).columns
        let update = "UPDATE session SET title = ?, status = ?, owner = ?, created = ?, updated = ?"
        guard let target else {
            let arguments = StatementArguments(line + [journal.session.rawValue, staged])
            try database.execute(sql: "\(update), name = ? WHERE id = ?", arguments: arguments)
            return staged
        }
        let mask = Int64(JournalWriter.maximumSequence)
        try database.execute(
            sql: "UPDATE entry SET id = ? | (id & ?) WHERE id > ? AND id <= ?",
            arguments: [target << 24, mask, staged << 24, staged << 24 | mask])
        try database.execute(sql: "DELETE FROM session WHERE id = ?", arguments: [staged])
        try database.execute(sql: "\(update) WHERE id = ?", arguments: StatementArguments(line + [target]))
        return target
    }

    func discard() async {
        let left = numbers.map { (number: $0.value, name: name(of: $0.key)) }
        numbers = [:]
        for (number, name) in left { try? await remove(number, named: name) }
        file.release()
    }

    /// Removes a staged journal with the bodies that it alone refers to, a part at a time.
    ///
    /// Somebody else may remove it at the same time, and its number may go to a journal that is nobody's to remove: each
    /// part is removed only while the name is still that of the staged one.
    func remove(_ number: Int64, named name: String) async throws {
        let isDone: @Sendable (Database) throws -> Bool = { [queue] database in
            let query = try database.cachedStatement(sql: "SELECT 1 FROM session WHERE id = ? AND name = ?")
            guard try Int.fetchOne(query, arguments: [number, name]) != nil else { return true }
            let writer = queue.writer(database)
            guard try writer.removeEntries(of: number, atMost: Self.removal) < Self.removal else { return false }
            try database.execute(sql: "DELETE FROM session WHERE id = ? AND name = ?", arguments: [number, name])
            return true
        }
        while try await !queue.write(isDone) {}
    }
}
