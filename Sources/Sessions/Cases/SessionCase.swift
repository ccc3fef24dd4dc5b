package import CaseFiles
package import Model
package import Store

/// A session as the lines of a case file, read from the store a page at a time.
///
/// What is read is what stood there when it was opened: entries that are added meanwhile are not in it. No transaction
/// is held open between two pages.
package struct SessionCase: Sendable {
    /// The lineage, the oldest journal first, each to the entry at which it is left.
    package let head: CaseHead
    private let store: any SessionStore

    /// Entries read at once.
    private static let page = 100

    /// Opens a session with all that it was forked from.
    ///
    /// - Parameter time: when the case file is made.
    /// - Throws: `SessionsError` of code `corrupt` when a fork names a parent that is not there.
    package init(of session: SessionID, in store: any SessionStore, at time: Timestamp) async throws {
        self.store = store
        guard let head = try await store.head(of: session) else { throw Self.unknown(session) }
        var journals: [CaseJournal] = []
        var next: (session: SessionID, head: JournalHead)? = (session, head)
        while let (session, head) = next {
            guard journals.count < CaseFormat.maximumJournals, !journals.contains(where: { $0.session == session })
            else { throw Self.lineage(of: session) }
            let provenance = try await store.provenance(of: session)
            let removed = try await Self.removed(behind: head, of: session, in: store)
            journals.append(
                CaseJournal(
                    session: session, head: head, withheld: provenance.withheld.merging(removed) { $0.union($1) }))
            next = try await Self.parent(of: session, in: store)
        }
        self.head = CaseHead(created: time, journals: journals.reversed())
    }

    /// Where a fork leaves its parent; nil for a session that is none.
    ///
    /// Not by the store's lineage, which refuses a parent that is another one: a verifier has to say so of it.
    private static func parent(
        of session: SessionID, in store: any SessionStore
    ) async throws -> (session: SessionID, head: JournalHead)? {
        guard let first = try await store.entries(of: session, after: 0, limit: 1).first, first.kind == forked else {
            return nil
        }
        guard case .sessionForked(let origin) = Event(first), origin.sequence > 0 else { throw lineage(of: session) }
        return (origin.parent, JournalHead(sequence: origin.sequence, hash: origin.hash))
    }

    /// What entries of a parent that stand behind the place where a fork leaves it say was removed before that place.
    ///
    /// They are not in the case, so its head has to say it.
    private static func removed(
        behind head: JournalHead, of session: SessionID, in store: any SessionStore
    ) async throws -> [Int: WithheldParts] {
        var removed: [Int: WithheldParts] = [:]
        var last = head
        while true {
            let entries = try await store.entries(of: session, after: last.sequence, limit: page)
            for entry in entries {
                // What is no continuation has nothing to say.
                guard entry.sequence == last.sequence + 1, entry.previousHash == last.hash else { return removed }
                last = entry.head
                switch Event(entry) {
                case .entryScrubbed(let scrubbed):
                    for item in scrubbed.items {
                        removed[item.sequence, default: []].formUnion(WithheldParts(item.parts))
                    }
                case .bodiesRemoved(let bodies):
                    for body in bodies.bodies { removed[body.sequence, default: []].insert(.body) }
                default: break
                }
            }
            guard entries.count == page else { return removed }
        }
    }

    /// The kind of a fork's first entry.
    static let forked = SessionForked.kind

    /// Shows every line but the header and the end.
    package func read(_ body: (CaseItem) async throws -> Void) async throws {
        var bodies: Set<Digest> = []
        for journal in head.journals {
            var pending: Entry?
            var position = 0
            while position < journal.head.sequence {
                let limit = min(Self.page, journal.head.sequence - position)
                let entries = try await store.entries(of: journal.session, after: position, limit: limit)
                guard let last = entries.last else { throw Self.short(journal) }
                for entry in entries {
                    if let pending { try await show(pending, hash: entry.previousHash, &bodies, body) }
                    pending = entry
                }
                position = last.sequence
            }
            if let pending { try await show(pending, hash: journal.head.hash, &bodies, body) }
        }
    }

    /// Shows an entry, what it tells of, and the body of that where it was not shown before.
    ///
    /// - Parameter hash: what the journal itself says is the entry's hash.
    private func show(
        _ entry: Entry, hash: Digest, _ bodies: inout Set<Digest>, _ body: (CaseItem) async throws -> Void
    ) async throws {
        try await body(.entry(CaseEntry(entry, hash: hash, payloadHash: entry.payloadHash)))
        // Without its payload the entry vouches for no evidence.
        guard entry.kind == CallFinished.kind, entry.payload != nil,
            let record = try await store.evidenceRecord(in: entry.session, at: entry.sequence)
        else { return }
        try await body(.evidence(CaseEvidence(session: entry.session, sequence: entry.sequence, record: record)))
        guard let reference = (try? Evidence(record: record))?.body, bodies.insert(reference.sha256).inserted else {
            return
        }
        var offset = 0
        repeat {
            let end = min(offset + CaseFormat.piece, reference.length)
            guard let piece = try await store.blob(reference.sha256, range: offset..<end) else { return }
            try await body(.blob(CaseBlob(sha256: reference.sha256, length: reference.length, piece: piece)))
            offset = end
        } while offset < reference.length
    }

    private static func unknown(_ session: SessionID) -> SessionsError {
        SessionsError(.notFound, "no session `\(session)`", hint: "`casebook sessions list` shows them")
    }

    private static func lineage(of session: SessionID) -> SessionsError {
        SessionsError(.corrupt, "what \(session) was forked from cannot be followed")
    }

    private static func short(_ journal: CaseJournal) -> SessionsError {
        SessionsError(.corrupt, "the journal of \(journal.session) ends before entry \(journal.head.sequence)")
    }
}

