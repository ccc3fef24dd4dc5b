import JSON
import Synchronization

/// The one endpoint of Streamable HTTP in both eras, without any HTTP library.
///
/// A transport checks host, origin and token, reads the body up to a limit, and performs the reply.
public final class HTTPEndpoint: Sendable {
    /// Bounds of the endpoint.
    public struct Limits: Hashable, Sendable {
        /// The most legacy sessions.
        public var sessions = 256
        /// Seconds after which an unused session ends.
        public var sessionIdle = 3600
        /// Seconds after which one makes room for another, where there are as many as there may be.
        public var sessionRest = 60

        /// The standard bounds.
        public init() {}
    }

    private let server: MCPServer
    private let limits: Limits
    private let sessions = Mutex<[String: HTTPSession]>([:])
    private let isClosed = Mutex(false)

    /// An endpoint.
    public init(_ server: MCPServer, limits: Limits = Limits()) {
        self.server = server
        self.limits = limits
    }

    /// The body of an answer that refuses a request before it is read, as clients of both eras understand it.
    public static func refusal(_ message: String) -> [UInt8] {
        Frame.failure(nil, MCPError(.invalidRequest, message), in: .newest).bytes
    }

    /// The number of open legacy sessions.
    public var sessionCount: Int { sessions.withLock { $0.count } }

    /// Answers a request.
    ///
    /// - Parameters:
    ///   - method: The HTTP method.
    ///   - fields: The header.
    ///   - body: The whole body.
    ///   - caller: Who asks, as a token has proved.
    public func respond(method: String, fields: HTTPFields, body: [UInt8], caller: Caller) -> HTTPReply {
        // Whoever was admitted before it was closed may come after.
        guard !isClosed.withLock({ $0 }) else {
            return Self.refusal(503, MCPError(.internalError, "The server is closing"))
        }
        return switch method {
        case "POST": post(fields, body, caller)
        case "GET": stream(fields, caller)
        case "DELETE": end(fields, caller)
        default: Self.notAllowed
        }
    }

    /// Ends all sessions and subscriptions; nothing more is answered.
    public func close() async {
        isClosed.withLock { $0 = true }
        server.endSubscriptions()
        let all = sessions.withLock { sessions in
            defer { sessions = [:] }
            return Array(sessions.values)
        }
        for session in all { await session.end() }
    }

    /// Ends a caller's sessions and subscriptions, as when its token is revoked.
    public func close(_ caller: Caller) async {
        server.endSubscriptions(of: caller)
        let all = sessions.withLock { sessions in
            let mine = sessions.filter { $0.value.caller.subject == caller.subject }
            for id in mine.keys { sessions[id] = nil }
            return Array(mine.values)
        }
        for session in all { await session.end() }
    }

    private func post(_ fields: HTTPFields, _ body: [UInt8], _ caller: Caller) -> HTTPReply {
        guard HTTPRules.sendsJSON(fields) else {
            return Self.refusal(415, MCPError(.invalidRequest, "The content type must be application/json"))
        }
        guard HTTPRules.acceptsAnswers(fields) else {
            let message = "Accept must name application/json and text/event-stream"
            return Self.refusal(406, MCPError(.invalidRequest, message))
        }
        let message: Envelope
        do throws(JSONError) {
            message = Envelope(try JSONValue(parsing: body, limits: server.options.messageLimits))
        } catch {
            return Self.refusal(400, MCPError(malformed: error))
        }
        return post(message, fields, caller)
    }

