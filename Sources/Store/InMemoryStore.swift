package import Model

/// A store that keeps everything in memory, for tests and for calls that shall leave nothing behind.
package actor InMemoryStore: SessionStore {
    private var journals: [SessionID: [Entry]] = [:]
    private var summaries: [SessionID: SessionSummary] = [:]
    private var evidence: [SessionID: [Int: Evidence]] = [:]
    private var newest: [SessionID: [Digest: Int]] = [:]
    private var blobs: [Digest: [UInt8]] = [:]
    private var tokens: [RunID: Int] = [:]
    private var driven: Set<RunID> = []
    private var keys: [SessionID: [UInt8]] = [:]
    private var isClosed = false

    package init() {}

    package func append(_ append: Append) throws -> AppendOutcome {
        try checkOpen()
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
        journals[append.session] = journal + append.entries
        if let summary = append.summary { summaries[append.session] = summary }
        for (sequence, record) in append.evidence.sorted(by: { $0.key < $1.key }) {
            evidence[append.session, default: [:]][sequence] = record.evidence
            if let key = record.key { newest[append.session, default: [:]][key] = sequence }
            if let body = record.body, let reference = record.evidence.body { blobs[reference.sha256] = body }
        }
        return .appended
    }

    package func entries(of session: SessionID, after sequence: Int, limit: Int) throws -> [Entry] {
        try checkOpen()
        return Array((journals[session] ?? []).dropFirst(max(sequence, 0)).prefix(max(limit, 0)))
    }

    package func head(of session: SessionID) throws -> JournalHead? {
        try checkOpen()
        return journals[session]?.last?.head
    }

    package func sessions(limit: Int, cursor: String?) throws -> SessionPage {
        try checkOpen()
        let position = try cursor.map { try SessionCursor($0) }
        let rest = ordered(summaries.values.filter { position?.precedes($0) ?? true })
        let page = Array(rest.prefix(max(limit, 0)))
        let isEnd = page.count == rest.count
        return SessionPage(sessions: page, nextCursor: isEnd ? nil : page.last.map { SessionCursor(after: $0).text })
    }

    package func sessions(withPrefix prefix: String, limit: Int) throws -> [SessionID] {
        try checkOpen()
        return Array(ordered(summaries.values.filter { $0.id.rawValue.hasPrefix(prefix) }).prefix(max(limit, 0))).map(
            \.id)
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

    package func isDriven(_ run: RunID) throws -> Bool {
        try checkOpen()
        return driven.contains(run)
    }

    fileprivate func release(_ run: RunID, token: Int) {
        if tokens[run] == token { driven.remove(run) }
    }

    package func redactionKey(of session: SessionID) throws -> [UInt8] {
        try checkOpen()
        if let key = keys[session] { return key }
        var generator = SystemRandomNumberGenerator()
        let key = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        keys[session] = key
        return key
    }

    package func close() { isClosed = true }

    private func checkOpen() throws {
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
