import Synchronization

/// A legacy session over HTTP (2025-11-25, basic/transports, "Session Management").
///
/// What belongs to no request goes to the session's own stream, if the client has opened it, and is lost otherwise.
final class HTTPSession: FrameSink {
    private struct State {
        var stream: HTTPExchange?
        var connection: Connection?
        var lastUse: UInt64
    }

    let id: String
    let caller: Caller
    private let state: Mutex<State>

    init(id: String, caller: Caller, now: UInt64) {
        self.id = id
        self.caller = caller
        state = Mutex(State(lastUse: now))
    }

    var connection: Connection? { state.withLock { $0.connection } }

    /// Whether nobody has used it for so many nanoseconds; an open stream is a use, and so is a request that is being
    /// answered.
    func isIdle(at now: UInt64, longerThan time: UInt64) -> Bool {
        let (isResting, connection) = state.withLock { state in
            (state.stream == nil && now > state.lastUse && now - state.lastUse > time, state.connection)
        }
        return isResting && connection?.unanswered ?? 0 == 0
    }

    /// When it was used last, in nanoseconds of the environment's clock.
    var lastUse: UInt64 { state.withLock { $0.lastUse } }

    func adopt(_ connection: Connection) { state.withLock { $0.connection = connection } }

    func touch(_ now: UInt64) { state.withLock { $0.lastUse = now } }

    /// Opens the session's own stream; nil when it is open already.
    func open() -> HTTPExchange? {
        let exchange = HTTPExchange(isStanding: true) { [weak self] in self?.state.withLock { $0.stream = nil } }
        return state.withLock { state in
            guard state.stream == nil else { return nil }
            state.stream = exchange
            return exchange
        }
    }

    func send(_ frame: Frame) -> Bool {
        state.withLock { $0.stream }?.send(frame) ?? false
    }

    /// Ends the stream and whatever runs.
    func end() async {
        let (stream, connection) = state.withLock { state in
            defer {
                state.stream = nil
                state.connection = nil
            }
            return (state.stream, state.connection)
        }
        stream?.end()
        await connection?.close()
    }
}
