import Model
import Store
import Synchronization

/// The database as one process sees it, with the faults that happen to that process.
final class ProcessStore: SessionStore {
    private struct State {
        var random: SeededGenerator
        var faults: [Int: Fault]
        var appends = 0
        var isLost = false
        var losesNextCall = false
    }

    let database: Database
    let process: SimulatedProcess
    private let isSlow: Bool
    private let state: Mutex<State>
    /// Called when the process is stopped and another has to take over.
    private let takeOver: @Sendable () -> Void

    /// - Parameter faults: What happens at the n-th commit; with any the store is slow at times.
    init(
        _ database: Database, _ process: SimulatedProcess, seed: UInt64, isSlow: Bool, faults: [Int: Fault] = [:],
        takeOver: @escaping @Sendable () -> Void = {}
    ) {
        self.database = database
        self.process = process
        self.isSlow = isSlow
        self.takeOver = takeOver
        state = Mutex(State(random: SeededGenerator(state: seed), faults: faults))
    }

    var isLost: Bool { state.withLock { $0.isLost } }

    /// The process ends at once, wherever it is.
    private func lose() -> Lost {
        state.withLock { $0.isLost = true }
        database.releaseAll(of: process.number)
        return Lost()
    }

    private func live() throws {
        if isLost { throw Lost() }
    }

    /// Takes some time, or none.
    private func linger() async throws {
        try live()
        let dice = state.withLock { isSlow ? Int.random(in: 0..<12, using: &$0.random) : 0 }
        switch dice {
        case 0...5: break
        case 6...10: await Task.yield()
        default:
            // A commit that has begun is not taken back by a cancelled caller.
            try? await process.scheduler.sleep(until: process.scheduler.now + .milliseconds(dice * 7))
        }
        try live()
    }

    func append(_ append: Append) async throws -> AppendOutcome {
        try await linger()
        let fault = state.withLock { state in
            state.appends += 1
            return state.faults[state.appends]
        }
        switch fault {
        case .lostBefore: throw lose()
        case .failsBefore: throw StoreError(.inputOutput, "the disk does not answer")
        case .lostInCall: state.withLock { $0.losesNextCall = true }
        case .overtaken:
            database.note(in: append.session, at: SimulatedCalendar(scheduler: process.scheduler).now)
        case .stopped:
            // What another process may do now needs no lock that this one holds.
            database.releaseAll(of: process.number)
            process.scheduler.stop(process, for: .seconds(20))
            takeOver()
            await Task.yield()
        case .lostAfter, .failsAfter, nil: break
        }
        let outcome = try database.append(append, by: process.number)
        if fault == .lostAfter { throw lose() }
        if fault == .failsAfter { throw StoreError(.inputOutput, "the disk did not answer in time") }
        try await linger()
        return outcome
    }

    // MARK: Calls

    /// A call begins; false when its process is lost.
    func begin(_ step: StepReference) -> Bool {
        guard !isLost else { return false }
        database.state.withLock { state in
            let isDriving = state.isDriving(process.number, step.run)
            state.audit.begin(step, by: process.number, isDriving: isDriving)
        }
        if state.withLock({ $0.losesNextCall }) { _ = lose() }
        return true
    }

    func end(_ step: StepReference) {
        database.state.withLock { $0.audit.end(step, by: process.number) }
    }

    // MARK: Leases

    func lease(_ run: RunID) async throws -> (any RunLease)? {
        try await linger()
        return database.lease(run, by: process.number).map { ProcessLease(run: run, token: $0, store: self) }
    }

    func token(of run: RunID) async throws -> Int {
        try await linger()
        return database.token(of: run)
    }

    func takeOver(_ run: RunID) async throws -> any RunLease {
        try await linger()
        guard let token = database.lease(run, by: process.number, isForced: true) else { throw Lost() }
        return ProcessLease(run: run, token: token, store: self)
    }

    private struct ProcessLease: RunLease {
        let run: RunID
        let token: Int
        let store: ProcessStore

        func release() async {
            if !store.isLost { store.database.release(run, token: token) }
        }
    }

    func isDriven(_ run: RunID) async throws -> Bool {
        try await linger()
        return database.state.withLock { $0.drivers[run] != nil }
    }

    // MARK: Reading

    func entries(of session: SessionID, after sequence: Int, limit: Int) async throws -> [Entry] {
        try await linger()
        return Array(database.journal(session).dropFirst(sequence).prefix(limit))
    }

    func outline(of session: SessionID) async throws -> [OutlinePage] {
        try await linger()
        return database.outline(session)
    }

    func head(of session: SessionID) async throws -> JournalHead? {
        try await linger()
        return database.journal(session).last?.head
    }

    func forks(of session: SessionID) async throws -> [Fork] {
        try await linger()
        return []
    }

    func evidence(in session: SessionID, at sequence: Int) async throws -> Evidence? {
        try await linger()
        return database.state.withLock { $0.evidence[session]?[sequence] }
    }

    func blob(_ sha256: Digest, range: Range<Int>) async throws -> [UInt8]? {
        try await linger()
        return database.state.withLock { $0.blobs[sha256].map { Array($0[range.clamped(to: 0..<$0.count)]) } }
    }

    func newestEvidence(in session: SessionID, key: Digest) async throws -> Int? {
        try await linger()
        return database.state.withLock { $0.newest[session]?[key] }
    }

    func redactionKey(of session: SessionID) async throws -> [UInt8] {
        try await linger()
        return Array(repeating: 7, count: 32)
    }

    func sessions(limit: Int, cursor: String?) async throws -> SessionPage {
        try await linger()
        return SessionPage(sessions: database.state.withLock { Array($0.summaries.values) }, nextCursor: nil)
    }

    func sessions(labelled labels: [String: String], limit: Int, cursor: String?) async throws -> SessionPage {
        try await sessions(limit: limit, cursor: cursor)
    }

    func search(_ text: String, limit: Int, cursor: String?) async throws -> SearchPage {
        try await linger()
        return SearchPage(hits: [], nextCursor: nil)
    }

    func sessions(withPrefix prefix: String, limit: Int) async throws -> [SessionID] {
        try await linger()
        return database.sessions.filter { $0.rawValue.hasPrefix(prefix) }
    }

    func close() async throws {}
}
