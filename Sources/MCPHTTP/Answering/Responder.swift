#if HTTP
internal import HTTPTypes
internal import HummingbirdCore
internal import MCP
internal import NIOCore

/// Answers the requests of one server: who asks, from where, and how the reply goes out.
struct Responder: Sendable {
    let options: HTTPServerOptions
    let gate: any HTTPGate
    private let room: BodyRoom

    init(_ options: HTTPServerOptions, _ gate: any HTTPGate) {
        self.options = options
        self.gate = gate
        room = BodyRoom(bytes: max(options.bodiesBytes, options.bodyBytes))
    }

    /// Answers a request.
    ///
    /// - Throws: what ends the connection.
    @concurrent
    func answer(
        _ request: Request, _ writer: consuming ResponseWriter, on socket: Socket, of sockets: SocketTable
    ) async throws {
        let fields = HTTPFields(request.head)
        let admission: Admission
        switch await screen(request.head, fields) {
        case .refused(let refusal): return try await refusal.write(to: writer)
        case .admitted(let found): admission = found
        }
        sockets.begin(socket, for: admission.caller.subject)
        defer { sockets.end(socket) }
        var body: [UInt8] = []
        if request.method == .post {
            if request.headers[.expect] == "100-continue" {
                try await writer.writeInformationalHead(HTTPResponse(status: .continue))
            }
            switch try await read(request.body) {
            case .whole(let bytes): body = bytes
            case .refused(let refusal): return try await refusal.write(to: writer)
            }
        }
        let reply = await respond(to: request, fields, body, admission)
        switch reply {
        case .whole(let status, let fields, let body):
            let head = HTTPResponse(status: HTTPResponse.Status(code: status), fields: fields, length: body.count)
            try await writer.write(response: head, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
        case .exchange(let exchange):
            try await write(exchange, to: writer, on: socket)
        case .events(let exchange):
            try await stream(exchange, to: writer, on: socket)
        }
    }

    /// A long body would hold up the others of its event loop while it is looked through.
    private func respond(
        to request: Request, _ fields: MCP.HTTPFields, _ body: [UInt8], _ admission: Admission
    ) async -> HTTPReply {
        let method = request.method.rawValue
        guard body.count > Self.short else {
            return admission.endpoint.respond(method: method, fields: fields, body: body, caller: admission.caller)
        }
        return await withTaskExecutorPreference(globalConcurrentExecutor) {
            admission.endpoint.respond(method: method, fields: fields, body: body, caller: admission.caller)
        }
    }

    private static let short = 64 << 10

    private enum Screening {
        case admitted(Admission)
        case refused(Refusal)
    }

    /// Whether a request is looked at any further, by its head alone: nothing is read from strangers.
    private func screen(_ head: HTTPRequest, _ fields: MCP.HTTPFields) async -> Screening {
        let isLocal = options.isLoopback
        let address = options.host
        guard
            HTTPRules.allowsOrigin(
                fields, allowed: options.allowedOrigins, isLoopback: isLocal, address: address)
        else { return .refused(.origin) }
        guard HTTPRules.allowsHost(fields, allowed: options.allowedHosts, isLoopback: isLocal, address: address)
        else { return .refused(.host) }
        guard head.path.map({ $0.prefix { $0 != "?" } }) ?? "" == options.path else { return .refused(.path) }
        let credentials = fields.all("authorization")
        guard credentials.count <= 1 else { return .refused(.credentials) }
        guard let token = credentials.first.flatMap({ Self.bearer($0) }) else { return .refused(.nameless) }
        let admission: Admission
        switch await gate.admit(token) {
        case .admitted(let found): admission = found
        case .refused: return .refused(.stranger)
        case .unavailable(let seconds): return .refused(.unavailable(seconds))
        }
        if let length = fields["content-length"].flatMap({ Int($0) }), length > options.bodyBytes {
            return .refused(.tooLarge(options.bodyBytes))
        }
        return .admitted(admission)
    }

    /// The token of an `Authorization` field (RFC 6750, section 2.1).
    private static func bearer(_ value: String) -> String? {
        let parts = value.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        let token = parts[1].drop { $0 == " " }
        return token.isEmpty || token.utf8.count > 512 ? nil : String(token)
    }

    private enum Reading {
        case whole([UInt8])
        case refused(Refusal)
    }

    /// The body, unless it is longer than allowed, or all bodies together are.
    private func read(_ body: RequestBody) async throws -> Reading {
        var bytes: [UInt8] = []
        defer { room.give(bytes.count) }
        for try await part in body {
            guard bytes.count + part.readableBytes <= options.bodyBytes else {
                return .refused(.tooLarge(options.bodyBytes))
            }
            guard room.take(part.readableBytes) else { return .refused(.busy) }
            bytes.append(contentsOf: part.readableBytesView)
        }
        return .whole(bytes)
    }
}
#endif
