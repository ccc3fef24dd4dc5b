public import JSON

/// All that a server offers.
public struct ServerFeatures: Sendable {
    /// Answers `completion/complete`.
    public typealias Completer =
        @Sendable (_ query: Completion.Query, _ context: RequestContext) async throws -> Completion

    /// Who the server is.
    public var info: Implementation
    /// How a model is to use it.
    public var instructions: String?
    /// Tools; listed by name.
    public var tools: [ServerTool]
    /// Which tools a caller sees; nil for all.
    ///
    /// With a filter lists are not shared between callers.
    public var toolFilter: (@Sendable (_ name: String, _ caller: Caller) -> Bool)?
    /// Prompts; listed by name.
    public var prompts: [ServerPrompt]
    /// Resources; nil for none.
    public var resources: (any ResourceProvider)?
    /// Completion; nil for none.
    public var completer: Completer?
    /// Tasks; nil for none.
    public var tasks: (any TaskProvider)?
    /// Where states of requests that ask for input are kept.
    public var stateKeeper: any StateKeeper
    /// Further extensions and their settings, such as `io.modelcontextprotocol/ui`.
    public var extensions: JSONObject
    /// Told of a tool that a caller has called and that is not there for it, before it is told so itself.
    public var onUnknownTool: @Sendable (_ name: String, _ caller: Caller) async -> Void
    /// Makes a text fit to be told that may repeat what a client has written: names of what is not there, and errors.
    public var shown: @Sendable (_ text: String) -> String
    /// Told of faults whose details do not reach the client.
    public var onFault: @Sendable (_ method: String, _ fault: any Error) -> Void

    /// A server without anything yet.
    public init(info: Implementation, instructions: String? = nil, stateKeeper: any StateKeeper = StateVault()) {
        self.info = info
        self.instructions = instructions
        self.stateKeeper = stateKeeper
        tools = []
        prompts = []
        extensions = [:]
        onUnknownTool = { _, _ in }
        shown = { $0 }
        onFault = { _, _ in }
    }
}
