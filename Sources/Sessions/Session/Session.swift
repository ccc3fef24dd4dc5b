package import Model
import Policy
import Store
import Synchronization

/// One investigation, and its only writer in this process.
///
/// It folds its journal into a state, takes batches, and writes them one after the other. A batch that another process
/// was quicker than is decided again over the entries that came in between, so that a note from the command line and a
/// run in a server share a session without a lock.
package actor Session {
    /// Decides what to write, seeing the state as it is when it is written.
    package typealias Decision = @Sendable (SessionState) throws -> Batch

    package nonisolated let id: SessionID
    let store: any SessionStore
    private let tasks: (any TaskExecutor)?
    private(set) var current: SessionState {
        didSet { asked.withLock { $0.window = current.window } }
    }
    /// What every call asks for, told without waiting for the actor.
    private nonisolated let asked = Mutex(Asked())
    /// Calls that the journal does not tell of yet.
    nonisolated let open = OpenCalls()
    /// The journals that it is read from; known once it was read.
    private(set) var lineage: Lineage
    private var reader = EventReader()
    private var pending: [PendingWrite] = []
    private var isWriting = false
    private(set) var keys = OwnKeys()
    /// What makes the journal's outline; nil where none is made.
    private(set) var outline: OutlineWriter?
    /// What the journal's outline told, until it was compared with the journal.
    private(set) var outlined: OutlinedBeginning?
    /// Why nothing more is written: what the outline told, and something may have been done by, does not hold.
    private var broken: SessionsError?
    private var pendingPages = Session.maximumPages.looking
    let pageSize: Int
    /// Whether something may be known that was removed since, until the journal is folded anew.
    private(set) var isStale = false {
        // What was removed is written nowhere again.
        didSet { if isStale { outline = nil } }
    }
    /// Up to here the findings that were recorded elsewhere have a verdict of this program's.
    private var judged = 0
    /// What was read to give them, in bytes.
    private var effort = 0

    private struct Asked {
        var window: Window?
        var key: [UInt8]?
    }

    /// - Parameters:
    ///   - tasks: Where tasks of the session's own run; nil for where any task does.
    ///   - pageSize: Entries of a page of its outline.
    init(
        id: SessionID, store: any SessionStore, tasks: (any TaskExecutor)? = nil, pageSize: Int = OutlinePage.size
    ) {
        self.id = id
        self.pageSize = pageSize
        // The server's own journal is no investigation, and nobody goes on with it.
        outline = id == .server ? nil : OutlineWriter(size: pageSize)
        self.store = store
        self.tasks = tasks
        current = SessionState(id: id)
        lineage = Lineage(of: id)
    }

    /// The state after the last entry that this process has seen; a brief one until `refresh`, where the session was asked
    /// for briefly.
    ///
    /// Whoever holds it makes the next entry copy it; ask for a part with `reading` where that is enough.
    package var state: SessionState { current }

    /// Looks at the state without keeping it.
    package func reading<Value: Sendable>(_ body: @Sendable (SessionState) throws -> Value) rethrows -> Value {
        try look { try body($0) }
    }

    /// The session in one line as it will be after new entries that take nothing out.
    func summary(after new: [(event: Event, entry: Entry)]) -> SessionSummary { look { $0.summary(after: new) } }

    /// Looks at the state where it stands: nobody else can change it meanwhile, so that its many lists need not be copied
    /// first, one by one.
    private func look<Value>(_ body: (inout SessionState) throws -> Value) rethrows -> Value { try body(&current) }

    /// Reads what other processes have added.
    ///
    /// - Throws: `SessionsError` of code `notFound` when the session was deleted meanwhile.
    @discardableResult
    package func refresh() async throws -> SessionState {
        try await catchUp()
        do {
            if isStale || current.isBrief { try await readAnew() }
        } catch let error as SessionsError where error.kind == .corrupt && current.isBrief {
            broken = error
            throw error
        }
        try await judgeImported()
        return current
    }

    /// Reads what other processes have added, and no more than that.
    ///
    /// - Parameter isOutlined: Whether the outline is to be made of all of it, which is not worth it for who only looks.
    func catchUp(outlining isOutlined: Bool = false) async throws {
        if isOutlined { pendingPages = Self.maximumPages.resuming }
        let known = current.head
        let end = try await store.head(of: id) ?? .empty
        // Mostly there is nothing new, which the store tells without reading what an entry says.
        if end != known, try await !read(after: known, through: end), let later = try await store.head(of: id) {
            _ = try await read(after: current.head, through: later)
        }
    }

    /// Reads what stands after what is known, which has to be there still.
    ///
    /// - Returns: False when an entry has no content and nothing told why: it was read after it was removed, and the end of
    ///   the journal before.
    private func read(after known: JournalHead, through end: JournalHead) async throws -> Bool {
        var isFirst = true
        var isAlone = known == .empty
        var bare: [Int] = []
        let pages = JournalPages(store: store, session: id, end: end.sequence)
        try await pages.read(after: max(known.sequence - 1, 0)) { page in
            if isFirst, known.sequence > 0 { try await check(page, beginsWith: known) }
            if isFirst, known.sequence == 0, page.first?.kind == SessionForked.kind {
                try await inherit(try await store.lineage(of: id))
            }
            isFirst = false
            bare += page.lazy.filter { $0.payload == nil }.map(\.sequence)
            // What was read after a removal is without it; what this task did not read itself may have been read before.
            let before = current.head.sequence
            isAlone = isAlone && before + 1 == page.first?.sequence
            let removal = page.last { $0.kind == EntryScrubbed.kind && $0.sequence > before }
            if let removal, !isAlone || removal.sequence > end.sequence { isStale = true }
            try fold(page)
        }
        return bare.allSatisfy { current.removals[EntryPlace(session: id, sequence: $0)] != nil }
    }

    private func check(_ page: [Entry], beginsWith known: JournalHead) async throws {
        guard let first = page.first, first.sequence == known.sequence else {
            guard try await store.head(of: id) == nil else { throw Self.shortened(id, before: known.sequence) }
            throw SessionsError.deleted(id)
        }
        guard first.hash == known.hash else { throw Self.broken(first) }
    }

    /// Takes a state that was folded from the journal in the place of what was known.
    func replace(by fresh: SessionState) {
        if fresh.head != current.head { outline = nil }
        current = fresh
        (outlined, broken) = (nil, nil)
        open.end(toldBy: fresh)
        (judged, effort) = (0, 0)
        isStale = false
    }

    /// Takes entries in; another task may have folded some of them while this one waited.
    private func fold(_ entries: [Entry]) throws {
        for entry in entries where entry.sequence > current.head.sequence {
            try Self.check(entry, follows: current.head)
            keys.see(entry)
            take(reader.event(of: entry), of: entry)
        }
    }

    /// Takes what an outline tells for what is known, if nothing is known yet; another task may have been first.
    func begin(with told: SessionState, of outlined: OutlinedBeginning) {
        guard current.head == .empty else { return }
        outline = OutlineWriter(page: outlined.outline.count, after: told.head, size: pageSize)
        current = told
        self.outlined = outlined
    }

    /// Takes the next entry in; what a call counted for while it was under way, the state counts now.
    private func take(_ event: Event, of entry: Entry) {
        current.apply(event, of: entry)
        open.end(toldBy: event)
        // A fork begins in other journals.
        if case .sessionForked = event { outline = nil }
        outline?.add(event, of: entry)
        if let waiting = outline?.pages.count, waiting > pendingPages { outline = nil }
    }

    static func check(_ entry: Entry, follows head: JournalHead) throws {
        guard entry.sequence == head.sequence + 1, entry.previousHash == head.hash else { throw broken(entry) }
    }

    /// What the session has from other journals, before its own begins.
    func inherited() async throws -> SessionState {
        current.origin == nil ? SessionState(id: id) : try await store.inherited(by: lineage)
    }

    /// Begins with what stands in other journals; nothing of its own may have been read.
    func inherit(_ lineage: Lineage) async throws {
        let state = try await store.inherited(by: lineage)
        // Another task may have been first, and have read on.
        guard current.head == .empty else { return }
        self.lineage = lineage
        current = state
    }

    static func broken(_ entry: Entry) -> SessionsError {
        SessionsError(
            .corrupt, "entry \(entry.sequence) of \(entry.session) does not follow the one before it",
            hint: "bring the database back from a backup; the journal was changed")
    }

    /// Looks up the citations of findings that were recorded elsewhere; what they say of themselves is not believed.
    ///
    /// A session can ask for more than anybody would wait for; findings past that stay `unavailable`.
    func judgeImported() async throws {
        let (first, last) = (judged, current.findings.count)
        guard first < last else { return }
        let (before, reading) = (effort, CitationEffort(limit: Self.maximumEffort - effort))
        // Set at the end: whoever reads meanwhile looks up the same rather than be told of verdicts that are not there.
        defer {
            judged = max(judged, last)
            effort = max(effort, before + reading.spent)
        }
        let checker = CitationChecker(
            store: store, evidence: SessionEvidence(session: self, store: store, access: .all), effort: reading)
        for (index, record) in zip(first..., current.findings[first..<last]) where record.isImported {
            do {
                let verdict = try await checker.verdict(on: record.finding.statement, record.finding.citations)
                current.judge(findingAt: index, named: record.finding.id, verdict)
            } catch is CitationEffort.Spent {
                return
            } catch is SessionsError {
                // The evidence is not what the journal vouches for: the verdict stays `unavailable`.
            }
        }
    }

    private static let maximumEffort = 32 << 20
    /// Pages of an outline that may wait for the next commit: of who only looks, and may never make one; of who goes on with
    /// a run; and of one commit.
    private static let maximumPages = (looking: 4, resuming: 1024, commit: 16)

    /// The random key of this session's redaction tokens; it never changes.
    package nonisolated func redactionKey() async throws -> [UInt8] {
        if let key = asked.withLock(\.key) { return key }
        let known = try await store.redactionKey(of: id)
        asked.withLock { $0.key = known }
        return known
    }

    /// The window as the last entry that this process has seen left it; nil when none was set.
    package nonisolated var window: Window? { asked.withLock(\.window) }

    /// Writes what `decision` wants; returns its entries once they are durable.
    ///
    /// A writer that nobody is before writes in its own task; the others wait, and are written by a task of the
    /// session's own, so that the cancellation of one caller never undoes another's entries.
    @discardableResult
    package func append(_ decision: @escaping Decision) async throws -> [Entry] {
        if current.isBrief { try await refresh() }
        return try await append(.decided(decision))
    }

    /// Writes a batch that does not depend on the state; those that wait for the same commit share it.
    @discardableResult
    package func append(_ batch: Batch) async throws -> [Entry] {
        try await append(.fixed(batch))
    }

    /// Writes that wait for those before them.
    var waiting: Int { pending.count }

    private func append(_ wish: PendingWrite.Wish) async throws -> [Entry] {
        if let broken { throw broken }
        guard !isWriting else {
            return try await withCheckedThrowingContinuation { continuation in
                pending.append(PendingWrite(wish: wish, done: continuation))
            }
        }
        isWriting = true
        if wish.shareable != nil {
            // Whoever is about to come shares the wait for the disk.
            await Task.yield()
            guard pending.isEmpty else {
                return try await withCheckedThrowingContinuation { continuation in
                    pending.insert(PendingWrite(wish: wish, done: continuation), at: 0)
                    goOn()
                }
            }
        }
        defer { goOn() }
        return try await write(wish)
    }

    /// Lets those who have come meanwhile be written.
    private func goOn() {
        guard !pending.isEmpty else {
            isWriting = false
            return
        }
        Task(executorPreference: tasks) { await self.drain() }
    }

    private func drain() async {
        while !pending.isEmpty {
            await Task.yield()
            let together = PendingWrite.takeTogether(from: &pending)
            do {
                try await write(together)
            } catch let error as StoreError where error.kind == .badAppend && together.count > 1 {
                // One of them spoils it for the others, and is told so.
                for next in together { await writeAlone(next) }
            } catch {
                for next in together { next.done.resume(throwing: error) }
            }
        }
        isWriting = false
    }

    /// Writes several in one commit, and tells each of its own entries.
    private func write(_ together: [PendingWrite]) async throws {
        guard together.count > 1 else { return await writeAlone(together[0]) }
        let batches = together.compactMap(\.wish.shareable)
        var entries = try await write(.fixed(Batch(joining: batches)))[...]
        for (next, batch) in zip(together, batches) {
            next.done.resume(returning: Array(entries.prefix(batch.drafts.count)))
            entries = entries.dropFirst(batch.drafts.count)
        }
    }

    private func writeAlone(_ next: PendingWrite) async {
        do {
            next.done.resume(returning: try await write(next.wish))
        } catch {
            next.done.resume(throwing: error)
        }
    }

    /// Gives entries to the store without keeping the actor: it may hold its thread until the disk has answered, and
    /// whoever comes meanwhile is to share the next commit.
    @concurrent
    private nonisolated func hand(_ append: Append) async throws -> AppendOutcome {
        try await store.append(append)
    }

    private func batch(of wish: PendingWrite.Wish) throws -> Batch {
        switch wish {
        case .decided(let decision): try look { try decision($0) }
        case .fixed(let batch): batch
        }
    }

    private func write(_ wish: PendingWrite.Wish) async throws -> [Entry] {
        while true {
            let batch = try batch(of: wish)
            guard !batch.drafts.isEmpty else { return [] }
            var head = current.head
            var (entries, new): ([Entry], [(event: Event, entry: Entry)]) = ([], [])
            entries.reserveCapacity(batch.drafts.count)
            new.reserveCapacity(batch.drafts.count)
            for draft in batch.drafts {
                let entry = Entry(draft, session: id, after: head)
                head = entry.head
                entries.append(entry)
                new.append((draft.event, entry))
            }
            let expected = current.head.sequence
            let pages = Array((outline?.pages ?? []).prefix(Self.maximumPages.commit))
            let summary = id == .server ? nil : try await summary(after: new, without: batch.removals)
            keys.begin(entries, batch.evidence, after: current.head)
            let outcome = try await hand(
                Append(
                    session: id, expecting: expected, entries: entries, evidence: try batch.places(in: new),
                    removals: batch.removals, fence: batch.fence, summary: summary, outline: pages,
                    meanwhile: outline?.catchUp))
            switch outcome {
            case .appended:
                outline?.drop(pages.count)
                // A reader may have folded these entries, and later ones, before the store told this writer.
                for (event, entry) in new where entry.sequence == current.head.sequence + 1 {
                    take(event, of: entry)
                }
                if batch.removals.contains(where: { $0.parts.contains(.payload) }) {
                    isStale = true
                    try await readAnew()
                }
                return entries
            case .behind:
                // Entries that this process was told of are gone, and deciding again would go on for ever.
                guard try await refresh().head.sequence > expected else { throw Self.shortened(id, before: expected) }
            }
        }
    }
}
