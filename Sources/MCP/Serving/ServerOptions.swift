internal import JSON

/// How a server behaves beyond what it offers.
public struct ServerOptions: Sendable {
    /// The revisions served, newest first.
    public var revisions: [Revision] = Revision.allCases.reversed()
    /// The most tools or prompts in one part of a list.
    public var pageSize = 200
    /// The most requests of one connection that run at once; more are refused.
    public var concurrentRequests = 512
    /// The most open subscriptions of all connections.
    public var subscriptions = 1024
    /// The most events that a subscription holds back until it is acknowledged.
    public var subscriptionBacklog = 1024
    /// The most resources that one legacy connection watches, or one subscription names.
    public var watchedResources = 1024
    /// The most rounds in which one request asks for input.
    public var inputRounds = 10
    /// How long a legacy client may take to answer a request of ours.
    public var inputTimeout = Duration.seconds(600)
    /// How long a request may run, except for a subscription; nil for as long as its handler likes.
    public var requestTimeout: Duration?
    /// How long requests may go on that were read before the input of a stream ended.
    public var closingGrace = Duration.seconds(1)
    /// Progress messages a second and request, after a first burst of as many again; the last one always goes out.
    public var progressRate = 20
    /// How deep a message may nest.
    public var messageDepth = 64
    /// The longest message in bytes.
    public var messageBytes = 8 << 20
    /// The most combining characters in a row in a text of a message.
    public var messageMarks = 256
    /// How long `server/discover` may be kept.
    public var discoveryCache = CacheHint(milliseconds: 3_600_000, scope: .everybody)
    /// How long lists of tools, prompts and templates may be kept.
    public var listCache = CacheHint(milliseconds: 300_000, scope: .everybody)
    /// Time and chance.
    public var environment = MCPEnvironment.system

    /// The standard options.
    public init() {}

    /// What a message may hold.
    var messageLimits: JSONLimits {
        JSONLimits(depth: messageDepth, bytes: messageBytes, stringBytes: messageBytes, marks: messageMarks)
    }
}
