internal import JSON
package import Model
package import Store

/// Writes the journal of one session for tests: each entry follows the one before, a millisecond later.
package struct JournalFixture: Sendable {
    package let session: SessionID
    package private(set) var head: JournalHead = .empty
    package private(set) var entries: [Entry] = []
    package private(set) var state: SessionState
    private let clock: ManualClock
    private let principal = Principal(name: "local:ada", kind: .person)

    package init(session: SessionID, clock: ManualClock = ManualClock()) {
        self.session = session
        self.clock = clock
        state = SessionState(id: session)
    }

    /// Seals an event as the next entry.
    @discardableResult
    package mutating func add(_ event: Event) -> Entry {
        clock.advance(milliseconds: 1)
        let draft = EntryDraft(event, principal: principal.name, time: clock.now)
        let entry = Entry(draft, session: session, after: head)
        head = entry.head
        entries.append(entry)
        state.apply(entry)
        return entry
    }

    /// An append of a session's first entry.
    package mutating func open(title: String = "Checkout is slow") -> Append {
        append([.sessionOpened(SessionOpened(title: title, owner: principal))])
    }

    /// An append of the first entry of a session that goes on from an entry of another.
    package mutating func fork(_ parent: SessionID, at head: JournalHead) -> Append {
        append([.sessionForked(SessionForked(parent: parent, at: head, owner: principal))])
    }

    /// An append of one note.
    package mutating func note(_ text: String = "The queue is full") -> Append {
        append([.noteAdded(NoteAdded(text: text, author: principal))])
    }

    /// An append of events that follows everything before.
    package mutating func append(
        _ events: [Event], evidence: [Int: EvidenceRecord] = [:], removals: [Removal] = [], fence: Fence? = nil,
        outline: [OutlinePage] = []
    ) -> Append {
        let start = head.sequence
        let added = events.map { add($0) }
        return Append(
            session: session, expecting: start, entries: added, evidence: evidence, removals: removals, fence: fence,
            summary: session == .server ? nil : state.summary, outline: outline)
    }

    /// An append of one finished call with its evidence.
    package mutating func call(_ record: EvidenceRecord, number: UInt64, fence: Fence? = nil) -> Append {
        let call = CallID(from: SeededIdentifierSource(seed: number))
        let finished = CallFinished(call: call, evidence: record.evidence, cached: false, step: nil)
        return append([.callFinished(finished)], evidence: [head.sequence + 1: record], fence: fence)
    }

    /// An append that takes parts out of entries, with its tombstone.
    package mutating func scrub(_ parts: [Int: Set<RemovablePart>]) -> Append {
        let items = parts.sorted { $0.key < $1.key }.map { EntryScrubbed.Item(sequence: $0.key, parts: $0.value) }
        return append(
            [.entryScrubbed(EntryScrubbed(items: items, reason: nil, author: principal))],
            removals: parts.map { Removal(sequence: $0.key, parts: $0.value) })
    }

    /// The deletion of the session as it stands, noted in the server's journal.
    package func deletion(noting server: inout JournalFixture) -> SessionDeletion {
        let deleted = SessionDeleted(session: session, head: head, reason: nil, author: principal)
        return SessionDeletion(
            session: session, head: head, note: server.append([.sessionDeleted(deleted)]))
    }

    /// Evidence with a body, told apart by a number.
    package static func evidence(
        _ number: UInt64, key: String? = nil, body: [UInt8]? = nil, summary: String = "3 lines",
        searched: Searched = Searched(files: 1, lines: 10)
    ) -> EvidenceRecord {
        let time = Timestamp(milliseconds: 1_772_366_400_000)
        let evidence = Evidence(
            id: EvidenceID(from: SeededIdentifierSource(seed: number)), tool: "search_logs", version: 1,
            arguments: ["literal": "timeout"], window: nil, sources: ["app"],
            coverage: [Coverage(source: "app", value: .complete, searched: searched)],
            started: time, finished: time, output: ["matches": 3],
            body: body.map { BodyReference(describing: $0) }, summary: summary)
        return EvidenceRecord(evidence: evidence, key: key.map { Digest(of: Array($0.utf8)) }, body: body)
    }
}
