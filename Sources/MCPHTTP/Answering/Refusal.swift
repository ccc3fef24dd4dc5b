#if HTTP
internal import HTTPTypes
internal import HummingbirdCore
internal import MCP
internal import NIOCore

/// Why a request is not looked at; its body is passed over, for as long as the times of the connection allow.
struct Refusal: Sendable {
    private let status: HTTPResponse.Status
    private let message: String
    private var challenge: String?
    /// Seconds after which the request may be sent again.
    private var retry: Int?

    private init(_ status: HTTPResponse.Status, _ message: String, challenge: String? = nil, retry: Int? = nil) {
        self.status = status
        self.message = message
        self.challenge = challenge
        self.retry = retry
    }

    static var origin: Refusal { Refusal(.forbidden, "Pages of this origin may not ask") }

    static var host: Refusal { Refusal(.forbidden, "This host is not served here") }

    static var path: Refusal { Refusal(.notFound, "There is nothing here") }

    static var credentials: Refusal { Refusal(.badRequest, "There are two Authorization headers") }

    static var nameless: Refusal {
        Refusal(.unauthorized, "A bearer token is needed", challenge: #"Bearer realm="mcp""#)
    }

    /// An unknown, an expired and a revoked token look the same.
    static var stranger: Refusal {
        Refusal(.unauthorized, "The token is not valid", challenge: #"Bearer realm="mcp", error="invalid_token""#)
    }

    static func unavailable(_ seconds: Int) -> Refusal {
        Refusal(
            .serviceUnavailable, "It cannot be told now which tokens are valid; send it again in \(seconds) s",
            retry: seconds)
    }

    static var busy: Refusal { Refusal(.serviceUnavailable, "Too many long bodies at once; send it again") }

    static func tooLarge(_ limit: Int) -> Refusal {
        Refusal(.contentTooLarge, "The body is longer than \(limit) bytes")
    }

    @concurrent
    func write(to writer: consuming ResponseWriter) async throws {
        let body = HTTPEndpoint.refusal(message)
        var fields = [(name: "Content-Type", value: "application/json")]
        if let retry { fields.append((name: "Retry-After", value: String(retry))) }
        if let challenge { fields.append((name: "WWW-Authenticate", value: challenge)) }
        let head = HTTPResponse(status: status, fields: fields, length: body.count)
        try await writer.write(response: head, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}
#endif
