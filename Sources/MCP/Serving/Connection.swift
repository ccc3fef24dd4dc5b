import JSON
import Synchronization

/// One client's channel: a stdio process, a legacy HTTP session, or a single modern POST.
///
/// A modern request takes nothing from it. A legacy one finds here what `initialize` agreed on.
public final class Connection: Sendable {
    /// How messages arrive.
    public enum Channel: Hashable, Sendable {
        /// A stream of lines, whose requests share one way back.
        case stream
        /// HTTP, each request of which has its own way back.
        case http
    }

    struct State {
        var legacy: LegacyState?
        var inFlight: [RequestID: Exchange] = [:]
        var asked: [Int64: CheckedContinuation<JSONObject, any Error>] = [:]
        var nextAsk: Int64 = 1
        var isClosed = false
        /// Answers that are being sent, whose requests have given up their IDs.
        var leaving = 0
        var drained: [CheckedContinuation<Void, Never>] = []

        var isDrained: Bool { inFlight.isEmpty && leaving == 0 }

        /// Those that wait until every request is answered, if that is so now.
        mutating func takeDrained() -> [CheckedContinuation<Void, Never>] {
            guard isDrained else { return [] }
            defer { drained = [] }
            return drained
        }
    }

    let server: MCPServer
    let channel: Channel
    let caller: Caller
    /// Where messages go that belong to no request.
    let sink: any FrameSink
    let state = Mutex(State())

    init(server: MCPServer, channel: Channel, caller: Caller, sink: any FrameSink) {
        self.server = server
        self.channel = channel
        self.caller = caller
        self.sink = sink
    }

    /// The revision that `initialize` agreed on; nil before.
    public var negotiated: Revision? { state.withLock { $0.legacy?.revision } }

    /// The number of requests that have not been answered.
    public var unanswered: Int { state.withLock { $0.inFlight.count + $0.leaving } }

    var logLevel: LogLevel? { state.withLock { $0.legacy?.logLevel } }

    /// Takes one message as UTF-8, as on a line of a stream.
    ///
    /// What is no JSON, or no message, is answered as far as the protocol allows, and the connection goes on.
    public func receive(_ bytes: Span<UInt8>) {
        do throws(JSONError) {
            receive(Envelope(try JSONValue(parsing: bytes, limits: server.options.messageLimits)))
        } catch {
            refuse(MCPError(malformed: error))
        }
    }

    /// Answers what cannot be attributed to a request.
    func refuse(_ error: MCPError) {
        sink.send(.failure(nil, server.told(error), in: .newest))
    }

    /// Takes one message.
    ///
    /// - Parameters:
    ///   - message: The message.
    ///   - headers: Those of the HTTP request; nil on a stream.
    ///   - sink: Where the frames of this message's requests go; nil for the connection's own way.
    public func receive(_ message: Envelope, headers: HTTPFields? = nil, through sink: (any FrameSink)? = nil) {
        let sink = sink ?? self.sink
        switch message {
        case .request(let id, let method, let params):
            receive(id, method, params, headers, sink)
        case .notification(let method, let params):
            notice(method, params)
        case .response(let id, let response):
            answered(id, response)
        case .malformedResponse(let id, let error):
            failed(id, error)
            sink.send(.failure(nil, server.told(error), in: negotiated ?? .newest))
        case .batch(let messages):
            receive(batch: messages, headers, sink)
        case .invalid(let id, let error):
            sink.send(.failure(id, server.told(error), in: negotiated ?? .newest))
        }
    }

    private func receive(batch: [JSONValue], _ headers: HTTPFields?, _ sink: any FrameSink) {
        guard negotiated?.acceptsBatches == true, batch.count <= server.options.concurrentRequests else {
            sink.send(.failure(nil, MCPError(.invalidRequest, "Batches are not accepted here"), in: .newest))
            return
        }
        let messages = batch.map { Envelope($0) }
        let gathered = BatchSink(expecting: messages.count { $0.wantsAnswer }, into: sink)
        for message in messages {
            if case .batch = message {
                _ = gathered.send(.failure(nil, MCPError(.invalidRequest, "A batch within a batch"), in: .newest))
            } else {
                receive(message, headers: headers, through: gathered)
            }
        }
    }

    /// Cancels whatever runs; nothing more is answered.
    public func cancelAll() {
        let (exchanges, asked) = state.withLock { state in
            defer { state.asked = [:] }
            return (Array(state.inFlight.values), state.asked)
        }
        for exchange in exchanges { exchange.cancel() }
        for continuation in asked.values { continuation.resume(throwing: CancellationError()) }
    }

    /// Ends the connection: cancels whatever runs and waits until it has stopped.
    public func close() async {
        let watched = state.withLock { state in
            state.isClosed = true
            defer { state.legacy?.watched = [] }
            return state.legacy?.watched ?? []
        }
        server.hub.remove(ObjectIdentifier(self))
        cancelAll()
        server.release(watched, caller)
        await drained()
    }

    /// The same where nothing more can come: what was read is answered first, unless it takes longer than a while.
    ///
    /// Subscriptions end at once: they would wait for ever.
    func close(within grace: Duration) async {
        for exchange in state.withLock({ Array($0.inFlight.values) }) where exchange.method == .listen {
            exchange.cancel()
        }
        let timer = Task {
            guard (try? await server.options.environment.sleep(grace)) != nil else { return }
            cancelAll()
        }
        await withTaskCancellationHandler {
            await drained()
        } onCancel: {
            cancelAll()
        }
        timer.cancel()
        await close()
    }

    /// Waits until no request is being answered.
    private func drained() async {
        await withCheckedContinuation { continuation in
            let isDrained = state.withLock { state in
                guard !state.isDrained else { return true }
                state.drained.append(continuation)
                return false
            }
            if isDrained { continuation.resume() }
        }
    }

    /// Takes a place for a request, or says why there is none.
    func begin(_ exchange: Exchange) -> MCPError? {
        state.withLock { state in
            guard !state.isClosed else { return MCPError(.invalidRequest, "The connection is closing") }
            guard state.inFlight[exchange.id] == nil else {
                return MCPError(.invalidRequest, "A request of this ID is still being answered")
            }
            guard state.inFlight.count < server.options.concurrentRequests else {
                return MCPError(.internalError, "Too many requests at once; wait for answers before sending more")
            }
            state.inFlight[exchange.id] = exchange
            return nil
        }
    }

    /// Gives up the ID of a request whose answer is sent next; it counts as unanswered until `sent()`.
    ///
    /// - Returns: Whether it had a place.
    func vacate(_ exchange: Exchange) -> Bool {
        state.withLock { state in
            guard state.inFlight[exchange.id] === exchange else { return false }
            state.inFlight[exchange.id] = nil
            state.leaving += 1
            return true
        }
    }

    /// The answer of a request that gave up its ID has been sent.
    func sent() {
        let waiting = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            state.leaving -= 1
            return state.takeDrained()
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Gives up the place of a request that was cancelled.
    func finished(_ exchange: Exchange) {
        let waiting = state.withLock { state -> [CheckedContinuation<Void, Never>] in
            guard state.inFlight[exchange.id] === exchange else { return [] }
            state.inFlight[exchange.id] = nil
            return state.takeDrained()
        }
        for continuation in waiting { continuation.resume() }
    }
}