/// Evidence and bodies of sessions where they are kept.
struct StoreMaterial: CaseMaterial {
    let store: any SessionStore

    func record(at place: EvidencePlace) async throws -> [UInt8]? {
        try await store.evidenceRecord(in: place.session, at: place.sequence)
    }

    func piece(_ number: Int, of body: BodyPlace) async throws -> [UInt8]? {
        let start = number * CaseFormat.piece
        return try await store.blob(body.sha256, range: start..<min(start + CaseFormat.piece, body.length))
    }
}

extension SessionCase {
    /// Says of each thing in the session whether it holds.
    package func verify() async throws -> CaseReport {
        var verifier = CaseVerifier(material: StoreMaterial(store: store))
        try await verifier.take(CaseLine(.header(CaseHeader(head: head, signature: nil))))
        try await read { try await verifier.take(CaseLine($0)) }
        return verifier.finish()
    }

    /// Writes the session as a case file, and verifies it while doing so.
    ///
    /// - Parameter write: takes the bytes; they are a case file only when this returns.
    /// - Throws: `CaseError` of code `broken` for a session that does not hold, and what `write` throws.
    package func export(
        signedWith key: SigningKey, _ write: (_ bytes: [UInt8]) async throws -> Void
    ) async throws -> CaseReport {
        var writer = CaseWriter()
        var verifier = CaseVerifier(material: StoreMaterial(store: store))
        let header = CaseItem.header(CaseHeader(head: head, signature: try key.sign(head)))
        try await verifier.take(CaseLine(header))
        try await write(try writer.line(header))
        try await read { item in
            try await verifier.take(CaseLine(item))
            try await write(try writer.line(item))
        }
        let report = verifier.finish()
        if let first = report.first {
            throw CaseError(
                .broken, "the session does not hold, and nobody could trust its case file: \(first.words)",
                hint: "`casebook verify \(head.journals.last?.session.rawValue ?? "SESSION")` tells all that is broken")
        }
        try await write(try writer.end())
        return report
    }
}
