#if HTTP
internal import HTTPTypes
internal import HummingbirdCore
internal import MCP
internal import NIOCore

extension Responder {
    /// Writes the answer of a request: a document when it comes first and soon, else a stream of events.
    @concurrent
    func write(_ exchange: HTTPExchange, to writer: consuming ResponseWriter, on socket: Socket) async throws {
        socket.onGone { exchange.drop() }
        switch await exchange.opening(within: options.quietTime) {
        case .document(let frame, let status):
            let head = HTTPResponse(
                status: HTTPResponse.Status(code: status), fields: [(name: "Content-Type", value: "application/json")],
                length: frame.bytes.count)
            try await writer.write(response: head, body: ResponseBody(byteBuffer: ByteBuffer(bytes: frame.bytes)))
        case .nothing where Task.isCancelled || socket.isGone:
            // Nobody is there for whom a stream could be begun.
            exchange.drop()
            throw CancellationError()
        case .events, .nothing:
            try await stream(exchange, to: writer, on: socket)
        }
    }

    /// Writes a stream of events, no faster than the client reads.
    @concurrent
    func stream(_ exchange: HTTPExchange, to writer: consuming ResponseWriter, on socket: Socket) async throws {
        socket.onGone { exchange.drop() }
        // After a failure to write as well: whatever runs for the client runs in vain.
        defer { exchange.drop() }
        let fields = [
            (name: "Content-Type", value: "text/event-stream"),
            (name: "Cache-Control", value: "no-cache, no-transform"), (name: "X-Accel-Buffering", value: "no"),
        ]
        var body = try await writer.writeHead(HTTPResponse(status: .ok, fields: fields))
        while true {
            switch await exchange.turn(within: options.pulse) {
            case .frame(let frame): try await body.write(ByteBuffer(bytes: frame.event))
            case .quiet: try await body.write(ByteBuffer(string: ":\n\n"))
            case .end:
                guard !socket.isGone else { throw CancellationError() }
                return try await body.finish(nil)
            }
        }
    }
}
#endif
