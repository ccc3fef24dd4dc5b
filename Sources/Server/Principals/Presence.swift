import Model
import Sessions

/// What is under way for a principal in sessions that can be taken from it, so that it ends with its right.
actor Presence {
    private struct Work {
        let session: SessionID
        let end: @Sendable () -> Void
    }

    /// Why a piece of work was ended from here.
    enum Ended: Error {
        /// The session is not the principal's any more.
        case withdrawn
        /// The server serves the principal no longer.
        case closed
    }

    private var works: [Int: Work] = [:]
    private var ended: [Int: Ended] = [:]
    private var next = 0
    private var isClosed = false

    /// Sessions in which something is under way.
    var sessions: Set<SessionID> { Set(works.values.map(\.session)) }

    /// Does something in a session, until it is done, its caller is cancelled or the session is taken away.
    ///
    /// - Throws: `SessionsError` as for a session that is not there, once it was taken away; `ServerError` of code `busy`
    ///   when the server closes.
    nonisolated func doing<Value: Sendable>(
        in session: SessionID, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        let work = Task { try await body() }
        let number = await enter(Work(session: session) { work.cancel() })
        let result = await withTaskCancellationHandler {
            await work.result
        } onCancel: {
            work.cancel()
        }
        switch await leave(number) {
        case nil: return try result.get()
        // Nothing is told any more, whatever came of it.
        case .withdrawn: throw SessionsError.unknown(session.rawValue)
        case .closed: throw ServerError(.busy, "the server is closing", hint: "what was begun can be resumed")
        }
    }

    /// Ends what is under way in a session.
    func end(_ session: SessionID) {
        for (number, work) in works where work.session == session {
            ended[number] = .withdrawn
            work.end()
        }
    }

    /// Ends everything, and whatever comes later at once.
    func close() {
        isClosed = true
        for (number, work) in works {
            ended[number] = .closed
            work.end()
        }
    }

    private func enter(_ work: Work) -> Int {
        next += 1
        works[next] = work
        if isClosed {
            ended[next] = .closed
            work.end()
        }
        return next
    }

    private func leave(_ number: Int) -> Ended? {
        works[number] = nil
        return ended.removeValue(forKey: number)
    }
}
