import Model
import Store
import Synchronization

/// What outlives all the processes of a simulation, and sees whatever one of them must not do.
///
/// Nothing in it waits, so that a process which is stopped holds nobody up.
final class Database: Sendable {
    struct State {
        var journals: [SessionID: [Entry]] = [:]
        var outlines: [SessionID: [Int: OutlinePage]] = [:]
        /// Each journal folded, entry by entry.
        var folded: [SessionID: SessionState] = [:]
        var summaries: [SessionID: SessionSummary] = [:]
        var evidence: [SessionID: [Int: Evidence]] = [:]
        var newest: [SessionID: [Digest: Int]] = [:]
        var blobs: [Digest: [UInt8]] = [:]
        var tokens: [RunID: Int] = [:]
        /// Who drives a run.
        var drivers: [RunID: Int] = [:]
        /// The token that a process was given last.
        var held: [RunID: [Int: Int]] = [:]
        var audit = Audit()
    }

    let state = Mutex(State())

    var sessions: [SessionID] { state.withLock { Array($0.journals.keys) } }
    var complaints: [String] { state.withLock { $0.audit.complaints } }

    func journal(_ session: SessionID) -> [Entry] { state.withLock { $0.journals[session] ?? [] } }

    func outline(_ session: SessionID) -> [OutlinePage] {
        state.withLock { ($0.outlines[session] ?? [:]).values.sorted { $0.number < $1.number } }
    }

    func append(_ append: Append, by process: Int) throws -> AppendOutcome {
        try state.withLock { state in
            let journal = state.journals[append.session] ?? []
            guard journal.count == append.expecting else { return .behind(sequence: journal.count) }
            if let fence = append.fence, fence.token != state.tokens[fence.run] ?? 0 {
                throw StoreError.fenced(fence.run)
            }
            var previous = journal.last?.head ?? .empty
            for entry in append.entries {
                guard entry.session == append.session, entry.sequence == previous.sequence + 1,
                    entry.previousHash == previous.hash
                else { throw StoreError(.badAppend, "entry \(entry.sequence) does not follow \(previous.sequence)") }
                previous = entry.head
            }
            state.note(append, by: process)
            state.journals[append.session] = journal + append.entries
            for page in append.outline {
                state.outlines[append.session, default: [:]][page.number] = page
            }
            if let summary = append.summary { state.summaries[append.session] = summary }
            for (sequence, record) in append.evidence.sorted(by: { $0.key < $1.key }) {
                state.evidence[append.session, default: [:]][sequence] = record.evidence
                if let key = record.key { state.newest[append.session, default: [:]][key] = sequence }
                if let body = record.body, let reference = record.evidence.body { state.blobs[reference.sha256] = body }
            }
            return .appended
        }
    }

    func lease(_ run: RunID, by process: Int, isForced: Bool = false) -> Int? {
        state.withLock { state in
            guard state.drivers[run] == nil || isForced else { return nil }
            let token = (state.tokens[run] ?? 0) + 1
            state.tokens[run] = token
            state.drivers[run] = process
            state.held[run, default: [:]][process] = token
            return token
        }
    }

    func token(of run: RunID) -> Int { state.withLock { $0.tokens[run] ?? 0 } }

    func release(_ run: RunID, token: Int) {
        state.withLock { if $0.tokens[run] == token { $0.drivers[run] = nil } }
    }

    /// Takes from a process whatever it drives, as its end does.
    func releaseAll(of process: Int) {
        state.withLock { state in state.drivers = state.drivers.filter { $0.value != process } }
    }

    /// Writes a note as another process would.
    func note(in session: SessionID, at time: Timestamp) {
        state.withLock { state in
            guard let last = state.journals[session]?.last else { return }
            let author = Principal(name: "local:grace", kind: .person)
            let draft = EntryDraft(
                .noteAdded(NoteAdded(text: "note \(last.sequence)", author: author)), principal: author.name,
                time: time)
            let entry = Entry(draft, session: session, after: last.head)
            state.journals[session]?.append(entry)
            state.folded[session]?.apply(draft.event, of: entry)
        }
    }
}

extension Database.State {
    /// Holds what is about to be written against what may be.
    mutating func note(_ append: Append, by process: Int) {
        for entry in append.entries {
            let event = Event(entry)
            audit.take(event)
            folded[entry.session, default: SessionState(id: entry.session)].apply(event, of: entry)
            guard let run = event.fencedRun, held[run]?[process] != tokens[run] else { continue }
            audit.complain("process \(process) wrote \(event.kind) of a run that it does not drive")
        }
    }

    /// Whether a process is the one that may go on with a run.
    func isDriving(_ process: Int, _ run: RunID) -> Bool { held[run]?[process] == tokens[run] }
}

extension Event {
    /// The run of which only its driver may write this.
    fileprivate var fencedRun: RunID? {
        switch self {
        case .runStarted(let event): event.run
        case .runTaken(let event): event.run
        case .runChanged(let event): event.run
        case .runFinished(let event): event.run
        case .runPaused(let event): event.run
        case .stepStarted(let event): event.step.run
        case .stepFinished(let event): event.step.run
        case .waitRequested(let event): event.step.run
        case .callFinished(let event): event.step?.run
        case .callFailed(let event): event.step?.run
        case .findingRecorded(let event): event.finding.step?.run
        default: nil
        }
    }
}
