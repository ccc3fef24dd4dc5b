package import Model
import Store

/// One investigation, and its only writer in this process.
///
/// It folds its journal into a state, takes batches, and writes them one after the other. A batch that another process
/// was quicker than is decided again over the entries that came in between, so that a note from the command line and a
/// run in a server share a session without a lock.
package actor Session {
    /// Decides what to write, seeing the state as it is when it is written.
    package typealias Decision = @Sendable (SessionState) throws -> Batch

    package nonisolated let id: SessionID
    private let store: any SessionStore
    private let tasks: (any TaskExecutor)?
    private var current: SessionState
    private var reader = EventReader()
    private var pending: [Pending] = []
    private var isWriting = false
    private var key: [UInt8]?

    private struct Pending {
        let decision: Decision
        let done: CheckedContinuation<[Entry], any Error>
    }

    /// Entries fetched at once while a journal is read.
    private static let pageSize = 2000

    /// - Parameter tasks: Where tasks of the session's own run; nil for where any task does.
    init(id: SessionID, store: any SessionStore, tasks: (any TaskExecutor)? = nil) {
        self.id = id
        self.store = store
        self.tasks = tasks
        current = SessionState(id: id)
    }

    /// The state after the last entry that this process has seen.
    ///
    /// Whoever holds it makes the next entry copy it; ask for a part with `reading` where that is enough.
    package var state: SessionState { current }

    /// Looks at the state without keeping it.
    package func reading<Value: Sendable>(_ body: @Sendable (SessionState) throws -> Value) rethrows -> Value {
        try body(current)
    }

    /// Reads what other processes have added.
    @discardableResult
    package func refresh() async throws -> SessionState {
        var page = try await store.entries(of: id, after: current.head.sequence, limit: Self.pageSize)
        while page.count == Self.pageSize, let last = page.last {
            // The next page is read while this one is folded.
            async let following = store.entries(of: id, after: last.sequence, limit: Self.pageSize)
            try fold(page)
            page = try await following
        }
        try fold(page)
        return current
    }

    /// Takes entries in; another task may have folded some of them while this one waited.
    private func fold(_ entries: [Entry]) throws {
        for entry in entries where entry.sequence > current.head.sequence {
            guard entry.sequence == current.head.sequence + 1, entry.previousHash == current.head.hash else {
                throw SessionsError(
                    .corrupt, "entry \(entry.sequence) of \(id) does not follow the one before it",
                    hint: "bring the database back from a backup; the journal was changed")
            }
            current.apply(reader.event(of: entry), of: entry)
        }
    }

    /// The random key of this session's redaction tokens; it never changes.
    package func redactionKey() async throws -> [UInt8] {
        if let key { return key }
        let known = try await store.redactionKey(of: id)
        key = known
        return known
    }

    /// Evidence of a call in this session; nil when no call of it gave that evidence, or it is gone.
    ///
    /// - Throws: `SessionsError` of code `corrupt` when it is not what the journal's chain vouches for.
    package func evidence(_ id: EvidenceID) async throws -> Evidence? {
        guard let call = current.call(for: id), let place = current.place(of: id),
            let evidence = try await store.evidence(in: self.id, at: place)
        else { return nil }
        guard evidence.hash == call.evidenceHash else { throw Self.changed(id) }
        return evidence
    }

    /// The evidence that stands in an entry; nil when none does, or it is gone.
    ///
    /// - Throws: `SessionsError` of code `corrupt` when it is not what the journal's chain vouches for.
    func evidence(at sequence: Int) async throws -> Evidence? {
        guard let evidence = try await store.evidence(in: id, at: sequence) else { return nil }
        if current.head.sequence < sequence { try await refresh() }
        guard evidence.hash == current.call(for: evidence.id)?.evidenceHash else { throw Self.changed(evidence.id) }
        return evidence
    }

    private static func changed(_ id: EvidenceID) -> SessionsError {
        SessionsError(
            .corrupt, "the evidence \(id) was changed after it was recorded",
            hint: "bring the database back from a backup; what it says now cannot be trusted")
    }

    /// Writes what `decision` wants; returns its entries once they are durable.
    ///
    /// A writer that nobody is before writes in its own task; the others wait, and are written by a task of the
    /// session's own, so that the cancellation of one caller never undoes another's entries.
    @discardableResult
    package func append(_ decision: @escaping Decision) async throws -> [Entry] {
        guard !isWriting else {
            return try await withCheckedThrowingContinuation { continuation in
                pending.append(Pending(decision: decision, done: continuation))
            }
        }
        isWriting = true
        defer { goOn() }
        return try await write(decision)
    }

    /// Lets those who have come meanwhile be written.
    private func goOn() {
        guard !pending.isEmpty else {
            isWriting = false
            return
        }
        Task(executorPreference: tasks) { await self.drain() }
    }

    /// Writes a batch that does not depend on the state.
    @discardableResult
    package func append(_ batch: Batch) async throws -> [Entry] {
        try await append { _ in batch }
    }

    /// The evidence of a batch by the sequence of the entry that tells of it.
    private static func places(of batch: Batch, _ new: [(Event, Entry)]) throws -> [Int: EvidenceRecord] {
        var places: [Int: EvidenceRecord] = [:]
        for record in batch.evidence {
            let place = new.first { event, _ in
                guard case .callFinished(let call) = event else { return false }
                return !call.cached && call.evidence == record.evidence.id
            }
            guard let (_, entry) = place else {
                throw SessionsError(.corrupt, "no entry tells of the evidence \(record.evidence.id)")
            }
            places[entry.sequence] = record
        }
        return places
    }

    private func drain() async {
        while !pending.isEmpty {
            let next = pending.removeFirst()
            do {
                next.done.resume(returning: try await write(next.decision))
            } catch {
                next.done.resume(throwing: error)
            }
        }
        isWriting = false
    }

    private func write(_ decision: Decision) async throws -> [Entry] {
        while true {
            let batch = try decision(current)
            guard !batch.drafts.isEmpty else { return [] }
            var entries: [Entry] = []
            for draft in batch.drafts {
                entries.append(Entry(draft, session: id, after: entries.last?.head ?? current.head))
            }
            let new = Array(zip(batch.drafts.map(\.event), entries))
            let expected = current.head.sequence
            let outcome = try await store.append(
                Append(
                    session: id, expecting: expected, entries: entries, evidence: try Self.places(of: batch, new),
                    fence: batch.fence, summary: id == .server ? nil : current.summary(after: new)))
            switch outcome {
            case .appended:
                // A reader may have folded these entries, and later ones, before the store told this writer.
                for (event, entry) in new where entry.sequence == current.head.sequence + 1 {
                    current.apply(event, of: entry)
                }
                return entries
            case .behind:
                // Entries that this process was told of are gone, and deciding again would go on for ever.
                guard try await refresh().head.sequence > expected else {
                    throw SessionsError(
                        .corrupt, "the journal of \(id) ends before entry \(expected), which it held",
                        hint: "was the database replaced by an older one?")
                }
            }
        }
    }
}
