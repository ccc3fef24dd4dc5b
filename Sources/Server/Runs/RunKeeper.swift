import MCP
import Model
import Sessions

/// Drives runs in the background, so that a request need not last as long as its run.
///
/// It keeps nothing that matters: what a run is and did stands in the journal, and a run whose keeper died is resumed.
actor RunKeeper {
    /// A run that has begun.
    struct Begun: Sendable {
        let session: SessionID
        let run: RunID
    }

    /// What drives runs and tells of what happens.
    typealias Work = @Sendable (_ watch: @escaping @Sendable (RunProgress) -> Void) async throws -> Void

    /// Drives that go on at once.
    private static let capacity = 32

    private let log: @Sendable (String) -> Void
    private var drives: [Int: Task<Void, Never>] = [:]
    /// Where they are driven, of those that were begun in a session which was there.
    private var places: [Int: SessionID] = [:]
    private var next = 0
    private var isStopped = false

    init(log: @escaping @Sendable (String) -> Void) { self.log = log }

    /// The sessions in which runs are driven; those that the runs themselves opened are not among them.
    var sessions: Set<SessionID> { Set(places.values) }

    /// Begins to drive; returns with the first run that has begun, nil when there was none to drive.
    ///
    /// - Parameter session: Where; nil for one that the run opens.
    /// - Throws: What kept the run from beginning, `ServerError` of code `busy`.
    func begin(in session: SessionID? = nil, _ work: @escaping Work) async throws -> Begun? {
        guard !isStopped else { throw ServerError(.busy, "the server is closing", hint: "the run can be resumed") }
        guard drives.count < Self.capacity else {
            throw ServerError(
                .busy, "\(Self.capacity) runs are being driven already", hint: "wait for one to end, or cancel one")
        }
        let (told, tell) = AsyncThrowingStream<Begun, any Error>.makeStream()
        let number = next
        next += 1
        places[number] = session
        drives[number] = Task {
            do {
                try await work { progress in
                    guard case .runStarted(let session, let run, _) = progress else { return }
                    tell.yield(Begun(session: session, run: run))
                }
                tell.finish()
            } catch {
                if !(error is CancellationError) { log("a run could not be driven on: \(type(of: error))") }
                tell.finish(throwing: error)
            }
            ended(number)
        }
        for try await begun in told { return begun }
        try Task.checkCancellation()
        return nil
    }

    /// Stops everything in good order, and begins nothing more; the runs can be resumed.
    func stop() async {
        isStopped = true
        let driving = Array(drives.values)
        for drive in driving { drive.cancel() }
        for drive in driving { await drive.value }
    }

    /// Stops what is driven in a session, without waiting for it; the runs can be resumed.
    func stop(in session: SessionID) {
        for (number, place) in places where place == session { drives[number]?.cancel() }
    }

    private func ended(_ number: Int) {
        drives[number] = nil
        places[number] = nil
    }
}