    private func post(_ message: Envelope, _ fields: HTTPFields, _ caller: Caller) -> HTTPReply {
        let found = find(fields, caller)
        switch message {
        case .invalid(let id, let error): return Self.refusal(400, error, id: id)
        case .request: return request(message, fields, caller, found)
        case .notification, .response: return accept(message, fields, found)
        case .malformedResponse(let id, let error):
            if case .unknown = found { return Self.unknownSession }
            if case .open(_, let connection) = found { connection.failed(id, error) }
            return Self.refusal(400, error)
        case .batch(let messages):
            guard case .open(let session, let connection) = found, connection.negotiated?.acceptsBatches == true else {
                return Self.refusal(400, MCPError(.invalidRequest, "Batches are not accepted here"))
            }
            let exchange = exchange(of: session)
            connection.receive(message, headers: fields, through: exchange)
            // What is no message at all has to be told so, too.
            let wantsAnswer =
                messages.count > server.options.concurrentRequests
                || messages.contains { Envelope($0).wantsAnswer }
            return wantsAnswer ? .exchange(exchange) : Self.accepted
        }
    }

    private func accept(_ message: Envelope, _ fields: HTTPFields, _ found: Found) -> HTTPReply {
        switch found {
        case .unknown: return Self.unknownSession
        case .open(_, let connection):
            connection.receive(message, headers: fields)
            return Self.accepted
        case .none:
            // The modern era has no notifications over HTTP; what comes is accepted and dropped.
            if case .notification = message { return Self.accepted }
            return Self.refusal(400, MCPError(.invalidRequest, "Answers need the session of their request"))
        }
    }

    private func request(
        _ message: Envelope, _ fields: HTTPFields, _ caller: Caller, _ found: Found
    ) -> HTTPReply {
        guard case .request(let id, let method, let params) = message else { return Self.accepted }
        let evidence = EraRouter.Evidence(
            channel: .http(version: fields[HTTPField.protocolVersion], session: found.evidence), method: method,
            metaVersion: params?["_meta"]?[MetaKey.protocolVersion])
        switch server.router.route(evidence) {
        case .handshake: return handshake(message, id, fields, caller)
        case .unknownSession: return Self.unknownSession
        case .legacy:
            guard case .open(let session, let connection) = found else { return Self.unknownSession }
            let exchange = exchange(of: session)
            connection.receive(message, headers: fields, through: exchange)
            return .exchange(exchange)
        case .modern, .ping, .undecided:
            // A modern request stands alone: a connection of its own, which ends with it.
            let connection = server.connect(.http, caller: caller, sink: NoSink())
            let exchange = HTTPExchange(isModern: true) { connection.cancelAll() }
            connection.receive(message, headers: fields, through: exchange)
            return .exchange(exchange)
        }
    }

    /// The way back of a session's request; its answer is the last use of the session.
    private func exchange(of session: HTTPSession) -> HTTPExchange {
        let uptime = server.options.environment.uptime
        return HTTPExchange(onAnswer: { [weak session] in session?.touch(uptime()) })
    }

    private func handshake(
        _ message: Envelope, _ id: RequestID, _ fields: HTTPFields, _ caller: Caller
    ) -> HTTPReply {
        let now = server.options.environment.uptime()
        expire(now)
        let session = HTTPSession(id: server.options.environment.randomID(), caller: caller, now: now)
        let connection = server.connect(.http, caller: caller, sink: session)
        let exchange = HTTPExchange()
        connection.receive(message, headers: fields, through: exchange)
        guard let frame = exchange.ready() else { return .exchange(exchange) }
        guard connection.negotiated != nil, case .response(let code) = frame.kind else {
            return .whole(status: 400, fields: Self.json, body: frame.bytes)
        }
        session.adopt(connection)
        makeRoom(now)
        let hasRoom = sessions.withLock { sessions in
            guard sessions.count < limits.sessions else { return false }
            sessions[session.id] = session
            return true
        }
        guard hasRoom else {
            server.hub.remove(ObjectIdentifier(connection))
            return Self.refusal(503, MCPError(.internalError, "Too many sessions"), id: id)
        }
        let fields = Self.json + [(name: "Mcp-Session-Id", value: session.id)]
        return .whole(status: HTTPRules.status(errorCode: code), fields: fields, body: frame.bytes)
    }

