#if HTTP
/// Where an HTTP server listens, and what it bears with.
public struct HTTPServerOptions: Sendable {
    /// The address to listen on: a name or a number of a local interface.
    public var host = "127.0.0.1"
    /// The port; 0 takes a free one.
    public var port = 0
    /// The path of the one endpoint.
    public var path = "/mcp"
    /// The certificate that connections are encrypted with; nil serves them in the clear.
    public var tls: TLSFiles?
    /// Further values of `Host`, with the port where there is one; where any are given, no other is served.
    public var allowedHosts: Set<String> = []
    /// Origins of web pages that may ask.
    public var allowedOrigins: Set<String> = []
    /// The longest body of a request, in bytes; it is refused with 413.
    public var bodyBytes = 8 << 20
    /// What bodies that are being read may take together, in bytes; more are refused with 503.
    public var bodiesBytes = 256 << 20
    /// The longest head of a request, in bytes.
    public var headBytes = 32 << 10
    /// The most open connections: a new one takes the place of the oldest that has not proved who it is.
    public var connections = 1000
    /// How long a new connection may take to send its first head, encryption included.
    public var headTime = Duration.seconds(10)
    /// How long a request may take from its head to its last byte.
    public var bodyTime = Duration.seconds(60)
    /// How long a connection may stay open without a request.
    public var idleTime = Duration.seconds(60)
    /// How long a client may leave what is written to it unread.
    public var stallTime = Duration.seconds(30)
    /// How long an answer is waited for before a stream of events is begun, which can no longer tell a status.
    public var quietTime = Duration.seconds(10)
    /// How often a stream without events shows that it is alive.
    public var pulse = Duration.seconds(15)
    /// How long requests may go on once the server is stopped.
    public var grace = Duration.seconds(3)

    /// The standard options.
    public init() {}

    /// Whether only this machine reaches the address.
    public var isLoopback: Bool { Self.isLoopback(host) }

    /// Whether only the machine itself reaches an address.
    public static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "::1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil } && parts[0] == "127"
    }
}
#endif
