package import Model

/// A store that keeps everything in memory, for tests and for calls that shall leave nothing behind.
package actor InMemoryStore: KeepingStore {
    var journals: [SessionID: [Entry]] = [:]
    /// Sessions in the order in which they were made; deleted ones leave their place.
    var order: [SessionID?] = []
    var summaries: [SessionID: SessionSummary] = [:]
    var evidence: [SessionID: [Int: Evidence]] = [:]
    var records: [SessionID: [Int: [UInt8]]] = [:]
    var outlines: [SessionID: [Int: OutlinePage]] = [:]
    var provenances: [SessionID: Provenance] = [:]
    var newest: [SessionID: [Digest: Int]] = [:]
    var blobs: [Digest: [UInt8]] = [:]
    /// The bodies to which entries refer, by their sequence.
    var references: [SessionID: [Int: Digest]] = [:]
    var tokens: [RunID: Int] = [:]
    private var driven: Set<RunID> = []
    var keys: [SessionID: [UInt8]] = [:]
    var parents: [SessionID: SessionID] = [:]
    var forks: [SessionID: [Fork]] = [:]
    private var isClosed = false

    package init() {}

    package func append(_ append: Append) throws -> AppendOutcome {
        try checkOpen()
        let outcome = try check(append)
        if outcome == .appended { try write(append) }
        append.meanwhile?()
        return outcome
    }

    /// Whether an append fits; nothing is written.
    ///
    /// - Parameter others: Appends that are written before it, which a fork may go on from.
    private func check(_ append: Append, after others: [Append] = []) throws -> AppendOutcome {
        let journal = journals[append.session] ?? []
        guard journal.count == append.expecting else { return .behind(sequence: journal.count) }
        if let fence = append.fence, fence.token != tokens[fence.run] ?? 0 {
            throw StoreError.fenced(fence.run)
        }
        var previous = journal.last?.head ?? .empty
        for entry in append.entries {
            guard entry.session == append.session, entry.sequence == previous.sequence + 1,
                entry.previousHash == previous.hash
            else { throw StoreError(.badAppend, "entry \(entry.sequence) does not follow \(previous.sequence)") }
            previous = entry.head
        }
        for sequence in append.evidence.keys where !append.entries.contains(where: { $0.sequence == sequence }) {
            throw StoreError(.badAppend, "evidence is given for entry \(sequence), which is not among the entries")
        }
        for removal in append.removals where !(1...max(journal.count, 1)).contains(removal.sequence) {
            throw StoreError(.badAppend, "entry \(removal.sequence) is not there to be removed")
        }
        if let origin = try append.origin {
            let new = others.filter { $0.session == origin.parent }.flatMap(\.entries)
            let parent = (journals[origin.parent] ?? []) + new
            guard parent.count >= origin.sequence, parent[origin.sequence - 1].hash == origin.hash else {
                throw StoreError.badOrigin(origin)
            }
        }
        return .appended
    }

    private func write(_ append: Append) throws {
        if let origin = try append.origin {
            parents[append.session] = origin.parent
            forks[origin.parent, default: []].append(Fork(session: append.session, sequence: origin.sequence))
        }
        if journals[append.session] == nil, append.session != .server { order.append(append.session) }
        journals[append.session, default: []] += append.entries
        for page in append.outline {
            outlines[append.session, default: [:]][page.number] = page
        }
        for removal in append.removals { remove(removal, of: append.session) }
        if let summary = append.summary { summaries[append.session] = summary }
        for (sequence, record) in append.evidence.sorted(by: { $0.key < $1.key }) {
            evidence[append.session, default: [:]][sequence] = record.evidence
            records[append.session, default: [:]][sequence] = record.bytes
            if let key = record.key { newest[append.session, default: [:]][key] = sequence }
            guard let reference = record.evidence.body else { continue }
            if let body = record.body { blobs[reference.sha256] = body }
            if blobs[reference.sha256] != nil {
                references[append.session, default: [:]][sequence] = reference.sha256
            }
        }
    }

    /// Makes staged journals visible, all or none.
    fileprivate func publish(
        _ appends: [Append], _ journals: [ImportedJournal], telling: Append?
    ) throws -> AppendOutcome {
        try checkOpen()
        for (append, journal) in zip(appends, journals) {
            let head = self.journals[journal.session]?.last?.head ?? .empty
            guard head == journal.base else { return .behind(sequence: head.sequence) }
            guard try check(append, after: appends) == .appended else { return .behind(sequence: head.sequence) }
        }
        if let telling {
            let outcome = try check(telling)
            guard outcome == .appended else { return outcome }
            try write(telling)
        }
        for (append, journal) in zip(appends, journals) {
            try write(append)
            let known = provenances[journal.session] ?? .local
            provenances[journal.session] = Provenance(
                imported: known.imported + [journal.base.sequence + 1...journal.last],
                withheld: known.withheld.merging(journal.withheld) { $0.union($1) })
        }
        return .appended
    }

    package func stage() throws -> any ImportStage {
        try checkOpen()
        return InMemoryStage(store: self)
    }

    package func provenance(of session: SessionID) throws -> Provenance {
        try checkOpen()
        return provenances[session] ?? .local
    }

    package func evidenceRecord(in session: SessionID, at sequence: Int) throws -> [UInt8]? {
        try checkOpen()
        return records[session]?[sequence]
    }

    package func entries(of session: SessionID, after sequence: Int, limit: Int) throws -> [Entry] {
        try checkOpen()
        return Array((journals[session] ?? []).dropFirst(max(sequence, 0)).prefix(max(limit, 0)))
    }

    // Asynchronous, since from outside the protocol's own answer would be preferred otherwise.
    package func outline(of session: SessionID) async throws -> [OutlinePage] {
        try checkOpen()
        return (outlines[session] ?? [:]).values.sorted { $0.number < $1.number }
    }

    package func head(of session: SessionID) throws -> JournalHead? {
        try checkOpen()
        return journals[session]?.last?.head
    }

    package func sessions(limit: Int, cursor: String?) throws -> SessionPage {
        try sessions(labelled: [:], limit: limit, cursor: cursor)
    }

    package func sessions(labelled labels: [String: String], limit: Int, cursor: String?) throws -> SessionPage {
        try sessions(limit: limit, cursor: cursor) { summary in
            labels.allSatisfy { summary.labels[$0.key] == $0.value }
        }
    }

    package func sessions(in states: Set<SessionStatus>, limit: Int, cursor: String?) throws -> SessionPage {
        try sessions(limit: limit, cursor: cursor) { states.contains($0.status) }
    }

    private func sessions(
        limit: Int, cursor: String?, where fits: (SessionSummary) -> Bool
    ) throws -> SessionPage {
        try checkOpen()
        let position = try cursor.map { try SessionCursor($0) }
        let rest = ordered(summaries.values.filter { position?.precedes($0) ?? true && fits($0) })
        let page = Array(rest.prefix(max(limit, 0)))
        let isEnd = page.count == rest.count
        return SessionPage(sessions: page, nextCursor: isEnd ? nil : page.last.map { SessionCursor(after: $0).text })
    }

    package func sessions(withPrefix prefix: String, limit: Int) throws -> [SessionID] {
        try checkOpen()
        return Array(ordered(summaries.values.filter { $0.id.rawValue.hasPrefix(prefix) }).prefix(max(limit, 0))).map(
            \.id)
    }

    package func forks(of session: SessionID) throws -> [Fork] {
        try checkOpen()
        return forks[session] ?? []
    }

    package func evidence(in session: SessionID, at sequence: Int) throws -> Evidence? {
        try checkOpen()
        return evidence[session]?[sequence]
    }

    package func blob(_ sha256: Digest, range: Range<Int>) throws -> [UInt8]? {
        try checkOpen()
        return blobs[sha256].map { Array($0[range.clamped(to: 0..<$0.count)]) }
    }

    package func newestEvidence(in session: SessionID, key: Digest) throws -> Int? {
        try checkOpen()
        return newest[session]?[key]
    }

    package func lease(_ run: RunID) throws -> (any RunLease)? {
        try checkOpen()
        guard !driven.contains(run) else { return nil }
        return try takeOver(run)
    }

    package func takeOver(_ run: RunID) throws -> any RunLease {
        try checkOpen()
        driven.insert(run)
        let token = (tokens[run] ?? 0) + 1
        tokens[run] = token
        return InMemoryLease(run: run, token: token, store: self)
    }

    package func token(of run: RunID) throws -> Int {
        try checkOpen()
        return tokens[run] ?? 0
    }

    package func isDriven(_ run: RunID) throws -> Bool {
        try checkOpen()
        return driven.contains(run)
    }

    fileprivate func release(_ run: RunID, token: Int) {
        // The tokens of a session that was deleted are gone.
        if tokens[run] ?? token == token { driven.remove(run) }
    }

    package func redactionKey(of session: SessionID) throws -> [UInt8] {
        try checkOpen()
        if let parent = parents[session] { return try redactionKey(of: parent) }
        if let key = keys[session] { return key }
        var generator = SystemRandomNumberGenerator()
        let key = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        keys[session] = key
        return key
    }

    package func close() { isClosed = true }

    func checkOpen() throws {
        if isClosed { throw StoreError(.closed, "the store is closed") }
    }

    private func ordered(_ summaries: some Sequence<SessionSummary>) -> [SessionSummary] {
        summaries.sorted { ($0.updated, $0.id) > ($1.updated, $1.id) }
    }
}

/// A lease of the in-memory store.
private struct InMemoryLease: RunLease {
    let run: RunID
    let token: Int
    let store: InMemoryStore

    func release() async { await store.release(run, token: token) }
}

/// Journals on their way into an in-memory store.
private actor InMemoryStage: ImportStage {
    private let store: InMemoryStore
    private var staged: [SessionID: (entries: [Entry], evidence: [Int: EvidenceRecord])] = [:]

    init(store: InMemoryStore) { self.store = store }

    func add(_ entries: [Entry], evidence: [Int: EvidenceRecord]) {
        guard let session = entries.first?.session else { return }
        staged[session, default: ([], [:])].entries += entries.map(\.imported)
        staged[session]?.evidence.merge(evidence) { $1 }
    }

    func publish(_ journals: [ImportedJournal], telling: Append?) async throws -> AppendOutcome {
        let appends = journals.map { journal in
            let (entries, evidence) = staged[journal.session] ?? ([], [:])
            return Append(
                session: journal.session, expecting: journal.base.sequence, entries: entries, evidence: evidence,
                summary: journal.summary)
        }
        return try await store.publish(appends, journals, telling: telling)
    }

    func discard() { staged = [:] }
}