    private func stream(_ fields: HTTPFields, _ caller: Caller) -> HTTPReply {
        guard !fields.all(HTTPField.session).isEmpty else { return Self.notAllowed }
        guard let session = session(fields, caller) else { return Self.unknownSession }
        guard HTTPRules.acceptsEvents(fields) else {
            return Self.refusal(406, MCPError(.invalidRequest, "Accept must name text/event-stream"))
        }
        guard let exchange = session.open() else {
            return Self.refusal(409, MCPError(.invalidRequest, "The session's stream is open already"))
        }
        return .events(exchange)
    }

    private func end(_ fields: HTTPFields, _ caller: Caller) -> HTTPReply {
        guard !fields.all(HTTPField.session).isEmpty else { return Self.notAllowed }
        guard let session = session(fields, caller) else { return Self.unknownSession }
        sessions.withLock { $0[session.id] = nil }
        Task { await session.end() }
        return .whole(status: 204, fields: [], body: [])
    }

    /// What is known of the session that a request names.
    private enum Found {
        case none
        case open(HTTPSession, Connection)
        case unknown

        var evidence: EraRouter.Evidence.Session {
            switch self {
            case .none: .none
            case .open(_, let connection): connection.negotiated.map { .open($0) } ?? .unknown
            case .unknown: .unknown
            }
        }
    }

    private func find(_ fields: HTTPFields, _ caller: Caller) -> Found {
        guard !fields.all(HTTPField.session).isEmpty else { return .none }
        guard let session = session(fields, caller), let connection = session.connection else { return .unknown }
        return .open(session, connection)
    }

    /// The session that a request names; another caller's is unknown.
    private func session(_ fields: HTTPFields, _ caller: Caller) -> HTTPSession? {
        guard let id = fields[HTTPField.session] else { return nil }
        let now = server.options.environment.uptime()
        return sessions.withLock { sessions in
            guard let session = sessions[id], session.caller.subject == caller.subject else { return nil }
            // Under the lock, so that nobody takes it for one that rests meanwhile.
            session.touch(now)
            return session
        }
    }

    /// Ends the session that has rested longest where no other one has room: clients that never say farewell would keep
    /// the others out.
    private func makeRoom(_ now: UInt64) {
        let oldest = sessions.withLock { sessions -> HTTPSession? in
            guard sessions.count >= limits.sessions else { return nil }
            let resting = sessions.values.filter {
                $0.isIdle(at: now, longerThan: Self.nanoseconds(limits.sessionRest))
            }
            guard let oldest = resting.min(by: { $0.lastUse < $1.lastUse }) else { return nil }
            sessions[oldest.id] = nil
            return oldest
        }
        if let oldest { Task { await oldest.end() } }
    }

    private static func nanoseconds(_ seconds: Int) -> UInt64 {
        UInt64(max(seconds, 0)).multipliedReportingOverflow(by: 1_000_000_000).partialValue
    }

    private func expire(_ now: UInt64) {
        let idle = Self.nanoseconds(limits.sessionIdle)
        let old = sessions.withLock { sessions in
            let old = sessions.filter { $0.value.isIdle(at: now, longerThan: idle) }
            for id in old.keys { sessions[id] = nil }
            return Array(old.values)
        }
        guard !old.isEmpty else { return }
        Task { for session in old { await session.end() } }
    }

    private static let json: [(name: String, value: String)] = [(name: "Content-Type", value: "application/json")]

    private static var accepted: HTTPReply { .whole(status: 202, fields: [], body: []) }

    private static var notAllowed: HTTPReply {
        .whole(status: 405, fields: [(name: "Allow", value: "POST")], body: [])
    }

    private static var unknownSession: HTTPReply {
        refusal(404, MCPError(.invalidRequest, "Unknown session; initialize again"))
    }

    private static func refusal(_ status: Int, _ error: MCPError, id: RequestID? = nil) -> HTTPReply {
        .whole(status: status, fields: json, body: Frame.failure(id, error, in: .newest).bytes)
    }
}
