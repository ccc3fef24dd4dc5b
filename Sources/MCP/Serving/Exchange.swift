import JSON
import Synchronization

/// One request on its way: what it came with, where its frames go, and whether it still wants an answer.
final class Exchange: Sendable {
    private struct State {
        var task: Task<Void, Never>?
        var timer: Task<Void, Never>?
        var onEnd: (@Sendable () -> Void)?
        var isCancelled = false
        var isFinished = false
        var progress: Double?
        var pacer: ProgressPacer
        var held: Frame?
    }

    let id: RequestID
    let method: Method
    let caller: Caller
    let profile: ClientProfile
    let sink: any FrameSink
    let connection: Connection
    private let state: Mutex<State>

    init(
        id: RequestID, method: Method, caller: Caller, profile: ClientProfile, sink: any FrameSink,
        connection: Connection
    ) {
        self.id = id
        self.method = method
        self.caller = caller
        self.profile = profile
        self.sink = sink
        self.connection = connection
        state = Mutex(State(pacer: ProgressPacer(rate: connection.server.options.progressRate)))
    }

    var isCancelled: Bool { state.withLock { $0.isCancelled } }

    /// Begins the work; inline on this thread up to its first suspension.
    func start(inline: Bool, _ work: @escaping @Sendable () async -> Void) {
        let task = inline ? Task.immediate { await work() } : Task { await work() }
        let isCancelled = state.withLock { state in
            if !state.isFinished { state.task = task }
            return state.isCancelled
        }
        if isCancelled { task.cancel() }
    }

    /// Ends the request with an error when it takes too long.
    func limit(to time: Duration) {
        let timer = Task { [self] in
            guard (try? await connection.server.options.environment.sleep(time)) != nil else { return }
            let task = state.withLock { $0.task }
            fail(MCPError(.internalError, "The request took longer than \(time) and was stopped"))
            task?.cancel()
        }
        let isFinished = state.withLock { state in
            if !state.isFinished { state.timer = timer }
            return state.isFinished
        }
        if isFinished { timer.cancel() }
    }

    /// What is to happen when the request is cancelled, for one that waits without a task; at once if it is already.
    func onCancel(_ action: @escaping @Sendable () -> Void) {
        let isCancelled = state.withLock { state in
            if !state.isCancelled { state.onEnd = action }
            return state.isCancelled
        }
        if isCancelled { action() }
    }

    /// Stops the work; nothing more is sent.
    func cancel() {
        let (task, action) = state.withLock { state in
            state.isCancelled = true
            defer { state.onEnd = nil }
            return (state.task, state.onEnd)
        }
        task?.cancel()
        action?()
    }

    /// Sends the answer, unless the request was cancelled, and gives up the request's place.
    func finish(_ frame: Frame) {
        let (isOpen, isFirst, held) = state.withLock { state in
            defer {
                state.isFinished = true
                state.timer?.cancel()
                state.timer = nil
                state.task = nil
                state.onEnd = nil
                state.held = nil
            }
            return (!state.isCancelled && !state.isFinished, !state.isFinished, state.held)
        }
        if isOpen {
            if let held { sink.send(held) }
            // The ID is given up first: a client may use it again the moment it has the answer.
            let wasInFlight = connection.vacate(self)
            sink.send(frame)
            // Whoever waits for the last answer closes the way back.
            if wasInFlight { connection.sent() }
        } else {
            connection.finished(self)
            if isFirst { sink.abandon() }
        }
    }

    func fail(_ error: MCPError) {
        finish(Frame.failure(id, connection.server.told(error), in: profile.revision))
    }

    func report(progress: Double, total: Double?, message: String?) {
        guard let token = profile.progressToken, progress.isFinite else { return }
        var params: JSONObject = ["progressToken": token.json]
        params["progress"] = Self.number(progress)
        if let total { params["total"] = Self.number(total) }
        if profile.revision >= .v2025March { params.set("message", message) }
        let frame = Frame.notification("notifications/progress", params, isAdvisory: true)
        let now = connection.server.options.environment.uptime()
        state.withLock { state in
            guard !state.isCancelled, !state.isFinished, progress > state.progress ?? -.infinity else { return }
            state.progress = progress
            if state.pacer.admits(at: now) {
                state.held = nil
                sink.send(frame)
            } else {
                state.held = frame
            }
        }
    }

    func log(_ level: LogLevel, _ data: JSONValue, logger: String?) {
        let wanted = profile.revision.isLegacy ? connection.logLevel : profile.logLevel
        guard let wanted, level >= wanted else { return }
        var params: JSONObject = ["level": .string(level.rawValue)]
        params.set("logger", logger)
        params["data"] = data
        let frame = Frame.notification("notifications/message", params, isAdvisory: true)
        state.withLock { state in
            guard !state.isCancelled, !state.isFinished else { return }
            sink.send(frame)
        }
    }

    /// A number without a fraction where it has none.
    private static func number(_ value: Double) -> JSONValue {
        Int64(exactly: value).map { JSONValue($0) } ?? JSONValue(value) ?? 0
    }
}
