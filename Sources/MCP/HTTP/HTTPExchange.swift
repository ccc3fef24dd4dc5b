import Synchronization

/// The way back of one HTTP request: frames wait here until the transport takes them.
///
/// A transport takes the first frame before it decides: an answer goes out as one JSON document with its own status,
/// anything else opens a stream of events. One reader at a time.
public final class HTTPExchange: FrameSink {
    private struct State {
        var frames: [Frame] = []
        var bytes = 0
        var reader: CheckedContinuation<Void, Never>?
        var hasEnded = false
        var onDrop: (@Sendable () -> Void)?
        var onAnswer: (@Sendable () -> Void)?
    }

    /// The bytes above which notifications are refused.
    private let limit: Int
    /// Whether the stream goes on after an answer, as a session's own stream does.
    private let isStanding: Bool
    private let isModern: Bool
    private let state = Mutex(State())

    init(
        isStanding: Bool = false, isModern: Bool = false, limit: Int = 4 << 20,
        onDrop: (@Sendable () -> Void)? = nil, onAnswer: (@Sendable () -> Void)? = nil
    ) {
        self.isStanding = isStanding
        self.isModern = isModern
        self.limit = limit
        state.withLock { state in
            state.onAnswer = onAnswer
            state.onDrop = onDrop
        }
    }

    /// Queues a frame; after an answer the stream ends.
    public func send(_ frame: Frame) -> Bool {
        typealias Told = (isTaken: Bool, reader: CheckedContinuation<Void, Never>?, onAnswer: (@Sendable () -> Void)?)
        let told = state.withLock { state -> Told in
            var onAnswer: (@Sendable () -> Void)?
            if case .response = frame.kind { (onAnswer, state.onAnswer) = (state.onAnswer, nil) }
            guard !state.hasEnded else { return (false, nil, onAnswer) }
            if case .notification = frame.kind, state.bytes > limit { return (false, nil, nil) }
            if case .response = frame.kind, !isStanding { state.hasEnded = true }
            state.frames.append(frame)
            state.bytes += frame.bytes.count
            defer { state.reader = nil }
            return (true, state.reader, onAnswer)
        }
        told.onAnswer?()
        told.reader?.resume()
        return told.isTaken
    }

    /// How the answer of a request begins.
    public enum Opening: Sendable {
        /// With the answer, which goes out as a document under this status.
        case document(Frame, status: Int)
        /// With something else, or not for a while: with a stream of events under status 200.
        case events
        /// Not at all: the request was cancelled.
        case nothing
    }

    /// Waits for the first frame, but no longer than a while, to decide between a document and a stream.
    ///
    /// A stream that is opened too early could not carry the status of an error any more.
    public func opening(within quiet: Duration, environment: MCPEnvironment = .system) async -> Opening {
        await wait(within: quiet, environment)
        return state.withLock { state in
            // Whose connection is closed meanwhile is begun nothing for.
            guard let first = state.frames.first else {
                return state.hasEnded || Task.isCancelled ? .nothing : .events
            }
            guard case .response = first.kind else { return .events }
            return .document(Self.take(&state), status: status(of: first))
        }
    }

    /// What comes next on a stream.
    public enum Turn: Sendable {
        /// A frame.
        case frame(Frame)
        /// Nothing for a while.
        case quiet
        /// Nothing ever.
        case end
    }

    /// Waits for the next frame, but no longer than a while, so that a transport can show that the stream is alive.
    public func turn(within quiet: Duration, environment: MCPEnvironment = .system) async -> Turn {
        await wait(within: quiet, environment)
        return state.withLock { state in
            guard state.frames.isEmpty else { return .frame(Self.take(&state)) }
            return state.hasEnded || Task.isCancelled ? .end : .quiet
        }
    }

    /// Waits until there is a frame or the end, but no longer than a while.
    private func wait(within time: Duration, _ environment: MCPEnvironment) async {
        guard state.withLock({ $0.frames.isEmpty && !$0.hasEnded }) else { return }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.wait() }
            group.addTask { try? await environment.sleep(time) }
            await group.next()
            group.cancelAll()
        }
    }

    /// The next frame; nil when the stream has ended, or the task that waits is cancelled.
    public func next() async -> Frame? {
        while !Task.isCancelled {
            if let frame = ready() { return frame }
            guard !state.withLock({ $0.hasEnded && $0.frames.isEmpty }) else { return nil }
            await wait()
        }
        return nil
    }

    /// Waits until there is a frame or the end, without taking anything, so that giving up loses nothing.
    private func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state in
                    guard state.frames.isEmpty, !state.hasEnded, !Task.isCancelled, state.reader == nil else {
                        return true
                    }
                    state.reader = continuation
                    return false
                }
                if isReady { continuation.resume() }
            }
        } onCancel: {
            wake { _ in }
        }
    }

    /// The status of a frame that is the whole answer.
    ///
    /// Legacy clients take a 404 for the end of their session, so their errors travel with 200.
    public func status(of frame: Frame) -> Int {
        guard isModern, case .response(let code) = frame.kind else { return 200 }
        return HTTPRules.status(errorCode: code)
    }

    /// A frame that is there already.
    func ready() -> Frame? {
        state.withLock { state in state.frames.isEmpty ? nil : Self.take(&state) }
    }

    /// Ends the stream of a request that was cancelled; a session's own stream goes on.
    public func abandon() {
        if !isStanding { end() }
    }

    /// Ends the stream from the server's side.
    public func end() { wake { $0.hasEnded = true } }

    /// Tells that the client is gone.
    ///
    /// In the modern era that cancels the request; a legacy one goes on unread.
    public func drop() {
        let action = state.withLock { state in
            state.frames = []
            state.bytes = 0
            defer { state.onDrop = nil }
            return state.onDrop
        }
        wake { $0.hasEnded = true }
        action?()
    }

    private func wake(_ change: (inout State) -> Void) {
        let reader = state.withLock { state in
            change(&state)
            defer { state.reader = nil }
            return state.reader
        }
        reader?.resume()
    }

    private static func take(_ state: inout State) -> Frame {
        let frame = state.frames.removeFirst()
        state.bytes -= frame.bytes.count
        return frame
    }
}
